"""The demo's bookings: rosters of the coming weeks, people who come at their time, a Saturday partly booked."""

from datetime import timedelta
from random import Random

from hall.appointments import actions
from hall.appointments.actions import Visit
from hall.appointments.nearest import supplies
from hall.appointments.states import Channel, Verified
from hall.appointments.supply import Wanted, free_starts
from hall.kernel.errors import HallError
from hall.kernel.work import SYSTEM, Work, Works
from hall.roster.actions import plan_ahead, publish, set_roster
from hall.roster.models import HallSession
from hall.roster.queries import sessions_between, shifts_of
from hall.roster.rules import needs_publication
from hall.simulate.over_api import SIMULATED_NOTE
from hall.site.plan import Plan, Service
from hall.site.rules import business_day

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "杰",
    "涛",
    "明",
    "霞",
    "秀英",
    "桂兰",
)
SATURDAY_SHARE, WEEKDAY_BOOKINGS, ELASTIC_BOOKINGS = 0.72, 9, 3
PUBLISHED_SATURDAYS = 2
WAITING = 3
SEED = 11


def make_bookings(works: Works, plan: Plan, seats: dict[int, str]) -> None:
    """Sessions with their people, and bookings in them; `seats`: who usually sits where, by counter."""
    rng = Random(SEED)
    works.perform(plan.id, SYSTEM, plan_ahead)
    works.perform(plan.id, SYSTEM, lambda work: _staff(work, plan, seats))
    people = iter(range(10_000))
    with works.database.read() as session:
        now = works.clock.hall_now()
        today = business_day(plan, now)
        rows = [r for r in sessions_between(session, plan.id, today, today + timedelta(days=13)) if r.is_open]
    for row in rows:
        for _ in range(_how_many(row)):
            _book(works, plan, row, rng, next(people))
    _wait(works, plan, rows)


def _staff(work: Work, plan: Plan, seats: dict[int, str]) -> None:
    today = business_day(plan, work.now)
    saturdays = 0
    for row in sessions_between(work.session, plan.id, today, today + timedelta(days=27)):
        if not needs_publication(row.kind):
            continue
        saturdays += row.kind == "off_hours"
        counters = [s.counter_number for s in shifts_of(work.session, [row.id])[row.id]]
        later = row.kind == "off_hours" and saturdays > PUBLISHED_SATURDAYS
        people = {n: None if later and n % 3 == 0 else seats.get(n) for n in counters}
        set_roster(work, row.id, people)
        if not later and row.day <= today + timedelta(days=plan.settings.booking_open_days):
            try:
                publish(work, row.id)
            except HallError:
                continue  # somebody is missing: it stays a draft, as in a real hall


def _how_many(row: HallSession) -> int:
    if row.kind == "off_hours":
        return int(60 * SATURDAY_SHARE)
    return ELASTIC_BOOKINGS if row.kind == "elastic" else WEEKDAY_BOOKINGS if row.kind == "regular" else 2


def _book(works: Works, plan: Plan, row: HallSession, rng: Random, number: int) -> None:
    """One person at a free time of a session; none where it is full."""
    service = _service(plan, row, rng)
    wanted = Wanted((service,))
    with works.database.read() as session:
        now = works.clock.hall_now()
        found = supplies(session, plan, wanted, row.day, row.day, now, works.clock.real_now())
        mine = next((s for s in found if s.session.id == row.id), None)
        starts = sorted(free_starts(mine, wanted, since=now + timedelta(minutes=20))) if mine else []
    if not starts:
        return
    needs = ("wheelchair",) if number % 23 == 5 else ()
    visit = Visit(
        services=(service.id,),
        name=rng.choice(FAMILY) + rng.choice(GIVEN),
        phone=None if number % 17 == 3 else f"+86138{number + 10_000_000:08d}",
        needs=needs,
        note=SIMULATED_NOTE,
    )

    def verb(work: Work) -> None:
        held = actions.hold(work, visit, rng.choice(starts), channel=Channel.DESK)
        actions.confirm(work, held.id, by=Verified.STAFF)

    try:
        works.perform(plan.id, SYSTEM, verb)
    except HallError:
        return  # taken or full meanwhile: part of life


def _service(plan: Plan, row: HallSession, rng: Random) -> Service:
    offered = [s for s in plan.on_offer() if s.bookable and _done(s, row.kind)]
    return rng.choices(offered, [s.weight or 1 for s in offered])[0]


def _done(service: Service, kind: str) -> bool:
    return {"off_hours": service.saturday, "elastic": service.elastic}.get(kind, True)


def _wait(works: Works, plan: Plan, rows: list[HallSession]) -> None:
    saturday = next((r for r in rows if r.kind == "off_hours"), None)
    service = next((s for s in plan.on_offer() if s.bookable and s.saturday), None)
    if saturday is None or service is None:
        return
    for number in range(WAITING):
        works.perform(
            plan.id,
            SYSTEM,
            lambda work, n=number: actions.join(  # type: ignore[misc]
                work,
                service.id,
                saturday.day,
                saturday.day,
                name=FAMILY[n] + GIVEN[n],
                phone=f"+86139{n + 10_000_000:08d}",
                verified=Verified.STAFF,
            ),
        )
