"""Taking a number (R-01 to R-13, R-75)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hall.kernel.work import Work
from hall.queue import events
from hall.queue.blocks import first_of_block
from hall.queue.errors import (
    AlreadyWaiting,
    BadChoice,
    HallClosed,
    IssuingStopped,
    NotOfferedHere,
    NotYetOpen,
    NumbersFull,
    NumberTaken,
    UnknownService,
)
from hall.queue.issuing import Issuing, Range, bounds, label
from hall.queue.lookups import the_plan, ticket_fact
from hall.queue.models import NumberBlock, NumberSeries, Ticket
from hall.queue.ports import Expected, NothingBooked
from hall.queue.queries import issuing_of
from hall.queue.states import OPEN
from hall.site.plan import Plan, Queue, Service
from hall.site.queries import hall
from hall.site.rules import business_day

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Wish:
    """What a visitor asked for at a kiosk or a desk."""

    services: tuple[str, ...]  # service ids in order, or one package id
    language: str = "zh-CN"
    help_requested: bool = False
    large_type: bool = False
    visual_alert: bool = False
    for_someone_else: bool = False
    papers_ready: bool | None = None
    person_hash: str | None = None
    to_arrive: bool = False  # from outside the hall


@dataclass(frozen=True)
class Given:
    """A number of a series, the day it counts for, and the moment it was given."""

    day: date
    number: int
    at: datetime
    series: str | None = None  # None = that of the service's queue


def issue_ticket(work: Work, wish: Wish, *, channel: str, expected: Expected | None = None) -> Ticket:
    """One number for one wish, or a refusal that says why there is none (R-04, R-07 to R-10, R-76)."""
    if hall(work.session, work.hall_id).emergency is not None:
        raise IssuingStopped()
    plan = the_plan(work)
    package, steps = _steps(plan, wish.services)
    service = steps[0]
    _one_each(work, wish, service)
    for step in steps:  # nobody is sent through half a package
        _refuse(work, plan, step, expected or NothingBooked())
    queue = queue_of(plan, service)
    day = business_day(plan, work.now)
    number = next_number(work, plan, day, queue.prefix)
    given = Given(day, number, issue_instant(work, plan, day))
    later = [s.id for s in steps] if len(steps) > 1 else []
    return add_ticket(work, plan, service, given, wish, channel=channel, package=(package, later))


def enter_paper_ticket(work: Work, number: int, service_id: str, issued_at: datetime) -> Ticket:
    """A number given on paper while the system was down, with its own moment (R-75)."""
    plan = the_plan(work)
    service = plan.service(service_id)
    if service is None:
        raise UnknownService("service")
    first, last = bounds(Range.PAPER, plan.settings)
    if not first <= number <= last:
        raise BadChoice("number")
    day = business_day(plan, work.now)
    if issued_at > work.now or business_day(plan, issued_at) != day:
        raise BadChoice("issued_at")
    queue = queue_of(plan, service)
    taken = select(Ticket.id).where(
        Ticket.hall_id == work.hall_id,
        Ticket.day == day,
        Ticket.series == queue.prefix,
        Ticket.number == number,
    )
    if work.session.scalar(taken) is not None:
        raise NumberTaken()
    wish = Wish((service_id,), language=plan.default_locale)
    return add_ticket(work, plan, service, Given(day, number, issued_at), wish, channel="paper")


def _steps(plan: Plan, wanted: tuple[str, ...]) -> tuple[str | None, list[Service]]:
    package = plan.package(wanted[0]) if len(wanted) == 1 else None
    if package is not None and package.retired:
        raise UnknownService("service")
    found = [plan.service(s) for s in (package.services if package else wanted)]
    steps = [s for s in found if s is not None and plan.is_on_offer(s)]
    if len(steps) != len(found) or not steps:
        if len(wanted) == 1 and (other := next((n for n in plan.not_here if n.id == wanted[0]), None)):
            raise NotOfferedHere(extra={"where": other.where})
        raise UnknownService("service")
    if len({s.id for s in steps}) != len(steps):
        raise BadChoice("services")
    return (package.id if package else None), steps


def _refuse(work: Work, plan: Plan, service: Service, expected: Expected) -> None:
    answer = issuing_of(work.session, plan, service, work.now, expected)
    extra: dict[str, Any] = {"issuing": answer.state}
    if answer.opens_at is not None:
        extra["opens_at"] = answer.opens_at.isoformat()
    if answer.state == Issuing.NOT_YET and answer.opens_at is not None:
        raise NotYetOpen(opens=answer.opens_at.astimezone(ZoneInfo(plan.timezone)), extra=extra)
    if answer.state == Issuing.CLOSED:
        raise HallClosed(extra=extra)
    if answer.state == Issuing.NOT_HERE:
        raise NotOfferedHere(extra=extra)
    if answer.state == Issuing.FULL:
        raise NumbersFull(extra=extra)


def _one_each(work: Work, wish: Wish, service: Service) -> None:
    """One person, one open number per service (R-06); whoever comes for somebody else has one for them too."""
    if wish.person_hash is None or wish.for_someone_else:
        return
    open_one = select(Ticket).where(
        Ticket.hall_id == work.hall_id,
        Ticket.person_hash == wish.person_hash,
        Ticket.issued_for == service.id,
        Ticket.state.in_(OPEN),
        Ticket.for_someone_else.is_(False),
    )
    if (found := work.session.scalar(open_one.limit(1))) is not None:
        mine = work.actor.kind == "member" or work.actor.id == found.device_id
        raise AlreadyWaiting(number=found.label, extra={"ticket": found.code} if mine else {})


def queue_of(plan: Plan, service: Service) -> Queue:
    """The queue of a service of the plan."""
    queue = plan.queue(service.queue)
    assert queue is not None, "the hall file was checked"
    return queue


def next_number(work: Work, plan: Plan, day: date, series: str) -> int:
    """The next number of a series on a day (R-01), or NumbersFull."""
    for range_ in (Range.MAIN, Range.OVERFLOW):
        first, last = bounds(range_, plan.settings)
        row = work.session.get(NumberSeries, (work.hall_id, day, series, range_.value))
        if row is None:
            row = NumberSeries(hall_id=work.hall_id, day=day, series=series, range=range_.value, last=first - 1)
            work.session.add(row)
        if row.last < last:
            row.last = _not_held(work, plan, day, series, row.last + 1)
            return row.last
    raise NumbersFull()


def _not_held(work: Work, plan: Plan, day: date, series: str, number: int) -> int:
    """This number, or the next one behind the blocks of kiosks. Only where a hall has just turned to four digits
    can one of its own lie in a block that was given before (R-75)."""
    if plan.settings.ticket_digits == 4:
        block = work.session.get(NumberBlock, (work.hall_id, day, series, first_of_block(number)))
        if block is not None and number <= block.last:
            return block.last + 1  # 1200 lies in nobody's block
    return number


def issue_instant(work: Work, plan: Plan, day: date) -> datetime:
    """Issue instants of a day never go back, whatever the clock does (R-20)."""
    last = work.line.last_issue_at
    now = work.now
    if last is not None and last > now and business_day(plan, last) == day:
        now = last
    work.line.last_issue_at = now
    return now


def add_ticket(
    work: Work,
    plan: Plan,
    service: Service,
    given: Given,
    wish: Wish,
    *,
    channel: str,
    package: tuple[str | None, list[str]] = (None, []),
    second_pass_of: Ticket | None = None,
    own: Mapping[str, Any] = EMPTY,
    said: Mapping[str, Any] = EMPTY,
) -> Ticket:
    """A new waiting ticket and its fact; the one place where tickets are made.

    `package`: its id and steps. `own`: what it brings along, such as the codes on its paper; `said`: of its fact.
    """
    ticket = _new(work, plan, service, given, channel, {**_wished(wish), **own})
    ticket.package_id, ticket.steps = package
    if second_pass_of is not None:
        _keep_right(ticket, second_pass_of)
    work.session.add(ticket)
    more = {"papers_ready": wish.papers_ready, "second_pass_of": ticket.second_pass_of, **said}
    work.record(ticket_fact(events.TicketIssued, plan, ticket, None, channel=channel, **more))
    return ticket


def _new(work: Work, plan: Plan, service: Service, given: Given, channel: str, more: Mapping[str, Any]) -> Ticket:
    queue = queue_of(plan, service)
    series = given.series or queue.prefix
    work.line.issue_seq += 1
    return Ticket(
        hall_id=work.hall_id,
        day=given.day,
        series=series,
        number=given.number,
        label=label(series, given.number, plan.settings),
        service_id=service.id,
        issued_for=service.id,
        queue_id=queue.id,
        issued_at=given.at,
        ref=given.at,
        issue_seq=work.line.issue_seq,
        channel=channel,
        device_id=work.actor.id if work.actor.kind == "device" else None,
        **more,
    )


def _wished(wish: Wish) -> dict[str, Any]:
    return {name: value for name, value in vars(wish).items() if name != "services"}


def _keep_right(ticket: Ticket, kept: Ticket) -> None:
    """What was waited before counts, priority stays, and a package goes on where it stood (R-36)."""
    assert kept.kept_at is not None
    ticket.second_pass_of = kept.id
    ticket.ref -= kept.kept_at - kept.issued_at
    ticket.step, ticket.lane, ticket.priority_group = kept.step, kept.lane, kept.priority_group
