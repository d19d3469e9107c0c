"""Numbers taken from outside (R-12) and the telephone of a ticket (R-30), through the API and the pages."""

import re
from typing import Any

import pytest
from flask import Flask

from hall.notices.models import TicketContact
from tests.notices.outbox import PHONE
from tests.web.api.contract import valid
from tests.world import HALL, Api, Floor

ISSUE = f"/halls/{HALL}/tickets"


@pytest.fixture
def open_outside(app: Flask) -> Flask:
    """The hall lets numbers be taken from outside."""
    from hall.queue.actions import replan
    from hall.site.queries import hall, plan_of

    def verb(work: Any) -> None:
        plan = plan_of(work.session, work.hall_id)
        settings = plan.settings.model_copy(update={"remote_tickets": True})
        replan(
            work,
            plan.model_copy(update={"settings": settings}),
            after=hall(work.session, work.hall_id).plan_version,
        )

    Floor(app.extensions["hall"].works).do(verb)
    return app


def contact(app: Flask, ticket_id: str) -> TicketContact | None:
    with app.extensions["hall"].database.read() as session:
        found: TicketContact | None = session.get(TicketContact, ticket_id)
        return found


def test_r30_a_number_with_a_telephone_at_the_kiosk(app: Flask, tokens: dict[str, str]) -> None:
    kiosk = Api(app, tokens["kiosk"])
    made = valid(kiosk.post(ISSUE, {"service": "A1", "phone": "138 0013 8000", "language": "en"}), 201)
    kept = contact(app, made["id"])
    assert kept is not None and (kept.phone, kept.language) == (PHONE, "en") and not made["to_arrive"]
    assert "138" not in str(made)
    wrong = valid(kiosk.post(ISSUE, {"service": "A1", "phone": "010-12345678"}), 422)
    assert wrong["code"] == "number_unusable" and wrong["errors"][0]["field"] == "phone"


def test_r30_the_holder_gives_a_number_and_takes_it_back(app: Flask, tokens: dict[str, str]) -> None:
    code = Floor(app.extensions["hall"].works).issue("A1").code
    holder = Api(app)
    ticket = valid(holder.put(f"/tickets/{code}/phone", {"phone": "13800138000", "language": "en"}), 200)
    assert contact(app, ticket["id"]) is not None
    assert holder.put(f"/tickets/{code}/phone", {"phone": "12345"}).status_code == 422
    assert [holder.delete(f"/tickets/{code}/phone").status_code for _ in range(2)] == [200, 200]
    assert contact(app, ticket["id"]) is None
    assert Api(app).put(f"/tickets/{ticket['id']}/phone", {"phone": "13800138000"}).status_code == 401


def test_r12_where_it_is_off_the_public_takes_no_number(app: Flask) -> None:
    assert valid(Api(app).post(ISSUE, {"service": "A1", "phone": PHONE}), 401)["code"] == "signed_out"


def test_r12_a_number_from_outside_is_called_after_its_visitor_has_come(
    open_outside: Flask, tokens: dict[str, str]
) -> None:
    public, clerk = Api(open_outside), Api(open_outside, tokens["clerk"])
    made = valid(public.post(ISSUE, {"service": "A1", "phone": "13800138000"}), 201)
    assert made["to_arrive"] and made["code"] and made["state"] == "waiting"
    clerk.put(f"/counters/{HALL}-1/opening")
    calls = f"/counters/{HALL}-1/calls"
    assert clerk.post(calls, {"after": None}).json["code"] == "nobody_waiting"
    assert not valid(public.post(f"/tickets/{made['code']}/arrival"), 200)["to_arrive"]
    assert clerk.post(calls, {"after": None}).json["ticket"]["number"] == made["number"]


def test_r12_one_telephone_has_one_number_for_a_service_and_needs_one(open_outside: Flask) -> None:
    public = Api(open_outside)
    assert public.post(ISSUE, {"service": "A1", "phone": "13800138000"}).status_code == 201
    again = valid(public.post(ISSUE, {"service": "A1", "phone": "+8613800138000"}), 409)
    assert again["code"] == "already_waiting" and "ticket" not in again
    assert valid(public.post(ISSUE, {"service": "A1"}), 422)["code"] == "number_needed"


def test_r12_whoever_takes_many_is_asked_to_wait(open_outside: Flask) -> None:
    public = Api(open_outside)
    answers = [public.post(ISSUE, {"service": "B1", "phone": f"138001380{n:02d}"}).status_code for n in range(12)]
    assert answers == [201] * 10 + [429] * 2


def test_r12_the_desk_and_the_kiosk_say_that_somebody_has_come(
    open_outside: Flask, tokens: dict[str, str]
) -> None:
    for who, phone in (("desk", "13800138000"), ("kiosk", "13800138001")):
        made = Api(open_outside).post(ISSUE, {"service": "A1", "phone": phone}).json
        assert not valid(Api(open_outside, tokens[who]).post(f"/tickets/{made['id']}/arrival"), 200)["to_arrive"]
    made = Api(open_outside).post(ISSUE, {"service": "A1", "phone": "13800138002"}).json
    assert Api(open_outside).post(f"/tickets/{made['id']}/arrival").status_code == 401, "an id is no key"


def form(client: Any, address: str, path: str, **values: str) -> Any:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert token
    return client.post(path, data={"csrf_token": token[1], **values})


def test_r12_without_scripts_from_the_service_s_page_into_the_hall(open_outside: Flask) -> None:
    client = open_outside.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    address = f"/halls/{HALL}/services/A1/number"
    assert address in client.get(f"/halls/{HALL}/services/A1").text
    wrong = form(client, address, address, phone="12345")
    assert wrong.status_code == 422 and "12345" in wrong.text and "error-summary" in wrong.text
    made = form(client, address, address, phone="13800138000")
    assert made.status_code == 303
    ticket = made.headers["Location"]
    text = client.get(ticket).text
    assert "You are not called yet." in text and "I am in the hall" in text
    assert form(client, ticket, f"{ticket}/arrival").status_code == 303
    assert "You are not called yet." not in client.get(ticket).text
    assert "No texts any more" in client.get(ticket).text
    assert form(client, ticket, f"{ticket}/phone/end").status_code == 303
    assert form(client, ticket, f"{ticket}/phone", phone="1").status_code == 422
    assert form(client, ticket, f"{ticket}/phone", phone="13800138000").status_code == 303


def test_r12_where_it_is_off_there_is_no_such_page(app: Flask) -> None:
    client = app.test_client()
    assert client.get(f"/halls/{HALL}/services/A1/number").status_code == 404
    assert "/number" not in client.get(f"/halls/{HALL}/services/A1").text
