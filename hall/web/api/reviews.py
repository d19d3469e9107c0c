"""The look after an outage (R-75): who was perhaps served by list, and who can be called from now on."""

from hall.kernel.work import Work
from hall.queue import actions, queries
from hall.site.errors import UnknownHall
from hall.staff.rules import Role
from hall.web import shapes
from hall.web.api.endpoint import PAGE, Ask, cut, endpoint
from hall.web.api.outage import LARGEST
from hall.web.guards import staff
from hall.web.shapes import View
from hall.wire.devices import AfterOutage, ReviewDone, ReviewWish

DESK = staff(Role.DESK)


@endpoint("GET", "/halls/<hall>/outage", guard=DESK, gives=AfterOutage, refusals=(UnknownHall,), query=PAGE)
def outage(ask: Ask) -> AfterOutage:
    """Who was perhaps served by list during an outage, in the order of calling, and numbers that were not kept."""
    with ask.house.database.read() as session:
        view = View.of(ask.house, session, ask["hall"])
        found, more = cut(queries.in_key_order(view.plan, queries.in_doubt(session, ask["hall"])))
        return AfterOutage(
            items=[shapes.ticket(view, ticket, staff=True) for ticket in found],
            refused=queries.turned_away(session, view.plan, view.now),
            next=more,
        )


@endpoint(
    "POST",
    "/halls/<hall>/outage/review",
    guard=DESK,
    takes=ReviewWish,
    gives=ReviewDone,
    refusals=(UnknownHall,),
    largest=LARGEST,
)
def review(ask: Ask) -> ReviewDone:
    """Says who was served by list and who had left; the others can be called from now on."""
    body: ReviewWish = ask.body

    def verb(work: Work) -> ReviewDone:
        return actions.review(work, served=body.served, gone=body.gone, release=body.release, seen=body.seen)

    return ask.change(ask["hall"], verb)  # type: ignore[no-any-return]
