"""What single parts of a hall file cannot know: references, repeats, times that overlap, letters (R-02)."""

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hall.site.hallfile_spans import check_spans
from hall.site.hallfile_words import at
from hall.site.plan import Plan
from hall.site.yaml_lines import Source

LETTERS = frozenset("ABCDFGHJKLMNPSTWXYZ")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
LONGEST = 1440  # minutes at a counter
RHYMES = (frozenset("BDPT"), frozenset("MN"))
ALARM = "The alarm (R-74) cannot come at a shorter wait than the warning."
TIDAL = "A standby counter (R-72) closes at a shorter wait than it opens at."
ORDERED = (
    (("warn_wait_minutes",), ("alarm_wait_minutes",), ALARM),
    (("tidal_close", "tidal_close_wait_minutes"), ("tidal_open", "tidal_open_wait_minutes"), TIDAL),
)
"""Pairs of settings, by all their names in a file, of which the first cannot be more than the second."""


def check_references(source: Source, plan: Plan) -> None:
    """Adds every mistake that shows only when the parts are seen together."""
    _zone(source, plan)
    _once(source, "departments", (d.id for d in plan.departments))
    _once(source, "queues", (q.id for q in plan.queues))
    _once(source, "services", (s.id for s in plan.services))
    _once(source, "packages", (p.id for p in plan.packages))
    _once(source, "guides", (g.id for g in plan.guides))
    _once(source, "not_here", (n.id for n in plan.not_here))
    _once(source, "counters", (c.number for c in plan.counters), key="number")
    _queues(source, plan)
    _services(source, plan)
    _counters(source, plan)
    _packages(source, plan)
    _guides(source, plan)
    check_spans(source, plan)
    _settings(source, plan)
    _arrivals(source, plan)


def _zone(source: Source, plan: Plan) -> None:
    try:
        ZoneInfo(plan.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        source.add(
            ("meta", "timezone"),
            "unknown_zone",
            "“{zone}” is no time zone such as Asia/Shanghai.",
            zone=plan.timezone,
        )
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", plan.id):
        source.add(("hall", "id"), "bad_id", "A hall's id is made of letters, digits, - and _.")


def _once(source: Source, section: str, ids: Iterable[object], *, key: str = "id") -> None:
    seen = set()
    for n, value in enumerate(ids):
        if isinstance(value, str) and not ID.fullmatch(value):
            source.add((section, n, key), "bad_id", "An id is made of at most 40 letters, digits, - . and _.")
        if value in seen:
            source.add((section, n, key), "double_id", "“{id}” is used twice.", id=value)
        seen.add(value)


def _queues(source: Source, plan: Plan) -> None:
    seen: set[str] = set()
    zones = [("departments", n, d.zone) for n, d in enumerate(plan.departments)]
    for section, n, zone in [*zones, *(("queues", n, q.zone) for n, q in enumerate(plan.queues))]:
        if not 1 <= len(zone.strip()) <= 40:
            source.add((section, n, "zone"), "bad_zone", "A zone has a short name, such as A.")
    for n, queue in enumerate(plan.queues):
        if queue.retired:  # its letter may be given to another queue: numbers of a letter go on through the day
            continue
        if queue.prefix not in LETTERS:
            source.add(
                ("queues", n, "prefix"),
                "bad_prefix",
                "“{letter}” cannot be a ticket letter: use one of {letters} (R-02).",
                letter=queue.prefix,
                letters=" ".join(sorted(LETTERS)),
            )
        if queue.prefix in seen:
            source.add(
                ("queues", n, "prefix"),
                "double_prefix",
                "The letter “{letter}” is used twice.",
                letter=queue.prefix,
            )
        rhymes = sorted(p for p in seen for alike in RHYMES if p in alike and queue.prefix in alike - {p})
        if rhymes:
            source.warn(
                ("queues", n, "prefix"),
                "rhyme",
                "“{letter}” is easily heard as “{alike}” over loudspeakers: "
                "take another letter where there is a choice (R-02).",
                letter=queue.prefix,
                alike=" ".join(rhymes),
            )
        seen.add(queue.prefix)


def _services(source: Source, plan: Plan) -> None:
    departments = {d.id for d in plan.departments}
    for n, service in enumerate(plan.services):
        queue = plan.queue(service.queue)
        if queue is None or queue.number_series_only:
            source.add(
                ("services", n, "queue"), "unknown_queue", "There is no queue “{id}” to wait in.", id=service.queue
            )
        if service.department not in departments:
            source.add(
                ("services", n, "dept"),
                "unknown_department",
                "There is no department “{id}”.",
                id=service.department,
            )
        if service.guide is not None and plan.guide(service.guide) is None:
            source.add(("services", n, "guide"), "unknown_guide", "There is no guide “{id}”.", id=service.guide)
        if plan.is_on_offer(service) and not plan.counters_for(service):
            source.add(("services", n, "id"), "unserved", "No counter can serve “{id}”.", id=service.id)
        for key, value in (("mean", service.mean), ("slot", service.slot)):
            if value <= 0:
                source.add(("services", n, key), "not_positive", "Minutes must be more than 0.")
            if value > LONGEST:
                source.add(("services", n, key), "too_long", "No service takes longer than a day.")
        for key, value in (("sd", service.sd), ("weight", service.weight)):
            if value < 0:
                source.add(("services", n, key), "negative", "This cannot be less than 0.")
            if value > 10_000:
                source.add(("services", n, key), "too_much", "This cannot be more than 10000.")
        for key, value in (("copy_p", service.copy_p), ("incomplete_p", service.incomplete_p)):
            if not 0 <= value <= 1:
                source.add(("services", n, key), "bad_share", "A share lies between 0 and 1.")


def _counters(source: Source, plan: Plan) -> None:
    queues, services = {q.id for q in plan.queues}, {s.id for s in plan.services}
    for n, counter in enumerate(plan.counters):
        for queue in counter.queues:
            if queue not in queues:
                source.add(("counters", n, "queues"), "unknown_queue", "There is no queue “{id}”.", id=queue)
        for service in (*counter.only, *counter.skill_credits):
            if service not in services:
                source.add(("counters", n, "only"), "unknown_service", "There is no service “{id}”.", id=service)
        if not counter.queues and not counter.retired:
            source.add(("counters", n, "queues"), "no_queue", "A counter serves at least one queue.")
        if counter.number < 0:
            source.add(("counters", n, "number"), "negative", "This cannot be less than 0.")


def _packages(source: Source, plan: Plan) -> None:
    services, packages = {s.id for s in plan.services}, {p.id for p in plan.packages}
    for n, package in enumerate(plan.packages):
        path = ("packages", n, "services")
        if len(package.services) < 2:
            source.add(path, "too_few", "A package has at least two services.")
        if len(set(package.services)) != len(package.services):
            source.add(path, "cycle", "A package goes to each service once.")
        for service in package.services:
            if service in packages:
                source.add(path, "cycle", "“{id}” is a package itself; a package lists services.", id=service)
            elif service not in services:
                source.add(path, "unknown_service", "There is no service “{id}”.", id=service)


def _guides(source: Source, plan: Plan) -> None:
    for n, guide in enumerate(plan.guides):
        if plan.service(guide.service) is None:
            source.add(
                ("guides", n, "service"), "unknown_service", "There is no service “{id}”.", id=guide.service
            )
    for n, entry in enumerate(plan.staff):
        if entry.counter is not None and plan.counter(entry.counter) is None:
            source.add(
                ("staff_demo", n, "counter"),
                "unknown_counter",
                "There is no counter {number}.",
                number=entry.counter,
            )


def _arrivals(source: Source, plan: Plan) -> None:
    profiles = {
        "profile_weekday": plan.arrivals.profile_weekday,
        "profile_saturday": plan.arrivals.profile_saturday,
        "visitor_mix": plan.arrivals.visitor_mix,
    }
    for key, shares in profiles.items():
        if shares and abs(sum(shares.values()) - 1) > 0.011:
            total = round(sum(shares.values()), 3)
            source.add(("arrivals", key), "bad_sum", "These shares add up to {total}, not to 1.", total=total)


def _settings(source: Source, plan: Plan) -> None:
    """Two settings that only make sense in one order, in the hall and where a queue changes them."""
    for low, high, sentence in ORDERED:
        if getattr(plan.settings, low[-1]) > getattr(plan.settings, high[-1]):
            said = [("rules", key) for key in (*low, *high) if at(source.values, ("rules", key)) is not None]
            source.add(said[-1] if said else ("rules",), "bad_order", sentence)
    for n, queue in enumerate(plan.queues):
        own = plan.settings_for(queue.id)
        if queue.settings and own.warn_wait_minutes > own.alarm_wait_minutes:
            source.add(("queues", n, "settings"), "bad_order", ALARM)
