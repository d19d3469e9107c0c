"""The busy hall's bookings: a Saturday with people, one that was cancelled, and a booking in each state."""

from datetime import datetime, timedelta
from typing import Any

from hall.appointments import actions
from hall.appointments.actions import Visit
from hall.appointments.models import Booking
from hall.appointments.nearest import supplies
from hall.appointments.states import Channel, Verified
from hall.appointments.supply import Wanted, free_starts
from hall.roster.actions import close_session, plan_ahead, publish, set_roster
from hall.roster.queries import shifts_of
from hall.site.rules import business_day

FIRST, SECOND = "20261128-0900", "20261205-0900"
PHONE = "+8613{}0013{:04d}"  # of two telephones the last four digits may be alike


def book(scene: Any) -> dict[str, str]:
    """Everything until 09:40; the codes and ids of bookings by name."""
    scene.do(plan_ahead)
    for day in (FIRST, SECOND):
        scene.do(_staff, f"{scene.plan.id}-{day}", scene)
        scene.do(publish, f"{scene.plan.id}-{day}")
    today, saturday, second = scene.clock.now, _at(FIRST), _at(SECOND)
    made = {
        "booked": _booked(scene, "B01", saturday, 1),
        "held": scene.do(actions.hold, _visit("B01", 2), _free(scene, "B01", saturday), client="somebody"),
        "due": _booked(scene, "C01", today + timedelta(minutes=8), 3),
        "early": _booked(scene, "D01", today + timedelta(hours=3), 4),
        "gone": _booked(scene, "B02", saturday, 5),
        "displaced": _booked(scene, "B01", second, 6),
        "alone": _booked(scene, "A01", second, None),
        "alike": _booked(scene, "C01", today + timedelta(hours=4), 7),
        "alike too": _booked(scene, "F03", today + timedelta(hours=4), 10_007),
    }
    scene.do(actions.cancel, made["gone"].id)
    scene.do(close_session, f"{scene.plan.id}-{SECOND}", "weather")
    days = saturday.date(), saturday.date()
    asked = scene.do(actions.join, "B01", *days, name="韩梅", phone=PHONE.format(8, 9001))
    scene.do(actions.offer_freed, f"{scene.plan.id}-{FIRST}")
    entry = scene.do(actions.join, "B01", *days, name="韩梅", phone=PHONE.format(8, 9000))
    with scene.house.database.read() as session:
        found = {name: session.get_one(Booking, b.id) for name, b in made.items()}
        offer = session.query(Booking).filter(Booking.offer_for == made["displaced"].id).one()
    places = {
        "waitlist": entry.code,
        "waitlist-asked": asked.code,
        "offer": offer.code,
        "session": f"{scene.plan.id}-{FIRST}",
    }
    for name, booking in found.items():
        places |= {f"b-{name}": booking.code, f"b-{name}-id": booking.id, f"b-{name}-short": booking.short_code}
    return places


def _staff(work: Any, session_id: str, scene: Any) -> None:
    members = list(dict.fromkeys(scene.logins.values()))
    counters = [s.counter_number for s in shifts_of(work.session, [session_id])[session_id]]
    people: dict[int, str | None] = dict(zip(counters, members, strict=False))
    set_roster(work, session_id, people)


def _booked(scene: Any, service: str, since: datetime, number: int | None) -> Booking:
    start = _free(scene, service, since)

    def verb(work: Any) -> Booking:
        held = actions.hold(work, _visit(service, number), start, channel=Channel.DESK)
        return actions.confirm(work, held.id, by=Verified.STAFF)

    made: Booking = scene.do(verb)
    return made


def _visit(service: str, number: int | None) -> Visit:
    phone = PHONE.format(8 + number // 10_000, number % 10_000) if number is not None else None
    needs = ("wheelchair",) if number == 1 else ()
    return Visit((service,), "周桂兰" if number is None else "李雷", phone=phone, needs=needs)


def _free(scene: Any, service: str, since: datetime) -> datetime:
    """The first free time of a service on the day of a moment, not before it."""
    found = scene.plan.service(service)
    day, wanted = business_day(scene.plan, since), Wanted((found,))
    with scene.house.database.read() as session:
        now = scene.clock.now
        known = list(supplies(session, scene.plan, wanted, day, day, now, now))
        return min(start for supply in known for start in free_starts(supply, wanted, since=since))


def _at(day: str) -> datetime:
    return datetime.strptime(f"{day}+0800", "%Y%m%d-%H%M%z")
