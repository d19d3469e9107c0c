"""What people do, drawn from a hall file's figures. Pure: the random generator is handed in."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import exp, log, sqrt
from random import Random
from zoneinfo import ZoneInfo

from hall.site.plan import Plan, Service
from hall.site.rules import business_day, openings_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NO_SHOW = 0.08
ASKS_FOR_PRIORITY = 0.33  # most people of these groups queue like everybody
GROUPS = {
    "older_60_plus": "older",
    "disabled": "disabled",
    "pregnant": "pregnant",
    "with_infant": "infant",
    "military_veteran_fire": "military",
}


@dataclass(frozen=True)
class Visit:
    """One visitor to come: when, for what, and how they will behave."""

    at: datetime
    service: str
    language: str
    group: str | None
    patience: timedelta
    absent: bool
    returns: bool
    walk: timedelta
    serve: timedelta
    wrap: timedelta
    copies: bool
    incomplete: bool
    booking: str | None = None  # whoever has booked checks in instead of taking a number


def visits(plan: Plan, day: date, rng: Random, *, skip: frozenset[str] = frozenset()) -> list[Visit]:
    """The visitors of a day in the order of coming; services in `skip` have nobody to serve them."""
    openings = openings_of(plan, day)
    if not openings:
        return []
    saturday = day.isoweekday() == 6
    wanted = [s for s in plan.on_offer() if s.id not in skip and (s.saturday or not saturday)]
    arrivals = plan.arrivals
    profile = arrivals.profile_saturday if saturday else arrivals.profile_weekday
    factor = arrivals.weekday_factor.get(DAYS[day.isoweekday() - 1], 1.0)
    total = arrivals.saturday_visits if saturday else arrivals.weekday_base_visits * factor
    total *= sum(s.weight for s in wanted) / max(1e-9, sum(s.weight for s in plan.services))
    zone = ZoneInfo(plan.timezone)
    found = []
    for begins, share in sorted(profile.items()):
        start = datetime.combine(day, time.fromisoformat(begins), zone)
        for _ in range(_poisson(rng, total * share)):
            found.append(_visit(plan, wanted, start + timedelta(minutes=30 * rng.random()), rng))
    first, last = openings[0].start - timedelta(minutes=20), openings[-1].end
    return sorted((v for v in found if first <= v.at < last), key=lambda v: v.at)


def booked_visit(plan: Plan, booking: str, service: str, start: datetime, rng: Random) -> Visit | None:
    """Somebody who has booked, a little before their time; None for whoever does not come."""
    known = plan.service(service)
    if known is None or rng.random() < NO_SHOW:
        return None
    at = start - timedelta(minutes=2 + 23 * rng.random())
    return replace(_visit(plan, [known], at, rng), booking=booking)


def today(plan: Plan, now: datetime) -> date:
    return business_day(plan, now)


def lognormal(rng: Random, mean: float, sd: float) -> float:
    """A positive draw with this mean and standard deviation."""
    if sd <= 0:
        return mean
    variance = log(1 + (sd / mean) ** 2)
    return exp(rng.gauss(log(mean) - variance / 2, sqrt(variance)))


def _visit(plan: Plan, services: list[Service], at: datetime, rng: Random) -> Visit:
    arrivals = plan.arrivals
    service = rng.choices(services, [s.weight for s in services])[0]
    kind = rng.choices(list(arrivals.visitor_mix) or ["ordinary"], list(arrivals.visitor_mix.values()) or [1])[0]
    asks = kind in GROUPS and rng.random() < ASKS_FOR_PRIORITY
    walk, wrap = arrivals.walk_seconds, arrivals.wrap_up_seconds
    return Visit(
        at=at,
        service=service.id,
        language="en" if kind == "foreigner" else plan.default_locale,
        group=GROUPS[kind] if asks else None,
        patience=timedelta(minutes=lognormal(rng, arrivals.walk_away_patience_mean, 30)),
        absent=rng.random() < arrivals.called_but_absent_p,
        returns=rng.random() < arrivals.absent_returns_p,
        walk=timedelta(seconds=lognormal(rng, walk["mean"], walk["sd"])),
        serve=timedelta(minutes=lognormal(rng, service.mean, service.sd)),
        wrap=timedelta(seconds=lognormal(rng, wrap["mean"], wrap["sd"])),
        copies=rng.random() < service.copy_p / 2,  # half of them have been told at the kiosk and copied before
        incomplete=rng.random() < service.incomplete_p,
    )


def _poisson(rng: Random, mean: float) -> int:
    limit, product, count = exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
