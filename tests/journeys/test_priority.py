"""Priority: asked for at the kiosk, verified at the desk, seen in the order of calling and nowhere else."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.place import Place, line_of, press

WHY = re.compile(r"older|elder|priorit|优先|老年|绿色|60岁", re.IGNORECASE)
STATE = ".ticket-state"


def test_r42_r43_priority_changes_the_order_and_no_screen_says_why(place: Place) -> None:
    before = [place.issue() for _ in range(3)]
    asks_for_help(place)
    place.open(1)
    console, phone = place.console(1), place.phone(before[0])
    public = [place.screen(), place.screen("/counter/1"), phone]
    heard = [listen(page) for page in public]
    expect(phone.locator(STATE)).to_contain_text("You are next")

    desk = place.page(f"/desk/{place.id}?language=en", "desk")
    row = desk.get_by_role("row", name="A004")
    expect(row).to_contain_text("asked for help")
    row.get_by_role("link", name="A004").click()
    desk.get_by_label("60 or older").check()
    desk.get_by_role("button", name="Give priority").click()
    expect(desk.get_by_role("button", name="Take priority back")).to_be_visible()

    expect(console.locator(".row-first .row-number")).to_have_text("A004")
    assert line_of(console) == ["A004", "A001", "A002", "A003"]
    expect(phone.locator(STATE)).to_contain_text("1 person ahead of you")
    press(console, "Space")
    expect(console.locator("#current-number")).to_have_text("A004")
    expect(public[0].locator(".call-first")).to_contain_text("A004")
    expect(public[1].locator(".one-number")).to_have_text("A004")
    expect(phone.locator(STATE)).to_contain_text("You are next")
    for page in public:
        assert WHY.search(page.inner_text("body")) is None
    for frames in heard:
        assert frames and not any(re.search("older|group", frame) for frame in frames)


def asks_for_help(place: Place) -> None:
    """Takes A004 at the kiosk with the box that asks nobody for a reason."""
    kiosk = place.page(f"/kiosk/{place.id}/service/A1?language=en", "kiosk")
    kiosk.get_by_label("I need help or priority").check()
    kiosk.get_by_role("button", name="Take a number").click()
    kiosk.wait_for_url("**/number/**")
    assert WHY.search(kiosk.inner_text("main")) is None, "the reason is never on a ticket"


def listen(page: Page) -> list[str]:
    """What comes over the page's live line from its next connection on."""
    frames: list[str] = []
    page.on("websocket", lambda line: line.on("framereceived", lambda data: frames.append(str(data))))
    page.reload()
    return frames
