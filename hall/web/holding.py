"""Making a booking from any door: what is typed becomes a visit, and one address cannot hold everything."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import request

from hall.appointments.actions import Visit
from hall.appointments.errors import PhoneUnusable
from hall.kernel import idempotency
from hall.kernel.phones import mobile_phone, region_of
from hall.kernel.sealing import keyed_hash
from hall.site.plan import Plan
from hall.staff.actions import count_attempt
from hall.web.house import house

T = TypeVar("T")
HOLDS = 30  # in five minutes from one address: an office behind one, and no robot
CODES = 5  # one-time codes to one telephone in five minutes, with holds anew and codes sent again


def client() -> str:
    """Whoever asks, as a hash of their address that means nothing without the site's key."""
    return keyed_hash(f"client|{request.remote_addr}")


def for_the_public(
    plan: Plan, visit: Visit, start: datetime, make: Callable[[], T], *, once: idempotency.Key | None
) -> T:
    """What `make` answers, in its turn; a slot that is gone is refused cheaply, before anything is written.

    `once`: a wish that was granted before is answered again, however taken its slot is by now.
    """
    door = house()
    if once is not None:
        with door.database.read() as session:
            if idempotency.recall(session, once, door.clock.real_now()) is not None:
                return make()

    door.glances.refuse(plan, visit, start)
    count_hold(client())
    if visit.phone is not None:
        count_code(keyed_hash(visit.phone))
    return door.glances.hold(plan, visit, start, make)


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
