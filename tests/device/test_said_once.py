"""The voice of a real screen with recorded phrases: each announcement once, whatever becomes of the cable."""

import os
from pathlib import Path

from tests.device.programs import Program, a_program, running, until
from tests.served_hall import ServedHall
from tests.world import HALL
from voice.sound import chime, to_wav
from voice.store import named
from voice.wording import Place, call, pieces

CUT_SECONDS = 60 if os.environ.get("HALL_LONG") else 3


def test_each_call_is_said_once_before_during_and_after_a_cut(served: ServedHall, tmp_path: Path) -> None:
    table = f'[voice]\nplayer = "file"\npack = "{recorded(tmp_path / "pack")}"\n'
    screen = a_program(served, tmp_path / "screen", "display", zone="A", settings=table)
    with running(screen):
        speaks = {"name": "screen", "zone": "A", "speaks": True, "volume": 80}
        served.ask("manager", "PUT", f"/devices/{screen.device}", speaks)
        until(lambda: "data-listen" in screen.get("/").text)
        before = called(served, 1, "clerk")
        until(lambda: said(screen).get(before))
        screen.cable.pull()
        during = called(served, 2, "other")
        until(lambda: float(screen.get("/").headers["Hall-Unheard"]) > CUT_SECONDS, CUT_SECONDS + 20)
        assert during not in said(screen)
        screen.cable.plug()
        until(lambda: said(screen).get(during))
        screen.kill()
        screen.start(pair=False)
        until(lambda: float(screen.get("/").headers["Hall-Unheard"] or 99) < 2)
        ended(served, 1, "clerk", before)
        after = called(served, 1, "clerk")
        until(lambda: said(screen).get(after))
        assert (screen.home / "voice.wav").stat().st_size > 24_000
    ids = (screen.home / "said.txt").read_text().split()
    assert len(ids) == len(set(ids)) and list(said(screen)) == [before, during, after]
    if CUT_SECONDS < 20:  # no repetition of the hall falls into so short a time
        assert all(len(announced) == 1 for announced in said(screen).values())


def recorded(pack: Path) -> Path:
    """A pack in which every phrase is a bell: what is said does not matter here."""
    bell = to_wav(chime())
    for language in ("zh-CN", "en"):
        (pack / language).mkdir(parents=True)
        parts = [*pieces("A0123456789", language)]
        for kind in ("call", "recall", "last"):
            for place in map(Place, range(1, 5)):
                parts += [p for n in range(1, 9) for p in call(f"A1{n:02d}", place, kind)[language]]
                parts += [p for n in range(1, 9) for p in call(f"A{n:03d}", place, kind)[language]]
        for part in parts:
            (pack / language / f"{named(part.text)}.wav").write_bytes(bell)
    return pack


def said(screen: Program) -> dict[str, list[str]]:
    """What was announced, by call, in order."""
    file, found = screen.home / "said.txt", dict[str, list[str]]()
    for announcement in file.read_text().split() if file.exists() else ():
        found.setdefault(announcement.split(":")[0], []).append(announcement)
    return found


def called(served: ServedHall, counter: int, who: str) -> str:
    """A call that stands: its visitor has not come yet."""
    served.ask(who, "PUT", f"/counters/{HALL}-{counter}/opening", {})
    served.ask("kiosk", "POST", f"/halls/{HALL}/tickets", {"service": "A1"})
    after = served.ask(who, "GET", f"/counters/{HALL}-{counter}").json()["after"]
    made = served.ask(who, "POST", f"/counters/{HALL}-{counter}/calls", {"after": after}).json()
    return str(made["call"]["id"])


def ended(served: ServedHall, counter: int, who: str, call: str) -> None:
    served.ask(who, "POST", f"/calls/{call}/arrival", {})
