"""Names for things: ids that sort by time, codes nobody guesses, codes a person can say."""

import hashlib
import secrets

from hall.wire.ids import SPEAKABLE, new_id, public_code, short_code

__all__ = ["as_spoken", "bearer_token", "fingerprint", "new_id", "public_code", "short_code", "spoken_secret"]


def spoken_secret() -> str:
    """Twelve characters in threes of four, 52 bits: read out once, typed once, replaced at once."""
    return "-".join("".join(secrets.choice(SPEAKABLE) for _ in range(4)) for _ in range(3))


def as_spoken(typed: str) -> str:
    """A spoken secret as it was made, however it was typed: small letters, spaces, without dashes."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return "-".join(plain[n : n + 4] for n in range(0, len(plain), 4))


def bearer_token() -> str:
    """A secret of 256 bits; only its `fingerprint` is ever stored."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """SHA-256 of a high-entropy token, for storing and finding it without keeping it."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
