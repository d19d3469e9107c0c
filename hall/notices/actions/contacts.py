"""The number of a ticket (R-30): texts when three are ahead, and when the turn has passed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hall.kernel.rows import Fetch
from hall.kernel.sealing import keyed_hash
from hall.kernel.work import Work
from hall.notices.actions.queueing import About, Fields, Recipient, queue_notice, withdraw
from hall.notices.actions.telling import link
from hall.notices.errors import TicketOver
from hall.notices.events import TextsWanted
from hall.notices.models import TicketContact
from hall.notices.rules import turn_is_near
from hall.notices.states import Kind, Way
from hall.notices.texts import EN, ahead_words
from hall.queue.capacity import handling_minutes
from hall.queue.events import TicketMissed
from hall.queue.lookups import the_plan, the_ticket
from hall.queue.models import Ticket
from hall.queue.queries import ahead_of, open_counters
from hall.queue.rules import rejoin_until
from hall.queue.states import ENDED, OPEN, TicketState
from hall.site.plan import Plan
from hall.site.queries import plan_of

_CONTACTS = Fetch(
    select(TicketContact, Ticket)
    .join(Ticket, Ticket.id == TicketContact.ticket_id)
    .where(TicketContact.hall_id == bindparam("hall_id"))
    .order_by(Ticket.issue_seq)
)


def want_texts(work: Work, code_or_id: str, phone: str, language: str | None = None) -> Ticket:
    """Texts about this ticket go to this number (E.164) from now on; another number replaces it."""
    ticket = the_ticket(work, code_or_id)
    if ticket.state not in OPEN:
        raise TicketOver()
    work.session.flush()  # the ticket may be new
    contact = work.session.get(TicketContact, ticket.id)
    if contact is None:
        contact = TicketContact(
            ticket_id=ticket.id, hall_id=work.hall_id, phone=phone, language=language or ticket.language
        )
        work.session.add(contact)
    else:
        contact.set_phone(phone)
        contact.language = language or contact.language
    # Whoever is nearly next already reads that where they type their number.
    contact.told = _is_near(work.session, the_plan(work), ticket) and not ticket.to_arrive
    work.record(TextsWanted(ticket=ticket.id, wanted=True))
    return ticket


def end_texts(work: Work, code_or_id: str) -> Ticket:
    """No texts about this ticket any more; the number is forgotten. Twice is the same."""
    ticket = the_ticket(work, code_or_id)
    contact = work.session.get(TicketContact, ticket.id)
    if contact is not None:
        work.session.delete(contact)
        withdraw(work, ticket.id)
        work.record(TextsWanted(ticket=ticket.id, wanted=False))
    return ticket


def tell_near_turns(work: Work) -> int:
    """Texts everybody whose turn has come near, once each, and forgets numbers of tickets that are over."""
    plan, done = the_plan(work), 0
    for contact, ticket in _looked_at(work.session, work.hall_id):
        if ticket.state in ENDED:
            work.session.delete(contact)
        elif not contact.told and _is_near(work.session, plan, ticket):
            contact.told = True
            _tell_near(work, plan, contact, ticket)
            done += 1
    return done


def turns_wait(session: Session, hall_id: str, now: datetime) -> bool:
    """True if somebody is to be told, or a number to be forgotten. Cheap where nobody left a number."""
    found = _looked_at(session, hall_id)
    if not found:
        return False
    plan = plan_of(session, hall_id).at(now)
    return any(t.state in ENDED or (not c.told and _is_near(session, plan, t)) for c, t in found)


def tell_missed(work: Work, fact: TicketMissed) -> None:
    """The turn has passed: until when and where to rejoin, or that a new number is needed (R-25 to R-27)."""
    contact = work.session.get(TicketContact, fact.ticket)
    if contact is None or fact.reason != "not_here":
        return
    plan, ticket = the_plan(work), the_ticket(work, fact.ticket)
    until = rejoin_until(plan, ticket.queue_id, ticket.missed_at or work.now) or work.now
    minutes = int((until - work.now).total_seconds() // 60)
    left = ticket.rejoins < plan.settings_for(ticket.queue_id).passed_requeue_times and minutes > 0
    kind = Kind.MISSED if left else Kind.MISSED_FOR_GOOD
    fields: Fields = {"number": ticket.label, "minutes": minutes}
    to, about = _to(contact), About("ticket", ticket.id)
    queue_notice(work, kind, to, fields, dedupe=f"{kind}:{ticket.id}:{ticket.misses}", about=about)


def ticket_of_phone(session: Session, hall_id: str, phone: str) -> Sequence[Ticket]:
    """Open tickets whose visitors are texted at this number."""
    wanted = (
        select(Ticket)
        .join(TicketContact, TicketContact.ticket_id == Ticket.id)
        .where(TicketContact.phone_hash == keyed_hash(phone), Ticket.hall_id == hall_id, Ticket.state.in_(OPEN))
    )
    return session.scalars(wanted).all()


def _looked_at(session: Session, hall_id: str) -> list[tuple[TicketContact, Ticket]]:
    """Numbers of a hall with their tickets, but for those that were told and still wait."""
    found = _CONTACTS.entities(session, hall_id=hall_id)
    return [(contact, ticket) for contact, ticket in found if not contact.told or ticket.state in ENDED]


def _is_near(session: Session, plan: Plan, ticket: Ticket) -> bool:
    """At most `notify_ahead` are called before; for somebody outside, also when the turn is within the window."""
    if ticket.state != TicketState.WAITING or ticket.bound_counter_id is not None:
        return False
    ahead = ahead_of(session, plan, ticket)
    if ahead <= plan.settings.notify_ahead:
        return True
    service = plan.service(ticket.service_id)
    if not ticket.to_arrive or service is None:
        return False
    able = {c.number for c in plan.counters_for(service)} & open_counters(session, plan.id)
    return turn_is_near(handling_minutes(plan, service), len(able), ahead, plan.settings.remote_window_minutes)


def _tell_near(work: Work, plan: Plan, contact: TicketContact, ticket: Ticket) -> None:
    kind = Kind.COME_NOW if ticket.to_arrive else Kind.NEAR_TURN
    queue, language = plan.queue(ticket.queue_id), contact.language
    fields: Fields = {
        "number": ticket.label,
        "ahead": ahead_words(ahead_of(work.session, plan, ticket), language),
        "zone": _zone(queue.zone if queue else ticket.queue_id, queue.names if queue else {}, language),
        "link": link(work, "t", ticket.code),
    }
    queue_notice(work, kind, _to(contact), fields, dedupe=f"{kind}:{ticket.id}", about=About("ticket", ticket.id))


def _zone(zone: str, names: dict[str, str], language: str) -> str:
    """Zone letter and its name, as screens and slips write it."""
    name = names.get(language) or names.get(EN) or ""
    return f"{zone} {name}".strip()


def _to(contact: TicketContact) -> Recipient:
    return Recipient(Way.SMS, contact.phone, contact.language)
