"""What a real kiosk program goes through: each state of its printer, a full disk, a clock that is wrong."""

import os
import re
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.device.programs import Program, a_program, at_the_hall, ready, running, until
from tests.device.visitors import Visitor
from tests.kiosk.printing import fake_printer as fake
from tests.kiosk.printing.fake_printer import FakePrinter
from tests.served_hall import ServedHall
from tests.world import HALL

MOODS = (fake.READY, fake.LOW, fake.SLOW, fake.OUT, fake.OPEN, fake.JAM, fake.CLOSES, fake.ENDS, "gone")
NOTE_IT = "please note or photograph your number"


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    made = FakePrinter()
    yield made
    made.close()


def test_no_state_of_a_printer_costs_or_doubles_a_number(
    served: ServedHall, tmp_path: Path, printer: FakePrinter
) -> None:
    before, told, papers = {t["number"] for t in at_the_hall(served)}, {}, {}
    kiosk = a_program(
        served,
        tmp_path / "kiosk",
        "kiosk",
        settings=f'[printer]\nkind = "network"\nhost = "127.0.0.1"\nport = {printer.port}\n',
    )
    with running(kiosk):
        until(lambda: ready(kiosk))
        for mood in MOODS:
            printer.mood, came_out = mood, len(printer.papers)
            if mood == "gone":
                printer.close()
            number, page = takes(Visitor(kiosk))
            told[number], papers[number] = NOTE_IT in page, len(printer.papers) - came_out
        assert list(told.values()) == [False] * 3 + [True] * 6
        assert list(papers.values()) == [1] * 3 + [0] * 6
        until(lambda: {t["number"] for t in at_the_hall(served)} >= set(told))
        made = [t["number"] for t in at_the_hall(served) if t["number"] not in before]
        assert sorted(made) == sorted(told)
        unprinted = [number for number, note in told.items() if note]
        until(lambda: all(n in desk(served) for n in unprinted))
        assert not any(n in desk(served) for n, note in told.items() if not note)
        state = next(d for d in devices(served) if d["device"]["id"] == kiosk.device)
        assert state["report"]["printer"]["state"] == "unplugged"


def test_a_printer_that_hangs_keeps_nobody_from_a_number(
    served: ServedHall, tmp_path: Path, printer: FakePrinter
) -> None:
    printer.mood = fake.HANGS
    settings = f'[printer]\nkind = "network"\nhost = "127.0.0.1"\nport = {printer.port}\n'
    kiosk = a_program(served, tmp_path / "kiosk", "kiosk", settings=settings)
    with running(kiosk):
        until(lambda: ready(kiosk))
        assert until(lambda: Visitor(kiosk).number()) < 4
        number, page = takes(Visitor(kiosk))
        assert NOTE_IT in page
        until(lambda: number in desk(served))


def test_a_full_disk_gives_a_clear_sentence_and_no_number_without_a_record(
    served: ServedHall, tmp_path: Path
) -> None:
    kiosk = a_program(served, tmp_path / "kiosk", "kiosk")
    with running(kiosk):
        until(lambda: ready(kiosk))
        kiosk.cable.pull()
        alone = [Visitor(kiosk).number()]
        with nothing_can_be_written(kiosk):
            page = Visitor(kiosk).takes()
            assert "enquiry desk" in page and "Your number</span>" not in page
        alone.append(Visitor(kiosk).number())  # and the next one is the next one
        first, second = (int(number[-3:]) for number in alone)
        assert second == first + 1
        kiosk.cable.plug()
        until(lambda: {t["number"] for t in at_the_hall(served)} >= set(alone))


def test_a_wrong_clock_changes_neither_number_nor_order_nor_day(served: ServedHall, tmp_path: Path) -> None:
    """The hall's time decides, with the hall and without it; zone and clock are wrong, and it jumps back twice."""
    said = tmp_path / "clock"
    said.write_text("+1h")
    environment = {"TZ": "Pacific/Kiritimati"} | false_clock(said)
    kiosk = a_program(served, tmp_path / "kiosk", "kiosk", environment=environment)
    with running(kiosk):
        until(lambda: ready(kiosk))
        wanted, visitor = [Visitor(kiosk).number()], Visitor(kiosk)
        form = visitor.form()
        said.write_text("-1h")
        wanted += [numbered(visitor.sends(form)), Visitor(kiosk).number()]
        kiosk.cable.pull()
        wanted += [Visitor(kiosk).number()]
        said.write_text("-3d")
        wanted += [Visitor(kiosk).number(), Visitor(kiosk).number()]
        kiosk.cable.plug()
        until(lambda: {t["number"] for t in at_the_hall(served)} >= set(wanted), every=0.2)
        until(lambda: own(served, kiosk)["report"]["clock_offset_seconds"] < -200_000, every=0.2)
    found = {t["number"]: t for t in at_the_hall(served)}
    moments = [datetime.fromisoformat(found[number]["issued_at"]) for number in wanted]
    assert moments == sorted(moments) and datetime.now(UTC) - moments[0] < timedelta(minutes=2)
    assert not any(found[number]["uncertain"] for number in wanted)


def takes(visitor: Visitor) -> tuple[str, str]:
    """A number, and what its page says of paper once that is known."""
    page = visitor.takes()
    wish = re.search(r'data-paper="([^"]+)"', page)
    while wish:
        page = page.replace('data-paper="', "") + visitor.opens(wish[1])
        wish = re.search(r'data-paper="([^"]+)"', page)
    return numbered(page), page


def numbered(page: str) -> str:
    found = re.search(r"Your number</span> ([A-Z]+\d+)<", page)
    assert found is not None, re.sub(r"<[^>]+>|\s+", " ", page)[-600:]
    return found[1]


def desk(served: ServedHall) -> str:
    headers = {"Authorization": f"Bearer {served.tokens['manager']}"}
    return requests.get(f"{served.base}/desk/{HALL}/unprinted", headers=headers, timeout=10).text


def devices(served: ServedHall) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = served.ask("manager", "GET", f"/halls/{HALL}/devices").json()["items"]
    return found


def own(served: ServedHall, kiosk: Program) -> dict[str, Any]:
    return next(d for d in devices(served) if d["device"]["id"] == kiosk.device)


@contextmanager
def nothing_can_be_written(kiosk: Program) -> Iterator[None]:
    """The kernel refuses whatever would make or lengthen a file, as on a full disk."""
    assert kiosk.process is not None
    was = resource.prlimit(kiosk.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(kiosk.process.pid, resource.RLIMIT_FSIZE, was)


def false_clock(said: Path) -> dict[str, str]:
    """A wall clock that shows what a file says; the clock that nobody can set stays true.

    The library that fakes it breaks `time.sleep` (EINVAL, whatever one asks for): the program sleeps otherwise.
    """
    wrapper = shutil.which("faketime")
    assert wrapper is not None, "tools/setup.sh dev installs faketime"
    shown = subprocess.run([wrapper, "-f", "+1h", "env"], capture_output=True, text=True, check=True).stdout
    library = re.search(r"^LD_PRELOAD=(.+)$", shown, re.MULTILINE)
    assert library is not None
    (said.parent / "sitecustomize.py").write_text(
        "import select, time\ntime.sleep = lambda seconds: select.select([], [], [], seconds)\n"
    )
    return {
        "PYTHONPATH": str(said.parent),
        "LD_PRELOAD": library[1],
        "FAKETIME_TIMESTAMP_FILE": str(said),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "HOME": os.environ.get("HOME", "/"),
    }
