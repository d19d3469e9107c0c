"""What people come for, as the public page shows it: services, packages, and what is done elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from hall.guides.queries import search
from hall.guides.rules import papers_of
from hall.kernel.errors import NotFound
from hall.queue import queries
from hall.site.plan import Material, Package, Service
from hall.web import site_shapes
from hall.web.public.hours import Weekly, offered
from hall.web.shapes import View
from hall.web.wait_shapes import of_queue
from hall.wire.queue import WaitShape
from hall.wire.site import GuideView, ServiceView

MOST_USED = 6
MOST_HITS = 30


class UnknownService(NotFound):
    code = "unknown_service"
    sentence = "There is no such service in this hall."


@dataclass(frozen=True)
class Hit:
    """One line of a search: what it is, where, how long now, and what to bring."""

    shape: ServiceView
    papers: list[Material]


@dataclass(frozen=True)
class Step:
    """One service with what must be known before coming."""

    guide: GuideView
    offered: list[Weekly]


@dataclass(frozen=True)
class Thing:
    """What a page is about; a package has several steps, what is done elsewhere has none."""

    shape: ServiceView
    papers: list[Material] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    package: Package | None = None


@dataclass(frozen=True)
class Line:
    """A queue with its services, as it stands now."""

    id: str
    names: dict[str, str]
    zone: str
    floor: int
    waiting: int
    open_counters: int
    services: list[ServiceView]
    issuing: str
    opens_at: object
    wait: WaitShape | None
    wait_unknown_reason: str | None


def everything(view: View) -> dict[str, ServiceView]:
    """Services and packages by id, in the plan's order."""
    known = {s.id: s for s in site_shapes.services(view)}
    packages = {p.id: site_shapes.package(view, p, known[p.services[0]]) for p in view.plan.packages_on_offer()}
    return known | packages


def lines(view: View, known: dict[str, ServiceView]) -> list[Line]:
    """The queues that visitors wait in, each with its range."""
    found = ((q, [known[s.id] for s in view.plan.on_offer() if s.queue == q.id]) for q in view.plan.queues)
    return [_line(view, q.id, mine) for q, mine in found if mine and not q.number_series_only]


def found(view: View, known: dict[str, ServiceView], q: str) -> list[Hit]:
    """What a visitor may mean, best first (the kiosk's own search)."""
    elsewhere = {n.id: n for n in view.plan.not_here}
    hits = [hit.id for hit in search(view.plan, q, limit=MOST_HITS)]
    return [Hit(known[i] if i in known else site_shapes.not_here(elsewhere[i]), _papers(view, i)) for i in hits]


def most_used(known: dict[str, ServiceView]) -> list[ServiceView]:
    """What most people come for."""
    single = [s for s in known.values() if s.kind != "package"]
    return sorted(single, key=lambda s: -s.popular)[:MOST_USED]


def thing(view: View, id_: str) -> Thing:
    """A service, a package or something done elsewhere; UnknownService if there is none of that id."""
    plan = view.plan
    elsewhere = next((n for n in plan.not_here if n.id == id_), None)
    if elsewhere is not None:
        return Thing(site_shapes.not_here(elsewhere))
    services = _services(view, id_)
    if not services:
        raise UnknownService()
    steps = [Step(site_shapes.guide(view, s), offered(plan, s)) for s in services]
    package = plan.package(id_)
    first = steps[0].guide.service
    shape = site_shapes.package(view, package, first) if package else first
    return Thing(shape, _papers(view, id_), steps, package)


def _services(view: View, id_: str) -> list[Service]:
    package = view.plan.package(id_)
    wanted: Iterable[str] = package.services if package else (id_,)
    return [s for s in map(view.plan.service, wanted) if s is not None]


def papers_for(view: View, services: Iterable[str]) -> list[Material]:
    """What one brings for these services."""
    return papers_of(view.plan, list(services))


def _papers(view: View, id_: str) -> list[Material]:
    return papers_of(view.plan, [s.id for s in _services(view, id_)])


def _line(view: View, queue_id: str, services: list[ServiceView]) -> Line:
    queue = view.plan.queue(queue_id)
    assert queue is not None, "the plan named it"
    given = next((s for s in services if s.issuing in ("open", "online")), services[0])
    serving = {c.number for c in view.plan.counters if queue_id in c.queues}
    open_now = queries.open_counters(view.session, view.plan.id)
    wait = of_queue(view.house.waits, view.plan, queue_id, open_now)
    return Line(
        id=queue_id,
        names=queue.names,
        zone=queue.zone,
        floor=queue.floor,
        waiting=services[0].waiting,
        open_counters=max((s.counters_open for s in services), default=0) if serving else 0,
        services=services,
        issuing=given.issuing,
        opens_at=given.opens_at,
        wait=wait["wait"],
        wait_unknown_reason=wait.get("wait_unknown_reason"),
    )
