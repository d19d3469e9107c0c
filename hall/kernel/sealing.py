"""Private data at rest: sealed with AES-GCM under a named key, found again by a keyed hash.

The column type `Sealed` and the function `keyed_hash` use the keyring that the process was started with
(`use`): a mapped column cannot be handed one per session. Several keys may stand in the ring, so that a
site can change its key; the first one seals.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator


@dataclass(frozen=True)
class Keyring:
    """Keys by id (1 to 8 characters), 32 bytes each; the first seals, all open."""

    keys: tuple[tuple[str, bytes], ...]

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """Reads `id:base64 id:base64 …`; raises ValueError when a key is not 32 bytes."""
        pairs = [part.split(":", 1) for part in text.split()]
        keys = tuple((name, base64.urlsafe_b64decode(value)) for name, value in pairs)
        if not keys or any(len(key) != 32 or not 0 < len(name) <= 8 for name, key in keys):
            raise ValueError("a key is an id of 1 to 8 characters, a colon and 32 bytes in base64")
        return cls(keys)

    @staticmethod
    def fresh() -> str:
        """A new ring of one key, in the form that `parse` reads."""
        return "k1:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()

    def seal(self, text: str) -> bytes:
        name, key = self.keys[0]
        nonce = secrets.token_bytes(12)
        return name.encode() + b":" + nonce + AESGCM(key).encrypt(nonce, text.encode(), name.encode())

    def open(self, blob: bytes) -> str:
        name, _, rest = blob.partition(b":")
        key = dict(self.keys)[name.decode()]
        return AESGCM(key).decrypt(rest[:12], rest[12:], name).decode()

    def hash(self, text: str) -> str:
        # The last key of the ring hashes: adding a key in front must not lose what was found by the old one.
        return hmac.new(self.keys[-1][1], text.encode(), hashlib.sha256).hexdigest()


_ring: Keyring | None = None


def use(ring: Keyring) -> None:
    """Names the keyring of this process; called once by `app.py` or a command."""
    global _ring
    _ring = ring


def current() -> Keyring:
    if _ring is None:
        raise RuntimeError("no keyring: call sealing.use() before private data is read or written")
    return _ring


def keyed_hash(text: str) -> str:
    """Equality without the value: 64 hex characters that mean nothing without the site's key."""
    return current().hash(text)


class Sealed(TypeDecorator[str]):
    """A text column that is ciphertext in the database."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else current().seal(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else current().open(bytes(value))
