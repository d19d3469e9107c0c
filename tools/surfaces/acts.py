"""What a hand does after a page has opened, to bring it into its state. Text may name places: "{waiting.code}"."""

from collections.abc import Callable, Mapping

from playwright.sync_api import Page

Act = Callable[[Page, Mapping[str, str]], None]


def click(selector: str, *, leaves: bool = False) -> Act:
    """A press; `leaves` when another page follows it."""

    def act(page: Page, places: Mapping[str, str]) -> None:
        if not leaves:
            page.click(selector)
            return
        with page.expect_navigation():
            page.click(selector)

    return act


def go(address: str) -> Act:
    def act(page: Page, places: Mapping[str, str]) -> None:
        page.goto(places["server"] + address)

    return act


def further(path: str) -> Act:
    """The page behind this one, by its address."""

    def act(page: Page, places: Mapping[str, str]) -> None:
        page.wait_for_url("**/number/**")
        page.goto(page.url + path)

    return act


def fill(selector: str, text: str) -> Act:
    def act(page: Page, places: Mapping[str, str]) -> None:
        page.fill(selector, text.format_map(places))

    return act


def alter(selector: str, value: str) -> Act:
    """Another value in a hidden field, as an outdated page would send it."""

    def act(page: Page, places: Mapping[str, str]) -> None:
        page.eval_on_selector(selector, "(field, value) => (field.value = value)", value)

    return act


def see(selector: str) -> Act:
    """Waits until something stands there."""

    def act(page: Page, places: Mapping[str, str]) -> None:
        page.wait_for_selector(selector, state="attached")

    return act


def scroll_to(selector: str) -> Act:
    def act(page: Page, places: Mapping[str, str]) -> None:
        page.locator(selector).first.scroll_into_view_if_needed()

    return act


def pass_time(seconds: int, *, beat: int = 0, answers: str = "") -> Act:
    """The browser's clock goes on; its surface must say `own_clock`.

    Every `beat` seconds the page asks the hall; it goes on when the answer of such an address has come.
    """

    def act(page: Page, places: Mapping[str, str]) -> None:
        for _ in range(seconds // beat if beat else 0):
            with page.expect_response(answers):
                page.clock.run_for(beat * 1000)
        page.clock.run_for((seconds % beat if beat else seconds) * 1000)

    return act


def lose(requests: str) -> Act:
    """The hall no longer answers these addresses, and the page looks again."""

    def act(page: Page, places: Mapping[str, str]) -> None:
        page.route(requests, lambda route: route.abort())
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    return act
