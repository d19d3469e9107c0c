"""A phone that runs no scripts follows its number by reloading, and neither address nor page say who holds it."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.place import Place

STATE = ".ticket-state"


def test_a_phone_without_scripts_follows_a_visit_by_reloading(place: Place) -> None:
    """R-25, R-31, R-34: all that its holder may do are plain forms."""
    ahead, mine = place.issue(), place.issue()
    place.open(1)
    phone = place.phone(mine, java_script_enabled=False)
    refresh = phone.locator("noscript meta[http-equiv=refresh]")
    assert refresh.get_attribute("content") == "20"
    assert "This page reloads every 20 seconds." in phone.inner_text("main")
    says(phone, "1 person ahead of you")
    place.ask("kiosk", "POST", f"/tickets/{ahead['code']}/cancellation")
    says(phone, "You are next")
    phone.get_by_text("Let others go first").click()
    phone.get_by_role("button", name="5 min").click()
    place.clock.pass_(minutes=5)
    made = place.call(1)
    says(phone, r"It is your turn: please go to counter\s*1")
    place.arrive(made)
    says(phone, "You are being served")
    place.ask("clerk", "POST", f"/tickets/{mine['id']}/park", {"reason": "copy", "call": made["call"]["id"]})
    says(phone, "Your visit is kept")
    phone.get_by_role("button", name="I am back").click()
    says(phone, "You are next at counter 1")
    again = place.call(1)
    place.ask("clerk", "POST", f"/calls/{again['call']['id']}/miss", {"reason": "declined"})
    says(phone, "Your turn has passed")
    phone.get_by_role("button", name="Rejoin the queue").click()
    says(phone, "You are next")
    phone.get_by_text("Give the number back").click()
    phone.get_by_role("button", name="Yes, give it back").click()
    says(phone, "You have given this number back")
    assert place.state(mine) == "cancelled"


def test_nothing_personal_stands_in_the_address_or_the_page(place: Place) -> None:
    """R-43: not who holds the number, nor why it goes first; the address is no number that can be guessed."""
    mine = place.issue(help_requested=True)
    wish = {"group": "disabled", "note": "came with Mrs Lin, 13800138000"}
    place.ask("desk", "PUT", f"/tickets/{mine['id']}/priority", wish)
    phone = place.phone(mine, java_script_enabled=False)
    assert phone.url == f"{place.served.base}/t/{mine['code']}"
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", mine["code"]), "128 bits nobody guesses"
    page = phone.content()
    assert not re.search(r"Lin|1380|disabled|priority|asked for help", page)
    assert mine["id"] not in page
    assert {c["name"] for c in phone.context.cookies()} <= {"hall_csrf"}
    answer = phone.reload()
    assert answer is not None
    assert answer.headers["referrer-policy"] == "no-referrer" and "no-" in answer.headers["cache-control"]
    expect(phone.locator("meta[name=robots]")).to_have_attribute("content", "noindex")


def says(phone: Page, text: str) -> None:
    """After the reload that the page would do by itself."""
    phone.goto(phone.url)
    expect(phone.locator(STATE)).to_contain_text(re.compile(text))
