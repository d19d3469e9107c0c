"""What must be true of every surface in every look: functions of a page that give lines of text, or none."""

from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent
AXE = (HERE.parents[1] / "node_modules/axe-core/axe.min.js").read_text()
LAYOUT = (HERE / "layout.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BLINK = 0.2  # seconds: what may move for whoever asked for no motion

MOVING = """(blink) => document.getAnimations().filter((a) => {
    const { duration, iterations } = a.effect.getComputedTiming();
    return a.playState === "running" && duration * iterations > blink * 1000;
}).map((a) => `moves: ${a.animationName ?? a.transitionProperty} of ${a.effect.target.className}`)"""


def accessibility(page: Page) -> list[str]:
    """What axe-core finds: rule and element. No rule of these tags needs the style sheets fetched once more."""
    page.evaluate(AXE)
    how = "{ runOnly: values, resultTypes: ['violations'], preload: false }"
    found = page.evaluate(f"(values) => axe.run({how})", TAGS)
    return [f"{v['id']}: {n['target']}" for v in found["violations"] for n in v["nodes"]]


def layout(page: Page, *, touch: int, shut: bool = False) -> list[str]:
    """Sideways scrolling, cut text, small targets, targets that nothing brings into reach."""
    found: list[str] = page.evaluate(LAYOUT, {"touch": touch, "shut": shut})
    return found


def motion(page: Page) -> list[str]:
    """What still moves though the reader asked for no motion."""
    found: list[str] = page.evaluate(MOVING, BLINK)
    return found


def elsewhere(asked: list[str], address: str) -> list[str]:
    """Requests that left the hall's own server."""
    own = (address, address.replace("http:", "ws:"), "data:", "blob:")
    return [f"asked elsewhere: {url}" for url in asked if not url.startswith(own)]
