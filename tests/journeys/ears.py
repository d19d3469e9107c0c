"""What a screen reader would say by itself while a page changes, kept in `window.spoken`.

Strict as they are: a polite region speaks only if it stood there, rendered, before its text changed. One that
came into the page together with its text, or was hidden until then, is silent; `role=alert` speaks in any case.
"""

from playwright.sync_api import Page

EARS = """
window.spoken = [];
const LIVE = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]";
const stood = new Map();
const loud = (e) => e.matches("[role=alert], [aria-live=assertive]");
const seen = (e) => e.checkVisibility({ visibilityProperty: true });
const words = (e) => (seen(e) ? e.innerText.replace(/\\s+/g, " ").trim() : "");
function listen() {
  for (const region of document.querySelectorAll(LIVE)) {
    const now = words(region);
    const before = stood.get(region);
    if (now && now !== before && (before !== undefined || loud(region))) window.spoken.push(now);
  }
  stood.clear();
  for (const region of document.querySelectorAll(LIVE)) {
    if (region.checkVisibility()) stood.set(region, words(region));
  }
}
document.addEventListener("DOMContentLoaded", () => {
  listen();
  window.spoken.length = 0;
  new MutationObserver(listen).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["hidden", "open"],
  });
});
"""


def spoken(page: Page) -> list[str]:
    """What was said since the page came."""
    found: list[str] = page.evaluate("window.spoken")
    return found


def hears(page: Page, text: str) -> None:
    """Waits until something with this text has been said."""
    page.wait_for_function("(text) => window.spoken.some((said) => said.includes(text))", arg=text)
