"""`/halls/{hall}/services/{service}/number`: a number taken from outside, where the hall allows it (R-12).

A page of its own: it needs the token against forged forms, and the pages about services are one for everybody.
"""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from device.looks import language
from hall.kernel.errors import HallError, NotFound
from hall.kernel.phones import LONGEST
from hall.kernel.work import Actor
from hall.queue.actions.issue import Wish
from hall.web import remote
from hall.web.forms import Filled, from_our_page, see
from hall.web.guards import public
from hall.web.house import house
from hall.web.pages import look, page
from hall.web.public import things
from hall.web.public.routes import blueprint
from hall.web.shapes import View

AT = {"number_unusable": "phone", "number_needed": "phone"}


@blueprint.get("/halls/<hall>/services/<service>/number")
@public
def number(hall: str, service: str) -> Response:
    """Where the telephone is typed that is told when to come."""
    with look(hall) as view:
        return _form(view, service, Filled(typed={"phone": ""}))


@blueprint.post("/halls/<hall>/services/<service>/number")
@public
def take_number(hall: str, service: str) -> AnyResponse:
    """A number, and on to its page; or what is wrong."""
    from_our_page()
    form = Filled.sent("phone")
    form.typed["phone"] = form.typed["phone"][:LONGEST]
    with look(hall) as view:
        _thing(view, service)
        plan = view.plan
    try:
        phone = remote.usable(plan, form.typed["phone"])
        remote.throttle(house(), phone)
        wish = Wish((service,), language=language(), to_arrive=True)
        verb = remote.taking(wish, phone, house().expected)
        ticket = house().works.perform(hall, Actor("public"), verb)
    except HallError as refusal:
        form.refuse(refusal, at=AT)
        with look(hall) as view:
            return _form(view, service, form)
    return see(f"/t/{ticket.code}")


def _form(view: View, service: str, form: Filled) -> Response:
    found = _thing(view, service)
    text = page("public/number.html", view, s=found.shape, form=form, doors=[], demo=False)
    return Response(text, form.status)


def _thing(view: View, service: str) -> things.Thing:
    """The service, where numbers can be taken from outside; NotFound otherwise."""
    if not view.plan.settings.remote_tickets:
        raise NotFound()
    found = things.thing(view, service)
    if found.shape.kind == "not_here":
        raise NotFound()
    return found
