"""Which printer: the `[printer]` table of the settings file, and what is plugged in here."""

import glob
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from device.errors import BadSetting
from kiosk.printing.port import Printer
from kiosk.printing.ticket import DOTS
from kiosk.printing.twins import Folder, Nothing

KINDS = ("network", "usb", "serial", "file", "png", "pdf", "none")
KEYS = {
    "kind": str,
    "host": str,
    "port": int,
    "vendor": int,
    "product": int,
    "device": str,
    "baud": int,
    "folder": str,
    "width": int,
    "cut": bool,
    "logo": str,
}
PRINTER_CLASS = 7  # of USB


def printer_of(table: Mapping[str, Any], home: Path) -> Printer:
    """The printer that a table describes, none without one. BadSetting says what is wrong."""
    _check(table)
    make: dict[str, Callable[[], Printer]] = {
        "png": lambda: Folder(Path(table.get("folder", home / "paper")), "png"),
        "pdf": lambda: Folder(Path(table.get("folder", home / "paper")), "pdf"),
        "none": Nothing,
    }
    kind = table.get("kind", "none")
    return make[kind]() if kind in make else _real(kind, table)


def _real(kind: str, table: Mapping[str, Any]) -> Printer:
    from kiosk.printing import escpos  # its library reads a big table of printers: only where one is

    cut = table.get("cut", True)
    make: dict[str, Callable[[], Printer]] = {
        "network": lambda: escpos.network(_needed(table, "host"), table.get("port", 9100), cut=cut),
        "usb": lambda: escpos.usb(_needed(table, "vendor"), _needed(table, "product"), cut=cut),
        "serial": lambda: escpos.serial(_needed(table, "device"), table.get("baud", 115_200), cut=cut),
        "file": lambda: escpos.file(_needed(table, "device"), cut=cut),
    }
    return make[kind]()


def width_of(table: Mapping[str, Any]) -> int:
    """Millimetres of paper."""
    return int(table.get("width", 80))


def logo_of(table: Mapping[str, Any]) -> Path | None:
    return Path(table["logo"]) if "logo" in table else None


def found() -> list[str]:
    """What looks like a printer on this machine, each as it would be written into the settings file."""
    files = [f'kind = "file", device = "{p}"' for p in sorted(glob.glob("/dev/usb/lp*"))]
    lines = sorted(glob.glob("/dev/ttyUSB*") + glob.glob("/dev/ttyACM*"))
    return [*_on_usb(), *files, *(f'kind = "serial", device = "{p}"' for p in lines)]


def _on_usb() -> list[str]:
    try:
        import usb.core

        devices = list(usb.core.find(find_all=True, custom_match=_is_printer) or ())
    except (ImportError, ValueError, OSError):  # no libusb on this machine
        return []
    return [f'kind = "usb", vendor = 0x{d.idVendor:04x}, product = 0x{d.idProduct:04x}' for d in devices]


def _is_printer(device: Any) -> bool:
    return any(i.bInterfaceClass == PRINTER_CLASS for configuration in device for i in configuration)


def _check(table: Mapping[str, Any]) -> None:
    for key, value in table.items():
        if key not in KEYS:
            raise BadSetting(f"[printer]: “{key}” is no setting. There are: {', '.join(KEYS)}.")
        if not isinstance(value, KEYS[key]) or (KEYS[key] is int and isinstance(value, bool)):
            raise BadSetting(f"[printer]: “{key}” must be a {KEYS[key].__name__}, not {value!r}.")
    if table.get("kind", "none") not in KINDS:
        raise BadSetting(f"[printer]: “kind” must be one of {', '.join(KINDS)}, not {table['kind']!r}.")
    if width_of(table) not in DOTS:
        raise BadSetting(f"[printer]: “width” must be 58 or 80 (millimetres), not {table['width']}.")
    if "logo" in table and not Path(table["logo"]).exists():
        raise BadSetting(f"[printer]: the logo {table['logo']} is not there.")


def _needed(table: Mapping[str, Any], key: str) -> Any:
    if key not in table:
        raise BadSetting(f"[printer]: a printer of kind “{table['kind']}” needs “{key}”.")
    return table[key]
