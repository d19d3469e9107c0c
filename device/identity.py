"""Who this device is: its token and what the hall calls it, in a file that only its owner reads."""

import json
import os
import threading
from pathlib import Path

from pydantic import ValidationError

from hall.wire.site import DevicePaired, DeviceView


class Identity:
    """The token of a paired device. Kept whole or not at all; forgotten when the hall shuts the device out."""

    def __init__(self, home: Path) -> None:
        self._file = home / "token.json"
        self._lock = threading.Lock()
        self._paired = _read(self._file)

    @property
    def token(self) -> str | None:
        return self._paired.token if self._paired else None

    @property
    def device(self) -> DeviceView | None:
        return self._paired.device if self._paired else None

    def keep(self, paired: DevicePaired) -> None:
        """From now on this is the device."""
        with self._lock:
            _write(self._file, paired.model_dump_json())
            self._paired = paired

    def changed(self, device: DeviceView) -> None:
        """The hall calls it by another name or put it into another zone."""
        token = self.token
        if token is not None and device != self.device:
            self.keep(DevicePaired(token=token, device=device))

    def forget(self, token: str | None) -> None:
        """`token` is of no more use; a newer one stays."""
        with self._lock:
            if self._paired is not None and self._paired.token == token:
                self._file.unlink(missing_ok=True)
                self._paired = None


def _read(file: Path) -> DevicePaired | None:
    try:
        file.chmod(0o600)  # also after a copy that made it readable for others
        return DevicePaired.model_validate(json.loads(file.read_text()))
    except (OSError, ValueError, ValidationError):
        return None


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(fresh, file)
