"""The settings of a hall as the administration page shows them: value, default, and what queues differ in."""

from dataclasses import dataclass
from typing import Any

from hall.site.plan import Plan
from hall.site.plan_settings import PER_QUEUE, Settings
from hall.web.admin.settings_words import GROUPS, said


@dataclass(frozen=True)
class Row:
    """One setting; `usual` is its default under the hall's preset, `queues` those with a value of their own."""

    name: str
    rule: str
    meaning: Any
    value: Any
    usual: Any
    queues: tuple[tuple[str, Any], ...]
    per_queue: bool

    @property
    def changed(self) -> bool:
        return bool(self.value != self.usual)


def setting_groups(plan: Plan) -> list[tuple[str, Any, list[Row]]]:
    """Every group with its id, its title and its settings."""
    return [
        (key, title, [_row(plan, name, *rule_and_meaning) for name, rule_and_meaning in names.items()])
        for key, title, names in GROUPS
    ]


def _row(plan: Plan, name: str, rule: str, meaning: Any) -> Row:
    usual = Settings() if name == "preset" else Settings(preset=plan.settings.preset)
    return Row(
        name=name,
        rule=rule,
        meaning=meaning,
        value=said(getattr(plan.settings, name)),
        usual=said(getattr(usual, name)),
        queues=tuple((q.id, said(q.settings[name])) for q in plan.queues if name in q.settings),
        per_queue=name in PER_QUEUE,
    )
