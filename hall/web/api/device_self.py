"""What a device asks and tells of itself."""

from hall.kernel.errors import NotFound
from hall.kernel.work import Work
from hall.queue import actions
from hall.site.device_actions import keep_report, overwrite_report, report_is_news
from hall.site.models import Device
from hall.web import device_shapes
from hall.web.api.endpoint import Ask, endpoint
from hall.web.guards import device
from hall.web.shapes import View
from hall.wire.devices import AnnouncementsSaid, DeviceReport, DeviceTold, PaperOutcome


@endpoint("GET", "/devices/current", guard=device(), gives=DeviceTold)
def myself(ask: Ask) -> DeviceTold:
    """Who this device is, both clocks, and how it is to speak."""
    ask.headers["Cache-Control"] = "no-store"
    return _told(ask)


@endpoint("PUT", "/devices/current/report", guard=device(), takes=DeviceReport, gives=DeviceTold)
def report(ask: Ask) -> DeviceTold:
    """How this device is; the answer says what is wanted of it."""
    device_id, content = str(ask.caller.id), ask.body.model_dump(mode="json")
    house, real_now = ask.house, ask.house.clock.real_now()
    with house.database.read() as session:
        news = report_is_news(session, device_id, content, real_now)
    if news:
        house.works.perform(
            str(ask.caller.hall_id), ask.caller.actor, lambda work: keep_report(work, device_id, content)
        )
    else:
        house.database.write(lambda session: overwrite_report(session, device_id, content, real_now))
    return _told(ask)


@endpoint(
    "POST",
    "/devices/current/announcements",
    guard=device("hall_display"),
    takes=AnnouncementsSaid,
    gives=DeviceTold,
)
def announcements(ask: Ask) -> DeviceTold:
    """What became of announcements: said, said in short, shown only because they were too old (R-18), failed."""
    items, device_id = ask.body.items, str(ask.caller.id)

    def verb(work: Work) -> None:
        for item in items:
            actions.announced(work, item.announcement.partition(":")[0], device_id, item.outcome)

    ask.change(str(ask.caller.hall_id), verb)
    return _told(ask)


@endpoint(
    "POST",
    "/devices/current/papers",
    guard=device("kiosk"),
    takes=PaperOutcome,
    gives=DeviceTold,
    refusals=(NotFound,),
)
def papers(ask: Ask) -> DeviceTold:
    """Whether a ticket of this kiosk came out on paper; the desk sees those that did not."""
    ticket, printed, device_id = ask.body.ticket, ask.body.printed, str(ask.caller.id)

    def verb(work: Work) -> None:
        actions.paper_told(work, ticket, device_id, printed=printed)

    ask.change(str(ask.caller.hall_id), verb)
    return _told(ask)


def _told(ask: Ask) -> DeviceTold:
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, str(ask.caller.hall_id))
        return device_shapes.told(view, session.get_one(Device, str(ask.caller.id)))
