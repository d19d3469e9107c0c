"""The settings of a device: one file, what was typed before it, and a sentence for every mistake."""

import argparse
import stat
from pathlib import Path
from typing import Any

import pytest

from device.errors import BadSetting
from device.identity import Identity
from device.settings import Settings, from_arguments
from hall.wire.site import DevicePaired, DeviceView
from kiosk.printing.choose import printer_of

HALL = "http://hall.test:8000"
PAIRED = DevicePaired(
    token="secret", device=DeviceView(id="d1", hall="willow", kind="kiosk", name="Kiosk 1", paired=True)
)


def settings(home: Path, **typed: Any) -> Settings:
    names = ("hall", "settings", "port", "pair", "windowed", "no_browser")
    return from_arguments("kiosk", 8090, argparse.Namespace(**{n: typed.get(n) for n in names}, home=str(home)))


def test_what_is_typed_counts_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text(f'hall = "{HALL}/"\nport = 9000\n')
    assert (settings(tmp_path).hall, settings(tmp_path).port) == (HALL, 9000)
    assert settings(tmp_path, hall="https://other.test", port=9001).address == "http://127.0.0.1:9001"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Where is the hall?"),
        ('hall = "hall.test"', "must be like https://"),
        (f'hall = "{HALL}"\ncolour = "red"', "“colour” is no setting"),
        (f'hall = "{HALL}"\nport = "x"', "“port” must be a int"),
        (f'hall = "{HALL}"\nport = 70000', "between 1 and 65535"),
        ("hall = ", "is not TOML"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "kiosk.toml").write_text(written)
    with pytest.raises(BadSetting, match=said):
        settings(tmp_path)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"kind": "laser"}, "must be one of"),
        ({"kind": "network"}, "needs “host”"),
        ({"kind": "png", "width": 70}, "58 or 80"),
        ({"kind": "png", "color": True}, "is no setting"),
        ({"kind": "usb", "vendor": "0x04b8"}, "must be a int"),
        ({"kind": "none", "logo": "/no/such.png"}, "is not there"),
    ],
)
def test_a_mistake_about_the_printer_is_told_in_a_sentence(
    tmp_path: Path, table: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadSetting, match=said):
        printer_of(table, tmp_path)


def test_a_token_is_its_owners_and_stays(tmp_path: Path) -> None:
    Identity(tmp_path).keep(PAIRED)
    file = tmp_path / "token.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)  # as a careless copy does
    assert Identity(tmp_path).token == "secret" and stat.S_IMODE(file.stat().st_mode) == 0o600


def test_only_the_token_that_was_refused_is_forgotten(tmp_path: Path) -> None:
    identity = Identity(tmp_path)
    identity.keep(PAIRED)
    identity.forget("an older one")
    assert identity.token == "secret"
    identity.forget("secret")
    assert identity.token is None and Identity(tmp_path).device is None


def test_a_broken_token_file_is_no_token(tmp_path: Path) -> None:
    (tmp_path / "token.json").write_text("{half")
    assert Identity(tmp_path).token is None
