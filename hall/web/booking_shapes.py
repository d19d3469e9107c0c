"""Bookings as clients see them: rows become shapes of the wire here and nowhere else."""

from datetime import datetime, timedelta
from typing import Any

from hall.appointments import queries
from hall.appointments.lookups import find_booking, steps_of
from hall.appointments.models import Booking, WaitlistEntry
from hall.appointments.rules import may_change, standing, window
from hall.appointments.states import BookingState, Standing, WaitState, Why
from hall.guides.rules import papers_of
from hall.kernel.phones import masked_phone
from hall.queue.models import Ticket
from hall.roster.queries import session_by_id
from hall.site.plan import Plan
from hall.web.shapes import View
from hall.wire.appointments import BookingView, OfferView, SlotView, StepView, WaitlistView
from hall.wire.base import Names
from hall.wire.queue import Paper

_SAME = ("id", "start", "end", "language", "people", "needs", "for_someone_else", "large_type", "expected_at")
_FOR_STAFF = ("channel", "verified", "note", "call_wanted", "excused", "overbooked", "document_tail")


def booking(view: View, entity: Booking, *, code: bool = False, staff: bool = False) -> BookingView:
    """A booking; with its codes and name for those who may hold them, with more for staff."""
    plan, settings = view.plan, view.plan.settings
    when, stands = window(entity, settings), standing(entity, view.now, view.real_now, settings)
    row = session_by_id(view.session, entity.session_id)
    suspension = queries.suspension_of(view.session, entity, view.now) if staff else None
    return BookingView(
        **{name: getattr(entity, name) for name in _SAME},
        **({name: getattr(entity, name) for name in _FOR_STAFF} if staff else {}),
        **(_for_holder(view, entity) if code else {}),
        name=entity.name if code or staff else None,
        phone_masked=masked_phone(entity.phone) if (code or staff) and entity.phone else None,
        hall=entity.hall_id,
        state=stands,
        held_until=entity.held_until if stands == Standing.HELD else None,
        code_sent=entity.state == BookingState.HELD and entity.why == Why.FORM and entity.verified is None,
        session=entity.session_id,
        session_kind=row.kind if row else "regular",
        services=list(entity.services),
        package=entity.package_id,
        names=names_of(plan, entity),
        steps=_steps(view, entity, staff=staff),
        can_change=stands in (Standing.HELD, Standing.BOOKED) and may_change(entity, view.now, settings),
        change_until=entity.start - timedelta(minutes=settings.cancel_until_minutes),
        delays_left=max(0, settings.booking_delay_times - entity.delays),
        checkin_opens=when.opens,
        checkin_until=when.punctual_until,
        late_until=when.late_until,
        papers=[
            Paper(names=m.names, original=m.original, copies=m.copies) for m in papers_of(plan, entity.services)
        ],
        replaces=_replaces(view, entity),
        suspended_until=suspension.until if suspension else None,
        suspension=suspension.id if suspension else None,
        seq=view.seq,
    )


def names_of(plan: Plan, entity: Booking) -> Names:
    """What a booking is for, in all languages: the package, or its services."""
    package = plan.package(entity.package_id or "")
    if package is not None:
        return package.names
    found = [s.names for s in map(plan.service, entity.services) if s is not None]
    if not found:
        return {"en": ", ".join(entity.services)}
    return {tag: " + ".join(names.get(tag, "") for names in found) for tag in found[0]}


def slot(free: queries.FreeSlot) -> SlotView:
    return SlotView(
        start=free.start, end=free.end, session=free.session, session_kind=free.session_kind, free=free.free
    )


def entry(view: View, entity: WaitlistEntry) -> WaitlistView:
    """A place on the waiting list, for whoever holds its code."""
    service = view.plan.service(entity.service_id)
    held = find_booking(view.session, entity.offer_id) if entity.offer_id else None
    own = find_booking(view.session, entity.booking_id) if entity.booking_id else None
    before = [
        e
        for e in queries.waiting_list(view.session, entity.hall_id)
        if e.service_id == entity.service_id and (e.passed, e.id) < (entity.passed, entity.id)
    ]
    return WaitlistView(
        code=entity.code,
        hall=entity.hall_id,
        service=entity.service_id,
        names=service.names if service else {"en": entity.service_id},
        state=entity.state,
        first=entity.first_day,
        last=entity.last_day,
        ahead=len(before) if entity.state == WaitState.WAITING else 0,
        keeps=own.start if own and own.state == BookingState.BOOKED else None,
        offer=_offer(view, held) if entity.verified else None,  # else the text alone has it: that is the proof
    )


def _for_holder(view: View, entity: Booking) -> dict[str, Any]:
    public_url = view.house.settings.public_url
    ticket = view.session.get(Ticket, entity.ticket_id) if entity.ticket_id else None
    return {
        "code": entity.code,
        "short_code": entity.short_code,
        "qr": f"{public_url}/b/{entity.code}" if public_url else None,
        "ticket": ticket.code if ticket else None,
        "number": ticket.label if ticket else None,
        "offer": _offer(view, queries.offer_of(view.session, entity.hall_id, entity.id)),
    }


def _offer(view: View, held: Booking | None) -> OfferView | None:
    """A held place as an offer, while it stands."""
    if held is None or standing(held, view.now, view.real_now, view.plan.settings) != Standing.HELD:
        return None
    return OfferView(code=held.code, start=held.start, end=held.end, until=held.held_until)


def _steps(view: View, entity: Booking, *, staff: bool) -> list[StepView]:
    found = []
    for step in steps_of(view.session, entity.id):
        service = view.plan.service(step.service_id)
        found.append(
            StepView(
                service=step.service_id,
                names=service.names if service else {"en": step.service_id},
                start=step.start,
                end=step.end,
                counter=step.counter_number if staff else None,
            )
        )
    return found


def _replaces(view: View, entity: Booking) -> datetime | None:
    before = find_booking(view.session, entity.offer_for) if entity.offer_for else None
    return before.start if before is not None else None
