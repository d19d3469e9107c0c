"""Making a booking from any door: what is typed becomes a visit, and one address cannot hold everything."""

from flask import request

from hall.appointments.errors import PhoneUnusable
from hall.kernel.phones import mobile_phone, region_of
from hall.kernel.sealing import keyed_hash
from hall.site.plan import Plan
from hall.staff.actions import count_attempt
from hall.web.house import house

HOLDS = 30  # in five minutes from one address: an office behind one, and no robot
CODES = 3  # one-time codes to one telephone in five minutes


def client() -> str:
    """Whoever asks, as a hash of their address that means nothing without the site's key."""
    return keyed_hash(f"client|{request.remote_addr}")


def count_hold(who: str) -> None:
    """Counts a hold of this client; raises TooMany when there were too many."""
    real_now = house().clock.real_now()
    house().database.write(lambda session: count_attempt(session, f"hold:{who}", real_now, allowed=HOLDS))


def count_code(phone_hash: str | None) -> None:
    """Counts a one-time code to a telephone; raises TooMany when there were too many."""
    real_now = house().clock.real_now()
    house().database.write(lambda session: count_attempt(session, f"otp:{phone_hash}", real_now, allowed=CODES))


def phone_in(plan: Plan, typed: str | None) -> str | None:
    """A number that messages can be sent to, as E.164, or PhoneUnusable at its field."""
    if not typed or not typed.strip():
        return None
    try:
        return mobile_phone(typed, region_of(plan.timezone))
    except ValueError:
        raise PhoneUnusable("phone") from None
