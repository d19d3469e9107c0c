"""The code on the screens that says "I am in the hall": four digits, anew each minute, from the site's own key."""

from datetime import datetime, timedelta

from hall.kernel.sealing import keyed_hash

MINUTES_BACK = 2  # whoever reads it and types it has a little time


def presence_code(hall_id: str, real_now: datetime) -> str:
    """The code of a hall in this minute (device time)."""
    minute = int(real_now.timestamp() // 60)
    return f"{int(keyed_hash(f'presence|{hall_id}|{minute}')[:8], 16) % 10_000:04d}"


def until(real_now: datetime) -> datetime:
    """When the code on the screen changes."""
    return real_now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def is_present(hall_id: str, typed: str, real_now: datetime) -> bool:
    """True for the code of this minute or of the two before it."""
    moments = (real_now - timedelta(minutes=back) for back in range(MINUTES_BACK + 1))
    return typed.strip() in {presence_code(hall_id, moment) for moment in moments}
