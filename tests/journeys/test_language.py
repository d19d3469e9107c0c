"""The other language in the middle of something: what was chosen, ticked and typed is still there."""

import pytest
from playwright.sync_api import Page, expect

from hall.site.plan import Guide, Material
from tests.journeys.conftest import Founding
from tests.journeys.place import Place, press
from tests.long import IN_LONG_RUN
from tests.world import a_plan, a_service, names

PAPERS = Guide(
    id="g",
    service="A1",
    **dict.fromkeys(("title", "who", "fee", "limit", "when"), names("-")),
    agent_allowed=True,
    materials=(Material(names={"zh-CN": "身份证", "en": "ID card"}, original=1, copies=1),),
)


@pytest.fixture
def asking(founding: Founding) -> Place:
    """A hall whose first service asks for papers and copies (R-05)."""
    return founding(
        services=(a_service("A1", "A", copy_p=0.2, guide="g"), *a_plan().services[1:]), guides=(PAPERS,)
    )


def in_chinese(page: Page) -> None:
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_kiosk_keeps_the_service_what_was_ticked_and_the_papers(asking: Place) -> None:
    """R-05, R-43, R-46"""
    kiosk = asking.page(f"/kiosk/{asking.id}?language=en", "kiosk")
    kiosk.locator("a.tile", has_text="A1").first.click()
    kiosk.get_by_label("I need help or priority").check()
    kiosk.get_by_label("Large type on my ticket").check()
    in_chinese(kiosk)
    assert ticked(kiosk) == {"help", "large"}
    kiosk.get_by_label("代他人办理").check()
    kiosk.locator("button[value=missing]").click()
    # The question shows the same list: only the page after it has a single button.
    expect(kiosk.locator(".take-buttons button")).to_have_count(1)
    expect(kiosk.locator(".papers li")).to_contain_text("身份证")
    kiosk.get_by_role("link", name="English").click()
    expect(kiosk.locator(".papers li")).to_contain_text("ID card")
    kiosk.locator(".take-buttons button").click()
    kiosk.wait_for_url("**/number/**")
    in_chinese(kiosk)
    expect(kiosk.locator(".slip-number")).to_contain_text("A001")
    (ticket,) = asking.tickets()
    assert (ticket["help_requested"], ticket["large_type"]) == (True, True)
    assert ticket["language"] == "en", "the language on the glass when the number was taken"


def test_a_kiosk_keeps_what_was_typed_before_it_was_sent(asking: Place) -> None:
    kiosk = asking.page(f"/kiosk/{asking.id}?language=en", "kiosk")
    kiosk.fill("#q", "B1")
    expect(kiosk.get_by_text("1 service found")).to_be_visible()
    in_chinese(kiosk)
    expect(kiosk.locator("#q")).to_have_value("B1")
    expect(kiosk.locator("[data-found] a.tile")).to_have_count(1)
    kiosk.get_by_role("link", name="Large type").or_(kiosk.get_by_role("link", name="大字")).first.click()
    expect(kiosk.locator("#q")).to_have_value("B1")


def ticked(kiosk: Page) -> set[str]:
    boxes: list[str] = kiosk.locator("input[type=checkbox]:checked").evaluate_all("all => all.map((e) => e.name)")
    return set(boxes)


@IN_LONG_RUN
def test_a_phone_goes_on_in_the_other_language(place: Place) -> None:
    mine = place.issue()
    place.open(1)
    phone = place.phone(mine)
    expect(phone.locator(".ticket-state")).to_contain_text("You are next")
    in_chinese(phone)
    expect(phone.locator(".ticket-state")).to_contain_text("您是下一位")
    place.call(1)
    expect(phone.locator(".ticket-counter-number")).to_have_text("1")
    assert phone.url.split("?")[0].endswith(f"/t/{mine['code']}")


def test_a_console_keeps_its_open_dialog_while_the_language_of_its_browser_changes(place: Place) -> None:
    """Two pages of one browser share the language: the other one switches it in the middle of a question."""
    place.issue(), place.issue()
    place.open(1)
    console = place.console(1)
    press(console, "Space")
    expect(console.locator("#do-park")).to_be_enabled()
    press(console, "p")
    console.check("#dialog-park [value=payment]")
    other = console.context.new_page()
    other.goto(f"{place.served.base}/counter?all=1&language=zh-CN")
    place.issue()  # news: the console fetches its part, now in Chinese
    expect(console.locator("#queue-title")).to_contain_text("2")
    expect(console.locator("#dialog-park [value=payment]")).to_be_checked()
    console.locator("#dialog-park [type=submit]").click()
    expect(console.locator("#parked-title")).to_contain_text("1")
    assert [fact["data"]["reason"] for fact in place.facts("ticket.parked")] == ["payment"]
