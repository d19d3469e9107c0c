"""A browser that goes from surface to surface: signed in as whoever looks, in a language, a theme and a size."""

import os
from dataclasses import dataclass, field
from itertools import count, product
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Page

from tools.surfaces.house import Served
from tools.surfaces.surface import Size, Surface

LANGUAGES, THEMES, ZOOMS = ("zh-CN", "en"), ("light", "dark", "contrast"), (100, 200)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
SHELL, WHOLE = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
CHROMIUM = str(WHOLE if os.environ.get("HALL_LONG") or not SHELL.exists() else SHELL)
"""The same engine without a window's frame takes a quarter of the time; the long run takes the whole browser."""
# One renderer for all pages instead of a fresh one per visit: half of the work, the same pages.
LEAN = ["--disable-features=SpareRendererForSitePerProcess,IsolateOrigins,site-per-process", "--process-per-site"]
LEAN += ["--disable-site-isolation-trials", "--renderer-process-limit=1", "--num-raster-threads=1"]
FLAGS += [] if os.environ.get("HALL_LONG") else [*LEAN, "--in-process-gpu"]
NARROWEST = 320  # CSS pixels: what WCAG 1.4.10 asks of a page that is enlarged; a phone is enlarged no further


@dataclass(frozen=True)
class Look:
    language: str = "zh-CN"
    theme: str = "light"
    zoom: int = 100  # percent


LOOKS = tuple(Look(*each) for each in product(LANGUAGES, THEMES, ZOOMS))


@dataclass
class Visitor:
    """One browser page for many visits; surfaces with a clock of their own get a page of their own."""

    served: Served
    browser: Browser
    reduced_motion: bool = False
    asked: list[str] = field(default_factory=list)  # every address since the last visit began

    def __post_init__(self) -> None:
        self.context: BrowserContext = self.browser.new_context(
            reduced_motion="reduce" if self.reduced_motion else "no-preference"
        )
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page = self.context.new_page()
        self._visits = count()

    def open(self, surface: Surface, look: Look, size: Size | None = None) -> Page:
        """The surface in its state; the answer to its address has the status that the catalogue says."""
        # The page before would meet a stranger's cookies and load itself again, in the middle of our visit.
        self.page.goto("about:blank")
        self.page.unroute_all()
        if surface.own_clock:
            self.page.close()
            self.page = self.context.new_page()
            self.page.clock.install()
        self._become(surface, look)
        self.resize(size or surface.sizes[0], look.zoom)
        places = self.served.places | {
            "server": self.served.address,
            "nothing": "nothing",
            "n": str(next(self._visits)),
        }
        self.asked.clear()
        answer = self.page.goto(self.served.address + self._path(surface, look, places))
        assert answer is not None and answer.status == surface.status, (surface.name, answer and answer.status)
        for act in surface.acts:
            act(self.page, places)
        return self.page

    def leave(self, surface: Surface) -> None:
        """A page whose clock was ours is of no use for the next visit."""
        if surface.own_clock:
            self.page.close()
            self.page = self.context.new_page()

    def resize(self, size: Size, zoom: int) -> None:
        width, height = size
        narrow = max(min(NARROWEST, width), width * 100 // zoom)
        self.page.set_viewport_size({"width": narrow, "height": height * 100 // zoom})

    def close(self) -> None:
        self.context.close()

    def _become(self, surface: Surface, look: Look) -> None:
        self.context.clear_cookies()
        cookies = {"language": look.language, "theme": look.theme, "type": "normal"}
        if own := self.served.cookie_of(surface.who, surface.hall):
            cookies[own[0]] = own[1]
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self.served.address} for name, value in cookies.items()]
        )

    def _path(self, surface: Surface, look: Look, places: dict[str, str]) -> str:
        path = surface.path(places)
        if not surface.bilingual:
            return path
        return path + ("&" if "?" in path else "?") + urlencode({"theme": look.theme})
