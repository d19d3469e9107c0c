"""Gives a number without the hall: from a block of this kiosk's own, written down before anybody sees it."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext

from hall.wire.devices import Block, ProvisionDay, Provisions
from hall.wire.ids import new_id, public_code, short_code
from hall.wire.queue import Paper, TicketView, TicketWish
from hall.wire.site import GuideView
from kiosk.link import Refusal
from kiosk.offline.clock import HallClock
from kiosk.offline.journal import Journal
from kiosk.offline.offers import UNKNOWN, day_of

Guides = Callable[[str], GuideView | None]


class Giver:
    """One lock around the choice of a number and its record: two touches at once give two numbers."""

    def __init__(self, journal: Journal, clock: HallClock, guides: Guides) -> None:
        self._journal, self._clock, self._guides = journal, clock, guides
        self._lock = threading.Lock()

    def give(self, provisions: Provisions, wish: TicketWish, key: str) -> TicketView:
        """The ticket of a wish, the same for the same key. Raises Refusal, or JournalFull."""
        with self._lock:
            if (known := self._journal.ticket("wish_key", key)) is not None:
                return TicketView.model_validate(known.view)
            reading = self._clock.read()
            day = day_of(provisions.days, reading.at) if reading else None
            if reading is None or day is None:
                raise _refused(
                    "hall_closed", gettext("Numbers cannot be given just now. Please come to the desk.")
                )
            guide = self._guide(wish)
            block, number = self._number(provisions, day, guide.service.series)
            view = _view(provisions, guide, wish, block, number, reading.at, self._steps(guide))
            self._write(view, wish, key, block, number, certain=reading.certain)
            self._clock.given(reading.at)
            return view

    def given(self, provisions: Provisions) -> Counter[str]:
        """Numbers given today since the provisions came, by service: what was left then is less now."""
        made = [k for k in self._journal.tickets("new") if k.made["issued_at"] >= provisions.now.isoformat()]
        return Counter(str(k.view["package"] or k.view["service"]) for k in made)

    def _guide(self, wish: TicketWish) -> GuideView:
        guide = self._guides(wish.service or next(iter(wish.services), ""))
        if guide is None:
            raise _refused("service_unknown", gettext("This service is not known here just now."))
        if guide.service.issuing == "full":
            raise _refused("numbers_full", gettext("Today's numbers for this service are full."))
        if guide.service.issuing not in ("open", "online"):
            raise _refused("hall_closed", gettext("No numbers are given for this at this time."))
        return guide

    def _steps(self, guide: GuideView) -> list[GuideView]:
        return [g for s in guide.service.services if (g := self._guides(s)) is not None]

    def _number(self, provisions: Provisions, day: ProvisionDay, series: str) -> tuple[Block, int]:
        used = self._journal.used()
        for block in provisions.blocks:
            if (block.day, block.series) == (day.day, series):
                last = max(block.used or 0, used.get((str(block.day), series, block.first), 0))
                if last < block.last:
                    return block, max(last, block.first - 1) + 1
        sentence = gettext(
            "This kiosk has no numbers left. Please take one at another kiosk or at the enquiry desk."
        )
        raise _refused("numbers_full", sentence)

    def _write(
        self, view: TicketView, wish: TicketWish, key: str, block: Block, number: int, *, certain: bool
    ) -> None:
        heard = self._clock.heard_at or view.issued_at
        made = {
            "key": key,
            "day": str(block.day),
            "series": block.series,
            "number": number,
            "wish": wish.model_dump(mode="json"),
            "issued_at": view.issued_at.isoformat(),
            "certain": certain,
            "cut_off_at": heard.isoformat(),
        }
        columns = "id, wish_key, code, short_code, view, made, boot, up"
        row = (view.id, key, view.code, view.short_code, view.model_dump_json(), _json(made), self._clock.boot)
        with self._journal.writing() as database:
            database.execute(
                f"INSERT INTO ticket ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, self._clock.up())
            )
            database.execute(
                "INSERT OR REPLACE INTO used VALUES (?, ?, ?, ?)",
                (str(block.day), block.series, block.first, number),
            )


def _view(
    provisions: Provisions,
    guide: GuideView,
    wish: TicketWish,
    block: Block,
    number: int,
    at: datetime,
    steps: list[GuideView],
) -> TicketView:
    """The ticket as the hall would show it, as far as a kiosk knows."""
    service, code = (steps[0] if steps else guide).service, public_code()
    package = guide.service if steps else None
    return TicketView(
        id=new_id(),
        code=code,
        short_code=short_code(),
        number=f"{block.series}{number:0{provisions.ticket_digits}d}",
        state="waiting",
        lane="ordinary",
        service=service.id,
        service_names=service.names,
        ahead=0,
        wait_unknown_reason=UNKNOWN,
        issued_at=at,
        package=package.id if package else None,
        package_names=package.names if package else None,
        steps=[step.service.id for step in steps],
        step=0,
        can_rejoin=False,
        rejoins_left=int(guide.rules.get("rejoin_times", 0)),
        delays_left=0,
        rules=guide.rules,
        papers=[Paper(names=p.names, original=p.original, copies=p.copies) for p in guide.papers],
        qr=provisions.ticket_address.replace("{code}", code) if provisions.ticket_address else None,
        seq=0,
        **{name: getattr(service, name) for name in ("queue", "zone", "zone_names", "floor", "counters")},
        **{name: getattr(wish, name) for name in ("language", "large_type", "visual_alert", "help_requested")},
    )


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False)


def _refused(code: str, sentence: Any) -> Refusal:
    return Refusal(code, str(sentence), {})
