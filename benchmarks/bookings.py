"""`python -m benchmarks.bookings`: ten thousand people ask for six hundred slots the moment they are released.

Everybody comes from an address of their own, asks for one time, and confirms with the code on their telephone if
they get it. Meanwhile visitors take numbers and a counter calls, arrives and finishes them in the same process.
"""

import collections
import http.client
import json
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks import bare, load, served
from hall.appointments.models import Booking, SlotUnit
from hall.appointments.states import BookingState
from hall.kernel.database import Database
from hall.notices.models import Notice
from hall.site.plan import Plan, Queue, Service, Settings, WeeklySession

PEOPLE, CLIENTS = 10_000, 10
SLOT_MINUTES, STARTS = 10, 75  # by eight counters: six hundred
LIMIT_ANSWER_MS, LIMIT_CALL_MS = 1000.0, 300.0
BETWEEN_VISITS = 0.1  # seconds: five times what eight busy counters call
QUIET_SECONDS = 5.0

Answer = tuple[int, float]  # status, seconds


@dataclass
class Rush:
    """What the people of a release were answered."""

    hall: served.Hall
    day: datetime
    asked: "collections.deque[int]" = field(default_factory=lambda: collections.deque(range(PEOPLE)))
    answers: list[Answer] = field(default_factory=list)
    confirmations: list[Answer] = field(default_factory=list)
    offered: int = 0  # refusals that named free times


def main() -> int:
    """Prints one line per figure; 1 if a slot was sold twice or left over."""
    with tempfile.TemporaryDirectory() as name, served.hall(Path(name), _plan(), HALL_TRUSTED_PROXIES="1") as hall:
        most = bare.requests_per_second(clients=CLIENTS, seconds=QUIET_SECONDS)
        quiet = _calls_while(hall, lambda: time.sleep(QUIET_SECONDS))
        rush, cpu = Rush(hall, _tomorrow()), hall.cpu_seconds()
        begun = time.perf_counter()
        busy = _calls_while(hall, lambda: _everybody(rush))
        seconds, cpu = time.perf_counter() - begun, hall.cpu_seconds() - cpu
        sound = _sold(hall, rush)
    got = [took for status, took in rush.answers if status == 201]
    refused = [took for status, took in rush.answers if status == 409]
    rate = len(rush.answers) / seconds
    print(f"{PEOPLE} people, {CLIENTS} at a time, in {seconds:.0f} s")
    print(
        f"{rate:.0f} answers/s, {1000 * cpu / PEOPLE:.1f} ms CPU each, "
        f"{rate / most:.2f} of a Flask route that does nothing ({most:.0f}/s)"
    )
    print(f"holding a slot, {len(got)} times: {_ms(got)} (limit p99 {LIMIT_ANSWER_MS:.0f} ms)")
    print(f"confirming it: {_ms([took for _, took in rush.confirmations])} (limit p99 {LIMIT_ANSWER_MS:.0f} ms)")
    ratio = sum(refused) / len(refused) / (sum(got) / len(got))
    print(
        f"a friendly refusal, {len(refused)} times, {rush.offered} with the nearest free times: {_ms(refused)}, "
        f"{ratio:.2f} of holding (limit p99 {LIMIT_ANSWER_MS:.0f} ms)"
    )
    print(f"a request of calling meanwhile: {_ms(busy)} (limit p99 {LIMIT_CALL_MS:.0f} ms); before: {_ms(quiet)}")
    return 0 if sound else 1


def _everybody(rush: Rush) -> None:
    threads = [threading.Thread(target=_people, args=(rush, n)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _people(rush: Rush, seed: int) -> None:
    """One connection: one person after the other, each with an address and a telephone of their own."""
    connection = http.client.HTTPConnection(rush.hall.address, timeout=60)
    phones, choice = Database(rush.hall.database), random.Random(seed)
    while True:
        try:
            number = rush.asked.popleft()
        except IndexError:
            break
        start = rush.day + timedelta(minutes=SLOT_MINUTES * choice.randrange(STARTS))
        wish = {"hall": served.HALL_ID, "service": "N1", "start": start.isoformat(), "name": f"Person {number}"}
        person = {"X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}
        status, took, answer = _post(connection, "/bookings", {**wish, "phone": f"+86138{number:08d}"}, person)
        rush.answers.append((status, took))
        if status == 201:
            code = {"otp": _code(phones, answer["id"])}
            status, took, _ = _post(connection, f"/bookings/{answer['code']}/confirmation", code, person)
            rush.confirmations.append((status, took))
        elif status != 409:
            raise RuntimeError(f"{status} {answer}")
        else:
            rush.offered += bool(answer["nearest"])
    phones.close()


def _post(
    connection: http.client.HTTPConnection, path: str, body: dict[str, Any], headers: dict[str, str]
) -> tuple[int, float, Any]:
    begun = time.perf_counter()
    connection.request("POST", "/api/v1" + path, json.dumps(body), {"Content-Type": "application/json", **headers})
    answer = connection.getresponse()
    text = answer.read()
    return answer.status, time.perf_counter() - begun, json.loads(text)


def _code(phones: Database, booking: str) -> str:
    """The six digits that were sent to whoever holds a booking."""
    with phones.read() as session:
        text = session.scalars(select(Notice).where(Notice.about == booking)).one().text
    return "".join(c for c in text if c.isdigit())[:6]


def _calls_while(hall: served.Hall, work: Any) -> list[float]:
    """Seconds of each request at a counter while `work` is done elsewhere."""
    client, over = load.Client(hall, 1), threading.Event()

    def visits() -> None:
        while not over.wait(BETWEEN_VISITS):
            client.cycle()

    thread = threading.Thread(target=visits)
    thread.start()
    try:
        work()
    finally:
        over.set()
        thread.join()
    return client.took


def _sold(hall: served.Hall, rush: Rush) -> bool:
    """Says what the database holds, and whether each slot is sold exactly once and confirmed."""
    database, wanted = Database(hall.database), STARTS * served.COUNTERS
    with database.read() as session:
        booked = select(func.count()).where(Booking.state == BookingState.BOOKED)
        bookings = session.scalar(booked) or 0
        places = session.scalar(select(func.count(SlotUnit.booking_id.distinct()))) or 0
        doubled = session.scalar(select(func.count()).where(SlotUnit.layer > 0)) or 0
    database.close()
    print(f"{bookings} of {wanted} slots sold and confirmed, {places} places, {doubled} beside another")
    confirmed = sum(status == 200 for status, _ in rush.confirmations)
    return bookings == places == confirmed == wanted and doubled == 0


def _plan() -> Plan:
    """The usual plan with a service that all eight counters do by appointment, and six hundred slots tomorrow."""
    plan, weekday, names = served.usual_plan(), _tomorrow().isoweekday(), {"zh-CN": "预约", "en": "Booked"}
    day = plan.sessions[0]
    hours = timedelta(minutes=SLOT_MINUTES * STARTS)
    tomorrow = WeeklySession(
        days=(weekday,),
        session="tomorrow",
        start=_tomorrow().time(),
        end=(_tomorrow() + hours).time(),
        kind="regular",
    )
    return plan.model_copy(
        update={
            "sessions": (day.model_copy(update={"days": tuple(d for d in day.days if d != weekday)}), tomorrow),
            "queues": (*plan.queues, Queue(id="N", prefix="N", names=names, zone="A")),
            "services": (
                *plan.services,
                Service(
                    id="N1",
                    queue="N",
                    department="d",
                    names=names,
                    kind="instant",
                    mean=5,
                    sd=1,
                    slot=SLOT_MINUTES,
                    bookable=True,
                ),
            ),
            "counters": tuple(c.model_copy(update={"queues": (*c.queues, "N")}) for c in plan.counters),
            "settings": Settings(full_earliest_minutes=0, booked_share_weekday=1, booking_rest_days=30),
        }
    )


def _tomorrow() -> datetime:
    """Eight in the morning of the day that is released."""
    return datetime.combine(datetime.now(UTC).date() + timedelta(days=1), clock_time(8), UTC)


def _ms(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return f"p50 {1000 * ordered[len(ordered) // 2]:.0f} ms, p99 {1000 * ordered[int(len(ordered) * 0.99)]:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
