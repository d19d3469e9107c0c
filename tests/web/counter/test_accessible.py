"""The accessibility run over every page of staff and visitors, with the states that differ most."""

import pytest

from hall.queue import actions
from tests.web.surfaces import LOGINS, Served, sign_in, violations
from tests.world import Floor

LOOKS = ("language=en&theme=light", "language=zh-CN&theme=dark", "language=en&theme=contrast&type=large")
PAGES = (
    ("nobody", "/"),
    ("nobody", "/sign-in"),
    ("nobody", "/pair"),
    ("nobody", "/t/nonsense"),
    ("clerk", "/counter?all=1"),
    ("clerk", "/counter/willow-1"),
    ("clerk", "/counter/willow-2"),
    ("clerk", "/desk/willow"),
    ("clerk", "/desk/willow/new"),
    ("lead", "/floor/willow"),
    ("boss", "/admin/willow"),
    ("boss", "/admin/willow/people"),
    ("boss", "/admin/willow/people/new"),
    ("lead", "/account"),
)


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_passes(served: Served, people: Floor, look: str) -> None:
    _a_morning(people)
    found: dict[str, list[str]] = {}
    for login, path in PAGES:
        _become(served, login)
        page = served.open(f"{path}{'&' if '?' in path else '?'}{look}")
        found |= {path: problems} if (problems := violations(page)) else {}
    assert found == {}


@pytest.mark.parametrize("look", LOOKS)
def test_every_state_of_a_ticket_passes(served: Served, people: Floor, look: str) -> None:
    found: dict[str, list[str]] = {}
    for code in _tickets(people):
        page = served.open(f"/t/{code}?{look}")
        state = page.get_attribute("[data-state]", "data-state") or ""
        found |= {state: problems} if (problems := violations(page)) else {}
    assert found == {}


@pytest.mark.parametrize("name", ["miss", "hold", "park", "transfer", "finish"])
def test_every_dialog_passes(served: Served, people: Floor, name: str) -> None:
    _a_morning(people)
    page = served.open("/counter/willow-1?language=en")
    page.wait_for_selector("[data-ready]", state="attached")
    page.click(f"[data-dialog={name}]")
    assert violations(page) == []


def _a_morning(people: Floor) -> None:
    for service in ("A1", "A2", "A1", "B1"):
        people.issue(service, help_requested=True, visual_alert=True, large_type=True)
    people.next(people.open(1))


def _tickets(people: Floor) -> list[str]:
    """Codes of tickets that wait, are called, served, parked, missed and cancelled."""
    waiting, called, parked, missed, gone = (people.issue("A1") for _ in range(5))
    people.do(actions.cancel, gone.id)
    counter, last = people.open(1), None
    for ticket, end in ((parked, actions.park), (missed, actions.miss)):
        call = people.do(actions.call_this, counter, ticket.id, "other", after=last)
        last = call.id
        people.do(end, ticket.id if end is actions.park else last, "copy" if end is actions.park else "declined")
    people.do(actions.call_this, counter, called.id, "other", after=last)
    return [t.code for t in (waiting, called, parked, missed, gone)]


def _become(served: Served, login: str) -> None:
    context = served.page.context
    context.clear_cookies(name="hall_session")
    if login in LOGINS.values():
        client = served.app.test_client()
        sign_in(client, login)
        cookie = client.get_cookie("hall_session")
        assert cookie is not None
        context.add_cookies([{"name": "hall_session", "value": cookie.value, "url": served.address}])
