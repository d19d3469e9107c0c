"""The units and settings that operators copy: they name what there is."""

import argparse
import configparser
import shlex
from pathlib import Path

import pytest

from device.program import parser
from device.settings import from_arguments
from kiosk.__main__ import command_line as kiosk_line
from kiosk.printing.choose import printer_of
from tests.house.test_rooms import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def unit(file: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(file.read_text().replace("\\\n", " "))
    return read


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_unit_comes_back_after_every_end_and_is_wanted_at_boot(file: Path) -> None:
    assert unit(file)["Service"]["Restart"] == "always" and unit(file)["Install"]["WantedBy"]


@pytest.mark.parametrize("kind", ["kiosk", "display"])
def test_a_programs_unit_says_what_the_program_understands(kind: str) -> None:
    words = shlex.split(unit(DEPLOY / f"hall-{kind}.service")["Service"]["ExecStart"])
    assert words[1:3] == ["-m", kind] and words[words.index("--settings") + 1] == f"/etc/hall/{kind}.toml"
    typed = (kiosk_line() if kind == "kiosk" else parser(kind, "")).parse_args(words[3:])
    assert typed.no_browser


@pytest.mark.parametrize("kind", ["kiosk", "display"])
def test_the_settings_beside_it_are_read_and_the_browser_finds_the_page(kind: str, tmp_path: Path) -> None:
    typed = argparse.Namespace(**dict.fromkeys(("hall", "home", "port", "pair", "act")))
    typed.settings, typed.windowed, typed.no_browser = DEPLOY / f"{kind}.toml", False, True
    settings = from_arguments(kind, 1, typed)
    assert settings.hall == "https://hall.example.org"
    assert f"{settings.address}/" in unit(DEPLOY / f"hall-{kind}-browser.service")["Service"]["ExecStart"]
    if kind == "kiosk":
        assert printer_of(settings.table("printer"), tmp_path).kind == "network"
