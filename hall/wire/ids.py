"""Names for things that a kiosk makes too while it is cut off: ids that sort by time, codes nobody guesses."""

import secrets
import time

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SPEAKABLE = "234679ACDFHJKLMNPTWXY"  # no 0/O, 1/I/L-like pairs, no E and R (一 and 二 in Mandarin)


def new_id() -> str:
    """A 26 character ULID: time-ordered, so that new rows lie at the end of their index."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return "".join(CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))


def public_code() -> str:
    """A link token of 128 bits: whoever holds it may see and end that one thing."""
    return secrets.token_urlsafe(16)


def short_code() -> str:
    """Eight characters that can be read out over a telephone; valid for one hall and day."""
    return "".join(secrets.choice(SPEAKABLE) for _ in range(8))
