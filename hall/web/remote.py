"""Numbers taken from outside the hall (R-12): who may, how often, and what the verb is; for API and page alike."""

from collections.abc import Callable

from flask import request
from sqlalchemy.orm import Session

from hall.kernel.phones import mobile_phone, region_of
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Work
from hall.notices.actions import want_texts
from hall.notices.actions.contacts import ticket_of_phone
from hall.notices.errors import NumberNeeded, NumberUnusable
from hall.queue.actions import issue_ticket
from hall.queue.actions.issue import Wish
from hall.queue.errors import AlreadyWaiting
from hall.queue.models import Ticket
from hall.queue.ports import Expected
from hall.site.plan import Plan
from hall.staff.actions import count_attempt
from hall.web.house import House

CHANNEL = "remote"
BY_ADDRESS, BY_NUMBER = 10, 4  # numbers within five minutes; an address may be a whole office


def usable(plan: Plan, text: str | None, field: str = "phone") -> str:
    """A mobile number in E.164, as people of the hall's country type it; NumberNeeded or NumberUnusable."""
    if text is None or not text.strip():
        raise NumberNeeded(field)
    try:
        return mobile_phone(text, region_of(plan.timezone))
    except ValueError:
        raise NumberUnusable(field) from None


def throttle(house: House, phone: str) -> None:
    """TooMany for whoever takes numbers faster than people do."""
    real_now, address = house.clock.real_now(), request.remote_addr

    def count(session: Session) -> None:
        count_attempt(session, f"remote:{address}", real_now, allowed=BY_ADDRESS)
        count_attempt(session, f"remote:{keyed_hash(phone)}", real_now, allowed=BY_NUMBER)

    house.database.write(count)


def taking(wish: Wish, phone: str, expected: Expected) -> Callable[[Work], Ticket]:
    """The verb: one number for one telephone and service; it is called once its visitor has come."""

    def verb(work: Work) -> Ticket:
        for known in ticket_of_phone(work.session, work.hall_id, phone):
            if known.issued_for == wish.services[0]:
                raise AlreadyWaiting(number=known.label)
        ticket = issue_ticket(work, wish, channel=CHANNEL, expected=expected)
        want_texts(work, ticket.id, phone, wish.language)
        return ticket

    return verb
