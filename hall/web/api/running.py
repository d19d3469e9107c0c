"""How the installation itself is: alive, ready, measured; the contract; the demo's clock."""

import json
from typing import Any

from flask import Response, current_app
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy.orm import Session

from hall.kernel.errors import Refused
from hall.kernel.journal import head
from hall.queue.queries import waiting_counts
from hall.site.queries import halls, plan_of
from hall.web import device_shapes
from hall.web.api.endpoint import Ask, endpoint
from hall.web.guards import public
from hall.web.house import House, house, speed_of
from hall.web.shapes import View
from hall.wire.site import ClockView, SpeedWish

TICKER_LATE_SECONDS = 15


class NoDemo(Refused):
    code = "no_demo"
    sentence = "Only a demo has a clock that can be changed."


@endpoint("GET", "/openapi.json", guard=public)
def openapi(ask: Ask) -> Response:
    """This contract."""
    from hall.web.api.openapi import document

    return Response(json.dumps(document(), ensure_ascii=False), mimetype="application/json")


@endpoint("GET", "/halls/<hall>/demo-clock", guard=public, gives=ClockView)
def demo_clock(ask: Ask) -> ClockView:
    """The hall's time, and how many times faster than a wall clock it goes (1 outside a demo)."""
    ask.headers["Cache-Control"] = "no-store"  # here the ticking is the news
    with ask.house.database.read() as session:
        plan_of(session, ask["hall"])
    return _clock(ask.house)


@endpoint("PUT", "/halls/<hall>/demo-clock", guard=public, takes=SpeedWish, gives=ClockView, refusals=(NoDemo,))
def set_demo_clock(ask: Ask) -> ClockView:
    """Changes the speed of a demo while it runs."""
    with ask.house.database.read() as session:
        plan_of(session, ask["hall"])
    clock: Any = ask.house.clock
    if not ask.house.settings.demo or not hasattr(clock, "set_speed"):
        raise NoDemo()
    clock.set_speed(ask.body.speed)
    return _clock(ask.house)


@public
def healthz() -> Response:
    """Alive: the process answers."""
    return Response("ok\n", mimetype="text/plain")


@public
def readyz() -> Response:
    """Ready: the database answers and can say where every hall's line stands, and the clock's jobs run."""
    answer: dict[str, Any] = {"database": "ok", "broker": "none", "ticker": _ticker(), "line": "none"}
    try:
        with house().database.read() as session:
            answer["halls"] = {h.id: head(session, h.id) for h in halls(session)}
    except Exception:
        answer["database"] = "down"
    ready = answer["database"] == "ok" and answer["ticker"] != "late"
    response = Response(json.dumps(answer), 200 if ready else 503, mimetype="application/json")
    if not ready:
        response.headers["Retry-After"] = "5"
    return response


def _ticker() -> str:
    """Whether the clock's jobs run here: ok, late, or none where this process runs none."""
    heartbeat = current_app.extensions.get("hall.heartbeat")
    if heartbeat is None:
        return "none"
    return "ok" if heartbeat.seconds_ago() < TICKER_LATE_SECONDS else "late"


@public
def metrics() -> Response:
    """Prometheus figures, made when asked: no secrets, no personal data."""
    registry = CollectorRegistry()
    waiting = Gauge("hall_waiting", "Visitors waiting", ["hall", "queue"], registry=registry)
    facts = Gauge("hall_facts", "Number of the newest fact", ["hall"], registry=registry)
    with house().database.read() as session:
        for hall in halls(session):
            facts.labels(hall.id).set(head(session, hall.id))
            counts = waiting_counts(session, hall.id)
            for queue in plan_of(session, hall.id).queues:
                if not queue.number_series_only:
                    waiting.labels(hall.id, queue.id).set(counts.get(queue.id, 0))
        _devices(registry, session)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _devices(registry: CollectorRegistry, session: Session) -> None:
    """Kiosks and screens: heard of, last contact, clock, printer, what is still to come."""
    names = ["hall", "device", "kind"]
    gauges = {
        name: Gauge(f"hall_{name}", told, names, registry=registry)
        for name, told in (
            ("device_up", "1 while the device reports"),
            ("device_last_contact_seconds", "Seconds since its last report"),
            ("device_clock_offset_seconds", "Its clock minus the hall's"),
            ("device_to_replay", "Tickets made while cut off that the hall does not know yet"),
        )
    }
    printer = Gauge(
        "hall_printer_state", "1 for the state the printer is in", [*names, "state"], registry=registry
    )
    real_now = house().clock.real_now()
    for hall in halls(session):
        for status in device_shapes.statuses(View.of(house(), session, hall.id)):
            labels = (hall.id, status.device.id, status.device.kind)
            gauges["device_up"].labels(*labels).set(status.online)
            if status.seen_at is None or status.report is None:
                continue
            gauges["device_last_contact_seconds"].labels(*labels).set((real_now - status.seen_at).total_seconds())
            gauges["device_to_replay"].labels(*labels).set(status.report.to_replay)
            if status.report.clock_offset_seconds is not None:
                gauges["device_clock_offset_seconds"].labels(*labels).set(status.report.clock_offset_seconds)
            if status.report.printer is not None:
                printer.labels(*labels, status.report.printer.state).set(1)


def _clock(the_house: House) -> ClockView:
    clock: Any = the_house.clock
    return ClockView(now=clock.hall_now(), speed=speed_of(clock), demo=bool(the_house.settings.demo))
