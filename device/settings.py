"""The settings of one device: one TOML file, and what was typed on the command line before it.

hall = "https://hall.example.org"   # where the hall is
port = 8090                         # of the pages, on this machine only
browser = true                      # start Chromium in front of them

[printer]                           # of a kiosk; [voice] of a screen
kind = "network"
"""

import argparse
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from device.errors import BadSetting

KNOWN: Mapping[str, type] = {
    "hall": str,
    "port": int,
    "browser": bool,
    "windowed": bool,
    "home": str,
    "printer": dict,
    "voice": dict,
    "reader": dict,
    "name": str,
}


@dataclass(frozen=True)
class Settings:
    """How one device runs. What belongs to the hall stands in the hall."""

    kind: str  # "kiosk" or "display"
    hall: str  # address, without a slash at its end
    home: Path
    port: int
    name: str = ""
    browser: bool = True
    windowed: bool = False
    pairing_code: str | None = None
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # [printer], [voice], [reader]

    def table(self, name: str) -> Mapping[str, Any]:
        return self.tables.get(name, {})

    @property
    def address(self) -> str:
        """Where the browser on this machine finds the pages."""
        return f"http://127.0.0.1:{self.port}"


def from_arguments(kind: str, port: int, typed: argparse.Namespace) -> Settings:
    """The settings from the file and the command line, or BadSetting."""
    named: Path | None = typed.settings
    home = Path(typed.home or f".{kind}").absolute()
    file = named or home / f"{kind}.toml"
    written = _read(file) if named or file.exists() else {}
    if "home" in written and not typed.home:
        home = Path(written["home"]).absolute()
    return Settings(
        kind=kind,
        hall=_address(typed.hall or written.get("hall", "")) if not getattr(typed, "act", None) else "",
        home=home,
        port=_port(typed.port or written.get("port", port)),
        name=written.get("name", ""),
        browser=written.get("browser", True) and not typed.no_browser,
        windowed=typed.windowed or written.get("windowed", False),
        pairing_code=typed.pair,
        tables={name: written[name] for name in ("printer", "voice", "reader") if name in written},
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSetting(f"The settings file {file} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise BadSetting(f"The settings file {file} is not TOML: {error}.") from None
    for key, value in written.items():
        if key not in KNOWN:
            raise BadSetting(f"{file}: “{key}” is no setting. There are: {', '.join(KNOWN)}.")
        if not isinstance(value, KNOWN[key]):
            raise BadSetting(f"{file}: “{key}” must be a {KNOWN[key].__name__}, not {value!r}.")
    return written


def _address(text: str) -> str:
    parts = urlsplit(text)
    if not text:
        raise BadSetting("Where is the hall? Say --hall http://ADDRESS, or “hall = …” in the settings file.")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadSetting(f"The hall's address must be like https://hall.example.org, not {text!r}.")
    return text.rstrip("/")


def _port(number: int) -> int:
    if not 1 <= number <= 65535:
        raise BadSetting(f"The port must be between 1 and 65535, not {number}.")
    return number
