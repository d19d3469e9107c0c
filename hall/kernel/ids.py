"""Names for things: ids that sort by time, codes nobody guesses, codes a person can say."""

import hashlib
import secrets
import time

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SPEAKABLE = "234679ACDFHJKLMNPTWXY"  # no 0/O, 1/I/L-like pairs, no E and R (一 and 二 in Mandarin)


def new_id() -> str:
    """A 26 character ULID: time-ordered, so that new rows lie at the end of their index."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))


def public_code() -> str:
    """A link token of 128 bits: whoever holds it may see and end that one thing."""
    return secrets.token_urlsafe(16)


def short_code() -> str:
    """Eight characters that can be read out over a telephone; valid for one hall and day."""
    return "".join(secrets.choice(_SPEAKABLE) for _ in range(8))


def spoken_secret() -> str:
    """Twelve characters in threes of four, 52 bits: read out once, typed once, replaced at once."""
    return "-".join("".join(secrets.choice(_SPEAKABLE) for _ in range(4)) for _ in range(3))


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
