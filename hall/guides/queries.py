"""Looks at the guides of a hall."""

from hall.guides.rules import Hit, Index
from hall.site.plan import Plan

_indexes: dict[int, tuple[Plan, Index]] = {}
KEPT = 50


def search(plan: Plan, q: str, *, limit: int = 8) -> list[Hit]:
    """What a visitor may mean by `q`, best first. The index of a plan is made once."""
    kept = _indexes.get(id(plan))
    if kept is None or kept[0] is not plan:
        if len(_indexes) >= KEPT:
            _indexes.clear()
        kept = _indexes[id(plan)] = (plan, Index(plan))
    return kept[1].search(q, limit=limit)
