"""What people are told when something happens to a booking or a place on the waiting list.

Each function takes the fact and writes its row in the same transaction; `hall/reactions.py` says which. Whoever
left neither number nor address is told nothing here: the room of bookings lists them for a call.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hall.appointments.events import (
    BookingCancelled,
    BookingDisplaced,
    BookingMade,
    BookingMoved,
    CodeWanted,
    MoverAsked,
    PersonSuspended,
    VisitorMissing,
    WaitlistOffered,
)
from hall.appointments.models import Booking, Suspension, WaitlistEntry
from hall.guides.rules import papers_of
from hall.kernel.work import Work
from hall.notices.actions.queueing import About, Fields, Recipient, queue_notice, withdraw
from hall.notices.states import Kind, Way
from hall.notices.texts import EN, ZH, day_words, moment_words, time_words
from hall.queue.lookups import the_plan
from hall.site.plan import Plan
from hall.site.rules import business_day

CODES = "one_time_codes"  # where the digits wait in `session.info` until they are written sealed
CODE_MINUTES = 10
_CONFIRMED = frozenset({"booked", "displaced"})  # states whose end is worth a word


def send_code(work: Work, booking: Booking, code: str) -> None:
    """Texts a one-time code. Each one is a notice of its own: only the newest is good."""
    to = reach(booking)
    if to is not None:
        withdraw(work, booking.id, kinds=frozenset({Kind.CODE}))
        fields: Fields = {"code": code, "minutes": CODE_MINUTES}
        queue_notice(work, Kind.CODE, to, fields, dedupe=_fresh(work, Kind.CODE, booking), about=_of(booking))


def tell_code(work: Work, fact: CodeWanted) -> None:
    """The digits come beside the fact: nobody keeps them but the notice, sealed."""
    code = work.session.info.get(CODES, {}).pop(fact.booking, None)
    if code is not None:
        send_code(work, _booking(work, fact.booking), code)


def tell_booked(work: Work, fact: BookingMade) -> None:
    booking = _booking(work, fact.booking)
    _tell(work, Kind.BOOKED, booking, dedupe=f"{Kind.BOOKED}:{booking.id}")
    _tell_papers(work, booking)


def tell_moved(work: Work, fact: BookingMoved) -> None:
    booking = _booking(work, fact.booking)
    if booking.state not in _CONFIRMED:
        return  # still at the form: the code that was sent stays good
    withdraw(work, booking.id)
    _tell(work, Kind.MOVED, booking, dedupe=_fresh(work, Kind.MOVED, booking))


def tell_cancelled(work: Work, fact: BookingCancelled) -> None:
    """Only the end of a booking that stood: a form that was left, or an offer that lapsed, says nothing."""
    booking = _booking(work, fact.booking)
    withdraw(work, booking.id)
    kinds = {"visitor": Kind.CANCELLED, "staff": Kind.CANCELLED_BY_HALL}
    kind = kinds.get(fact.reason)
    if kind is not None and fact.was in _CONFIRMED:
        _tell(work, kind, booking, dedupe=f"{Kind.CANCELLED}:{booking.id}")


def tell_displaced(work: Work, fact: BookingDisplaced) -> None:
    """The session went; with a place that is held instead, where there is one (R-64)."""
    booking = _booking(work, fact.booking)
    withdraw(work, booking.id)
    offer = work.session.get(Booking, fact.offer) if fact.offer else None
    kind = Kind.DISPLACED if offer is not None else Kind.DISPLACED_ALONE
    _tell(work, kind, booking, dedupe=f"{Kind.DISPLACED}:{booking.id}:{fact.offer or ''}", new=offer)


def ask_mover(work: Work, fact: MoverAsked) -> None:
    booking, offer = _booking(work, fact.booking), _booking(work, fact.offer)
    _tell(work, Kind.MOVER_ASKED, booking, dedupe=f"{Kind.MOVER_ASKED}:{fact.offer}", new=offer)


def tell_missing(work: Work, fact: VisitorMissing) -> None:
    """A warning at each (R-61); nobody is warned of what does not count."""
    if fact.counted:
        booking = _booking(work, fact.booking)
        _tell(work, Kind.NO_SHOW, booking, dedupe=f"{Kind.NO_SHOW}:{booking.id}", over=False)


def tell_suspended(work: Work, fact: PersonSuspended) -> None:
    booking = _booking(work, fact.booking)
    withdraw(work, booking.id, kinds=frozenset({Kind.NO_SHOW}))
    until = work.session.get_one(Suspension, fact.suspension).until
    _tell(work, Kind.SUSPENDED, booking, dedupe=f"{Kind.SUSPENDED}:{fact.suspension}", day=until, over=False)


def offer_place(work: Work, fact: WaitlistOffered) -> None:
    """A freed slot, to one person, for a quarter of an hour."""
    entry = work.session.get_one(WaitlistEntry, fact.entry)
    offer, plan = _booking(work, fact.booking), the_plan(work)
    fields: Fields = {
        **_when(plan, offer, entry.language),
        "service": _service(plan, offer.services, entry.language),
        "minutes": plan.settings.waitlist_offer_minutes,
        "link": link(work, "b", offer.code),
    }
    to = Recipient(Way.SMS, entry.phone, entry.language)
    about = About("waitlist", entry.id)
    queue_notice(work, Kind.WAITLIST_OFFER, to, fields, dedupe=f"{Kind.WAITLIST_OFFER}:{offer.id}", about=about)


def reach(booking: Booking) -> Recipient | None:
    """How whoever booked is told: by text, else by e-mail, else not at all."""
    if booking.phone:
        return Recipient(Way.SMS, booking.phone, booking.language)
    return Recipient(Way.EMAIL, booking.email, booking.language) if booking.email else None


def about_booking(booking: Booking) -> About:
    return About("booking", booking.id)


def link(work: Work, kind: str, code: str) -> str | None:
    """The page of a booking (b), ticket (t) or place on the waiting list (w); None without a public address."""
    return f"{work.public_url}/{kind}/{code}" if work.public_url else None


def booking_fields(work: Work, plan: Plan, booking: Booking, language: str) -> dict[str, str | int | None]:
    """What texts about a booking may say."""
    settings, address = plan.settings, link(work, "b", booking.code)
    return {
        **_when(plan, booking, language),
        "service": _service(plan, booking.services, language),
        "session": moment_words(booking.start, ZoneInfo(plan.timezone), language),
        "minutes": settings.checkin_opens_minutes,
        "days": settings.no_show_window_days,
        "limit": settings.no_show_limit,
        "link": address,
        "short": None if address else booking.short_code,
        "tel": telephone(plan),
    }


def telephone(plan: Plan) -> str | None:
    """The number that a text names: the consultation line's, else the first that the hall has."""
    found = plan.phones.get("consultation") or next(iter(plan.phones.values()), None)
    return found.number if found else None


def _tell(
    work: Work,
    kind: Kind,
    booking: Booking,
    *,
    dedupe: str,
    new: Booking | None = None,
    day: datetime | None = None,
    over: bool = True,
) -> None:
    to = reach(booking)
    if to is None:
        return
    plan = the_plan(work)
    zone = ZoneInfo(plan.timezone)
    fields = booking_fields(work, plan, booking, to.language)
    if new is not None:
        fields["new"] = moment_words(new.start, zone, to.language)
    if day is not None:
        fields["date"] = day_words(business_day(plan, day), to.language)
    queue_notice(
        work,
        kind,
        to,
        fields,
        dedupe=dedupe,
        about=_of(booking),
        over=booking.start if over else None,
        today=business_day(plan, booking.start) == business_day(plan, work.now),
    )


def _tell_papers(work: Work, booking: Booking) -> None:
    """What to bring, where the guide names papers (words.md 5.6)."""
    to, plan = reach(booking), the_plan(work)
    papers = papers_of(plan, booking.services)
    if to is None or not papers or not plan.settings.service_named_in_messages:
        return
    gap = "、" if to.language == ZH else ", "
    fields: Fields = {
        "papers": gap.join(_name(paper.names, to.language) for paper in papers),
        "copier": next((_name(a.place, to.language) for a in plan.amenities if a.id == "copier"), None),
        "link": link(work, "b", booking.code),
    }
    dedupe = f"{Kind.PAPERS}:{booking.id}"
    queue_notice(work, Kind.PAPERS, to, fields, dedupe=dedupe, about=_of(booking), over=booking.start)


def _when(plan: Plan, booking: Booking, language: str) -> dict[str, str]:
    zone = ZoneInfo(plan.timezone)
    day: date = booking.start.astimezone(zone).date()
    return {"date": day_words(day, language), "time": time_words(booking.start, zone)}


def _service(plan: Plan, services: list[str], language: str) -> str | None:
    """The first service's name, unless the hall keeps names out of texts (words.md 5.6)."""
    found = plan.service(services[0]) if services else None
    if found is None or not plan.settings.service_named_in_messages:
        return None
    return _name(found.names, language)


def _name(names: dict[str, str], language: str) -> str:
    return names.get(language) or names.get(EN) or next(iter(names.values()), "")


def _fresh(work: Work, kind: Kind, booking: Booking) -> str:
    """A key that no other one of its kind has: the fact's own number in the hall's line."""
    return f"{kind}:{booking.id}:{work.seq}"


def _booking(work: Work, booking_id: str) -> Booking:
    found: Booking = work.session.get_one(Booking, booking_id)
    return found


_of = about_booking
