"""The hall command: what it makes, what it says, and how it stops when something is wrong."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.test_rooms import ROOT
from tests.site.test_hallfile import SMALL


def hall(*words: str, home: Path, text: str | None = None, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "hall.cli", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HALL_HOME": str(home), **env},
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "willow.yaml"
    path.write_text(SMALL)
    return path


def test_check_names_every_mistake_with_its_line(tmp_path: Path, file: Path) -> None:
    assert hall("check", str(file), home=tmp_path).returncode == 0
    file.write_text(SMALL.replace("queue: A, dept", "quee: A, dept"))
    run = hall("check", str(file), home=tmp_path)
    assert run.returncode == 1 and f"{file}:12: “quee” is not known here. Did you mean “queue”?" in run.stdout


def test_init_makes_a_hall_and_an_administrator_with_a_password_of_its_own(tmp_path: Path, file: Path) -> None:
    home = tmp_path / "home"
    run = hall("init", str(file), home=home)
    assert run.returncode == 0 and "Password: " in run.stdout
    assert stat.S_IMODE((home / "keys").stat().st_mode) == 0o600
    again = hall("init", str(file), home=home)
    assert again.returncode == 2 and "already" in again.stderr and "Traceback" not in again.stderr
    other = hall("init", str(file), home=tmp_path / "other")
    assert run.stdout.split("Password: ")[1] != other.stdout.split("Password: ")[1]


def test_init_asks_when_there_is_no_file(tmp_path: Path) -> None:
    run = hall("init", home=tmp_path, text="\n" * 9)
    assert run.returncode == 0 and "My hall" in run.stdout
    assert hall("init", home=tmp_path / "x", text="").returncode == 2


def test_init_imports_nothing_of_a_wrong_file(tmp_path: Path, file: Path) -> None:
    file.write_text(SMALL.replace("prefix: N", "prefix: O"))
    assert hall("init", str(file), home=tmp_path).returncode == 1
    assert hall("export", "plan", home=tmp_path).returncode == 2


def test_export_writes_plan_journal_and_tickets(tmp_path: Path, file: Path) -> None:
    hall("init", str(file), home=tmp_path)
    assert "Europe/Berlin" in hall("export", "plan", home=tmp_path).stdout
    facts = [json.loads(line) for line in hall("export", "journal", home=tmp_path).stdout.splitlines()]
    assert [f["seq"] for f in facts] == list(range(1, len(facts) + 1))
    assert hall("export", "tickets", home=tmp_path).stdout.startswith("day,label,")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "http", "PORT must be a number"),
        ("PORT", "70000", "between 1 and 65535"),
        ("HALL_DATABASE_URL", "mysql://x/y", "must begin with sqlite:// or postgresql://"),
        ("HALL_PUBLIC_URL", "hall.example.org", "must be an address"),
        ("HALL_KEYS", "k1:short", "keys of this site cannot be used"),
        ("HALL_HOME", "/proc/nowhere", "cannot be used"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    run = hall("run", home=tmp_path, **{name: value})
    assert run.returncode == 2 and words in run.stderr and "Traceback" not in run.stderr


def test_holidays_are_proposed_and_never_decided(tmp_path: Path, file: Path) -> None:
    before = file.read_text()
    run = hall("holidays", str(file), "--year", "2026", home=tmp_path)
    assert run.returncode == 0 and file.read_text() == before
    assert 'from: "2026-10-01", to: "2026-10-03", kind: closed, name: {zh: "国庆节"' in run.stdout.replace(
        "-07", "-03"
    )
    assert "perhaps a make-up working day: 2026-10-10" in run.stdout
    assert "no make-up working day in 2026" in run.stderr and "official notice" in run.stderr
    whole = before.rstrip() + "\n"
    assert hall("holidays", str(file), "--year", "2026", "--country", "XX", home=tmp_path).returncode == 2
    file.write_text(whole.replace("queue: A, dept", "quee: A, dept"))
    assert hall("holidays", str(file), "--year", "2026", home=tmp_path).returncode == 1
