"""Kiosk and screen as programs: pairing, being shut out, a hall that restarts, a cable that is pulled."""

import stat
import subprocess
import sys
from pathlib import Path

import requests

from tests.device.programs import a_program, running, until
from tests.served_hall import ServedHall
from tests.world import HALL


def test_a_kiosk_pairs_and_its_token_is_its_owners(served: ServedHall, tmp_path: Path) -> None:
    kiosk = a_program(served, tmp_path / "kiosk", "kiosk")
    with running(kiosk):
        assert kiosk.get("/").url.endswith(f"/kiosk/{HALL}")
        assert stat.S_IMODE((kiosk.home / "token.json").stat().st_mode) == 0o600


def test_a_wrong_code_is_refused_in_words(served: ServedHall, tmp_path: Path) -> None:
    screen = a_program(served, tmp_path / "screen", "display")
    screen.start(pair=False)
    session = requests.Session()
    page = session.get(f"{screen.address}/", headers={"Accept-Language": "en"}, timeout=5)
    assert "This device is not paired" in page.text
    form = {"csrf_token": page.text.split('name="csrf_token" value="')[1].split('"')[0], "pairing_code": "WRONG"}
    refused = session.post(f"{screen.address}/pair", form, headers={"Accept-Language": "en"}, timeout=5)
    assert refused.status_code == 422 and "wrong, used or expired" in refused.text
    taken = session.post(f"{screen.address}/pair", form | {"pairing_code": screen.code}, timeout=5)
    assert taken.url.endswith(f"/display/{HALL}")
    screen.stop()


def test_a_kiosks_code_makes_no_screen(served: ServedHall, tmp_path: Path) -> None:
    kiosk, screen = (a_program(served, tmp_path / kind, kind) for kind in ("kiosk", "display"))
    words = [sys.executable, "-m", "display", "--hall", served.base, "--home", str(screen.home)]
    run = subprocess.run([*words, "--pair", kiosk.code], capture_output=True, text=True, timeout=20)
    assert run.returncode == 2 and "another kind of device" in run.stderr


def test_a_screen_of_a_quiet_hall_is_never_out_of_date(served: ServedHall, tmp_path: Path) -> None:
    screen = a_program(served, tmp_path / "screen", "display")
    with running(screen):
        until(lambda: screen.get("/").ok)
        ages = []
        until(lambda: ages.append(float(screen.get("/").headers["Hall-Unheard"])) or len(ages) > 60)  # type: ignore[func-returns-value]
        assert max(ages[20:]) < 3


def test_being_shut_out_is_seen_within_two_seconds(served: ServedHall, tmp_path: Path) -> None:
    kiosk, screen = (a_program(served, tmp_path / kind, kind) for kind in ("kiosk", "display"))
    with running(kiosk, screen):
        for program in (kiosk, screen):
            until(lambda p=program: p.get("/").ok)  # type: ignore[misc]
            served.ask("manager", "DELETE", f"/devices/{program.device}")
            assert until(lambda p=program: "/pair" in p.get("/").url) < 2  # type: ignore[misc]
            assert not (program.home / "token.json").exists()


def test_a_hall_that_restarts_in_the_middle_of_calls_is_shown_exactly(served: ServedHall, tmp_path: Path) -> None:
    screen = a_program(served, tmp_path / "screen", "display")
    with running(screen):
        called = _calls(served, 1)
        until(lambda: f">{called[-1]}<" in screen.get("/").text)
        served.kill()
        until(lambda: float(screen.get("/").headers["Hall-Unheard"]) > 0.5)
        assert f">{called[-1]}<" in screen.get("/").text  # the last truth, with its age
        served.start()
        called += _calls(served, 2)
        until(lambda: f">{called[-1]}<" in screen.get("/").text)
        assert _rows(screen.get("/").text) == _rows(requests.get(f"{served.base}/display/{HALL}", timeout=5).text)


def test_a_screen_whose_cable_was_pulled_shows_exactly_the_truth_afterwards(
    served: ServedHall, tmp_path: Path
) -> None:
    screen = a_program(served, tmp_path / "screen", "display")
    with running(screen):
        until(lambda: screen.get("/").ok)
        screen.cable.pull()
        called = _calls(served, 3)
        until(lambda: float(screen.get("/").headers["Hall-Unheard"]) > 2)
        assert f">{called[-1]}<" not in screen.get("/").text
        screen.cable.plug()
        until(lambda: f">{called[-1]}<" in screen.get("/").text)
        assert _rows(screen.get("/").text) == _rows(requests.get(f"{served.base}/display/{HALL}", timeout=5).text)


def test_a_screen_that_restarts_in_an_outage_shows_the_last_truth(served: ServedHall, tmp_path: Path) -> None:
    screen = a_program(served, tmp_path / "screen", "display")
    with running(screen):
        called = _calls(served, 1)
        until(lambda: f">{called[-1]}<" in screen.get("/").text)
        until(lambda: called[-1] in (screen.home / "board.json").read_text())
        screen.cable.pull()
        screen.kill()
        screen.start(pair=False)
        shown = screen.get("/")
        assert f">{called[-1]}<" in shown.text and shown.headers["Hall-Unheard"] == ""


def test_an_emergency_is_on_the_screen_within_a_second(served: ServedHall, tmp_path: Path) -> None:
    screen = a_program(served, tmp_path / "screen", "display")
    with running(screen):
        until(lambda: screen.get("/").ok and float(screen.get("/").headers["Hall-Unheard"]) < 30)
        news = requests.get(f"{screen.address}/display/news", stream=True, timeout=10)
        lines = news.iter_lines(chunk_size=1)
        served.ask("manager", "PUT", f"/halls/{HALL}/emergency", {"text": "Please leave the hall"})
        try:
            assert (
                until(lambda: "Please leave the hall" in screen.get("/").text) < 2
            )  # 1 s; the machine is shared
            assert any(line == b"data: part" for line in lines)
        finally:
            served.ask("manager", "DELETE", f"/halls/{HALL}/emergency")


def _calls(served: ServedHall, times: int) -> list[str]:
    """Numbers that are taken and called at counter 1, each visit ending with the next."""
    served.ask("clerk", "PUT", f"/counters/{HALL}-1/opening", {})
    made = []
    for _ in range(times):
        served.ask("kiosk", "POST", f"/halls/{HALL}/tickets", {"service": "A1"})
        after = served.ask("clerk", "GET", f"/counters/{HALL}-1").json()["after"]
        call = served.ask("clerk", "POST", f"/counters/{HALL}-1/calls", {"after": after}).json()
        served.ask("clerk", "POST", f"/calls/{call['call']['id']}/arrival", {})
        made.append(call["ticket"]["number"])
    return made


def _rows(page: str) -> list[str]:
    """What a screen says of calls and counters, without moments."""
    return [line.strip() for line in page.splitlines() if 'class="call-' in line or 'class="counter-' in line]
