"""An outage with real processes and a real cut: every number once, in order, none doubled (R-75)."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from hall.wire.devices import Provisions
from hall.wire.queue import TicketWish
from kiosk.offline.clock import HallClock, boot, up
from kiosk.offline.giving import Giver
from kiosk.offline.journal import Journal
from kiosk.offline.link import Alone
from tests.device.programs import a_program, at_the_hall, ready, running, until
from tests.device.visitors import Visitor
from tests.served_hall import ServedHall
from tests.world import HALL

TICKETS = 400 if os.environ.get("HALL_LONG") else 36
HOURS = 8


def test_a_cut_kiosk_goes_on_and_its_numbers_come_to_the_hall_once(served: ServedHall, tmp_path: Path) -> None:
    kiosk = a_program(served, tmp_path / "kiosk", "kiosk")
    with running(kiosk):
        visitor = Visitor(kiosk)
        until(lambda: ready(kiosk))
        online = visitor.number()
        kiosk.cable.pull()
        alone = [visitor.number() for _ in range(3)]
        assert re.fullmatch(r"A1\d0[123]", alone[0]) and len({online, *alone}) == 4
        assert "The hall cannot be reached" in visitor.opens()
        kiosk.kill()  # a power cut of the program alone
        kiosk.start(pair=False)
        alone.append(Visitor(kiosk).number())
        kiosk.cable.plug()
        until(lambda: {t["number"] for t in at_the_hall(served)} >= {online, *alone})
        numbers = [t["number"] for t in at_the_hall(served)]
        assert len(numbers) == len(set(numbers))
        assert Visitor(kiosk).number() not in alone


def test_a_listed_number_is_called_only_after_a_look(served: ServedHall, tmp_path: Path) -> None:
    kiosk = a_program(served, tmp_path / "kiosk", "kiosk", settings='[printer]\nkind = "png"\n')
    with running(kiosk):
        visitor = Visitor(kiosk)
        until(lambda: ready(kiosk))
        devices = served.ask("manager", "GET", f"/halls/{HALL}/devices").json()["items"]
        code = next(d["staff_code"] for d in devices if d["device"]["id"] == kiosk.device)
        until(lambda: code.encode() in (kiosk.home / "journal.db").read_bytes())
        kiosk.cable.pull()
        number = visitor.number("B1")
        page = visitor.opens(f"/kiosk/{HALL}/staff")
        token = re.search(r'csrf_token" value="([^"]+)', page)
        assert token is not None and number not in page
        address = f"{kiosk.address}/kiosk/{HALL}/staff"
        wrong = visitor.session.post(address, {"csrf_token": token[1], "code": "000000"}, timeout=10)
        assert wrong.status_code == 403
        visitor.session.post(address, {"csrf_token": token[1], "code": code}, timeout=10)
        listed = visitor.session.post(address, {"csrf_token": token[1], "print": "1"}, timeout=20)
        assert number in listed.text and "was printed" in listed.text
        kiosk.cable.plug()
        until(lambda: any(t["number"] == number and t["unconfirmed"] for t in at_the_hall(served)))
        doubtful = served.ask("manager", "GET", f"/halls/{HALL}/outage").json()["items"]
        ids = {t["number"]: t["id"] for t in doubtful}
        served.ask("manager", "POST", f"/halls/{HALL}/outage/review", {"served": [ids[number]], "release": True})
        assert next(t["state"] for t in at_the_hall(served) if t["number"] == number) == "finished"


def gives_alone(home: Path, kiosk: int, count: int) -> list[str]:
    """A kiosk's eight hours without the hall, lived through with a clock of its own: what it journals is real."""
    journal = Journal(home)
    provisions = Provisions.model_validate(journal.known("provisions"))
    word = journal.known("clock")
    began = up() - HOURS * 3600
    now = (provisions.now - timedelta(hours=HOURS)).isoformat()
    moment = [began]
    clock = HallClock(
        word | {"now": now, "up": began, "boot": boot()}, lambda w: None, boot=boot(), up=lambda: moment[0]
    )
    giver = Giver(journal, clock, Alone(journal, clock, lambda: False, lambda: None).guide)
    made = []
    for n in range(count):
        moment[0] = began + (n * 3 + kiosk) * HOURS * 3600 / (count * 3 + 3)
        service = ("A1", "B1")[n % 2]
        made.append(giver.give(provisions, TicketWish(service=service), f"kiosk-{kiosk}-wish-{n:04d}").id)
    journal.close()
    return made


@pytest.mark.timeout(600)
def test_eight_hours_three_kiosks_five_kills(served: ServedHall, tmp_path: Path) -> None:
    kiosks = [a_program(served, tmp_path / f"kiosk{n}", "kiosk") for n in range(3)]
    with running(*kiosks):
        until(lambda: all(ready(kiosk) for kiosk in kiosks))
    before = {t["id"] for t in at_the_hall(served)}
    made = [gives_alone(kiosk.home, n, TICKETS // 3) for n, kiosk in enumerate(kiosks)]
    wanted = {ticket for each in made for ticket in each}
    for kiosk in kiosks:
        kiosk.cable.plug()
        kiosk.start(pair=False)
    for kill in range(5):
        enough = len(wanted) * (kill + 1) // 8
        until(lambda e=enough: len({t["id"] for t in at_the_hall(served)} & wanted) >= e, 60, every=0.2)  # type: ignore[misc]
        kiosks[kill % 3].kill()
        kiosks[kill % 3].start(pair=False)
    until(lambda: wanted <= {t["id"] for t in at_the_hall(served)}, 60, every=0.2)
    for kiosk in kiosks:
        kiosk.stop()
    found = [t for t in at_the_hall(served) if t["id"] not in before]
    assert {t["id"] for t in found} == wanted and len(found) == len(wanted)
    assert len({t["number"] for t in found}) == len(found)
    moment = {t["id"]: t["issued_at"] for t in found}
    for each in made:
        assert [moment[ticket] for ticket in each] == sorted(moment[ticket] for ticket in each)
    hundreds = [{t["number"][:3] for t in found if t["id"] in each} for each in made]
    assert not (hundreds[0] & hundreds[1] or hundreds[0] & hundreds[2] or hundreds[1] & hundreds[2])
