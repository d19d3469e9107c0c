"""Printers that answer, lie, hang and end: the paper comes out at most once, and nobody waits for it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from hall.wire.devices import PrinterKind, PrinterReport, PrinterState
from kiosk.printing import escpos, status
from kiosk.printing.port import PrinterProblem
from kiosk.printing.spool import Spool
from kiosk.printing.ticket import draw
from kiosk.printing.twins import KEPT, Folder
from tests.kiosk.printing import fake_printer as fake
from tests.kiosk.printing.fake_printer import FakePrinter
from tests.kiosk.printing.papers import ADDRESS, HEADING, a_slip, pictured
from tests.served_hall import free_port

PAPER = draw(a_slip(), HEADING)


@pytest.fixture
def device() -> Iterator[FakePrinter]:
    made = FakePrinter()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are what is tested, not how long they are."""
    for name in ("ANSWER_SECONDS", "DONE_SECONDS", "CONNECT_SECONDS"):
        monkeypatch.setattr(escpos, name, 0.3)


@pytest.mark.parametrize("width", [80, 58])
def test_the_bytes_are_the_drawn_ticket(device: FakePrinter, width: int) -> None:
    paper = draw(a_slip(), HEADING, width=width)
    escpos.network("127.0.0.1", device.port).print(paper)
    came_out = pictured(device.papers[0])
    assert ImageChops.difference(came_out.convert("L"), paper.convert("L")).getbbox() is None
    assert [f.text for f in zxingcpp.read_barcodes(came_out.convert("L"))] == [ADDRESS]


def test_a_device_file_gets_the_same_dots(tmp_path: Path) -> None:
    target = tmp_path / "lp0"
    escpos.file(str(target)).print(PAPER)
    assert pictured(target.read_bytes()).tobytes() == PAPER.tobytes()


@pytest.mark.parametrize(
    ("mood", "state"),
    [
        (fake.READY, "ready"),
        (fake.LOW, "paper_low"),
        (fake.OUT, "paper_out"),
        (fake.OPEN, "cover_open"),
        (fake.JAM, "failed"),
        (fake.HANGS, "not_answering"),
    ],
)
def test_it_says_how_it_is(device: FakePrinter, mood: str, state: PrinterState) -> None:
    device.mood = mood
    assert escpos.network("127.0.0.1", device.port).report() == PrinterReport(kind="network", state=state)


def test_one_that_is_not_there_is_unplugged() -> None:
    assert escpos.network("127.0.0.1", free_port()).report().state == "unplugged"
    assert escpos.file("/dev/usb/no-such-printer").report().state in ("unplugged", "ready")


@pytest.mark.parametrize(
    ("mood", "papers"),
    [
        (fake.OUT, 0),
        (fake.OPEN, 0),
        (fake.JAM, 0),
        (fake.HANGS, 0),
        (fake.CLOSES, 0),
        (fake.ENDS, 0),
        (fake.LOW, 1),
    ],
)
def test_what_did_not_surely_come_out_is_a_problem(device: FakePrinter, mood: str, papers: int) -> None:
    device.mood = mood
    printer = escpos.network("127.0.0.1", device.port)
    if papers:
        printer.print(PAPER)
    else:
        with pytest.raises(PrinterProblem):
            printer.print(PAPER)
    assert len(device.papers) == papers


def test_a_slow_printer_is_waited_for(device: FakePrinter, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WRITE_SECONDS", "ANSWER_SECONDS", "DONE_SECONDS"):  # its own slowness, not a busy machine's
        monkeypatch.setattr(escpos, name, 20.0)
    device.mood = fake.SLOW
    escpos.network("127.0.0.1", device.port).print(PAPER)
    assert len(device.papers) == 1


def test_the_newest_pictures_are_kept(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "png")
    for _ in range(KEPT + 3):
        folder.print(PAPER)
    names = [p.stem for p in folder.papers()]
    assert len(names) == KEPT and names[-1] == f"{KEPT + 3:06d}"


def test_a_pdf_is_a_pdf(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "pdf")
    folder.print(PAPER)
    assert folder.papers()[0].read_bytes().startswith(b"%PDF")


class Moody:
    """A printer of a test: each paper goes as the next mood says."""

    kind: PrinterKind = "network"

    def __init__(self, moods: list[str]) -> None:
        self.moods, self.papers = list(moods), 0
        self.hanging = threading.Event()

    def print(self, image: Image.Image) -> None:
        mood = self.moods.pop(0) if self.moods else "fine"
        if mood == "hangs":
            self.hanging.wait(5)
            raise PrinterProblem("not_answering")
        if mood == "fine":
            self.papers += 1
        elif mood == "breaks":
            raise ZeroDivisionError
        else:
            raise PrinterProblem("paper_out")

    def report(self) -> PrinterReport:
        return PrinterReport(kind=self.kind, state="ready")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["fine", "out", "breaks"]), max_size=8), st.lists(st.integers(1, 5), max_size=12))
def test_every_ticket_has_one_outcome_and_at_most_one_paper(moods: list[str], tickets: list[int]) -> None:
    told: list[tuple[str, bool]] = []
    printer = Moody(moods)
    spool = Spool(printer, lambda ticket, printed: told.append((ticket, printed)))
    spool.start()
    jobs = [spool.submit(str(t), lambda: PAPER) for t in tickets]
    outcomes = [job.wait(5) for job in jobs]
    spool.stop()
    assert sorted(t for t, _ in told) == sorted({str(t) for t in tickets})
    assert printer.papers == sum(printed for _, printed in told)
    assert all(o != "printing" for o in outcomes)


def test_nobody_waits_behind_a_printer_that_hangs() -> None:
    told: list[tuple[str, bool]] = []
    printer = Moody(["hangs"])
    spool = Spool(printer, lambda t, printed: told.append((t, printed)), job_seconds=0.2)
    spool.start()
    assert spool.submit("one", lambda: PAPER).wait(3) == "failed"
    assert spool.submit("two", lambda: PAPER).wait(0) == "failed" and not spool.works
    printer.hanging.set()
    spool.stop()
    assert told == [("one", False), ("two", False)] and printer.papers == 0


def test_a_reprint_is_a_second_paper_that_was_asked_for() -> None:
    printer = Moody([])
    spool = Spool(printer)
    spool.start()
    for again in (False, False, True):
        spool.submit("one", lambda: PAPER, again=again).wait(5)
    spool.stop()
    assert printer.papers == 2


def test_a_change_of_state_is_told_once() -> None:
    heard: list[PrinterState] = []
    spool = Spool(Moody(["out", "out", "fine"]), on_state=lambda report: heard.append(report.state))
    spool.start()
    for ticket in ("one", "two", "three"):
        spool.submit(ticket, lambda: PAPER).wait(5)
    spool.stop()
    assert heard == ["ready", "paper_out", "ready"]


def test_the_gravest_state_is_told() -> None:
    questions = (status.ASK_PRINTER, status.ASK_OFFLINE, status.ASK_ERROR, status.ASK_PAPER)
    answers = dict(zip(questions, fake.ANSWERS[fake.OUT], strict=True))
    assert status.state_of(answers) == "paper_out"
    assert status.state_of(answers | {status.ASK_OFFLINE: 0x16}) == "cover_open"
