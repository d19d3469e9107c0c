"""The pages of a kiosk get their addresses."""

from collections.abc import Callable

from flask import Blueprint, Flask

from kiosk.booked import Booked
from kiosk.choosing import Kiosk
from kiosk.link import HallLink
from kiosk.mine import CardKey, Mine
from kiosk.paper import Paper
from kiosk.screen import Pairing, Screen
from kiosk.store import Visits
from kiosk.texts import Texts


def mount(
    app: Flask,
    link: HallLink,
    *,
    pair_freely: Pairing = lambda hall: None,
    public_url: str | None = None,
    paired: Callable[[], bool] | None = None,
    paper: Paper | None = None,
    card_key: CardKey = lambda: None,
    speaks: bool = False,
) -> Screen:
    """Adds the kiosk to an application: /kiosk/<hall>. Returns the frame of its pages.

    In a program `paired` says whether it still is, `paper` is its printer, `card_key` gives today's key for the
    numbers of identity cards, and `speaks` whether its pages can be read aloud.
    """
    screen = Screen(link, pair_freely, secure=(public_url or "").startswith("https://"), paired=paired)
    screen.speaks = speaks
    visits = Visits()
    kiosk = Kiosk(screen, visits, paper)
    booked = Booked(kiosk)
    mine = Mine(screen, visits, paper, card_key, booked)
    pages = Blueprint(
        "kiosk", __name__, template_folder="templates", static_folder="static", static_url_path="/static/kiosk"
    )
    _open(pages, screen, kiosk, mine, booked, Texts(kiosk))
    app.register_blueprint(pages)
    return screen


def _open(pages: Blueprint, screen: Screen, kiosk: Kiosk, mine: Mine, booked: Booked, texts: Texts) -> None:
    """The addresses of the pages, each behind the guard."""
    for rule, view, method in (
        ("", kiosk.start, "GET"),
        ("/search", kiosk.search, "GET"),
        ("/pulse", kiosk.pulse, "GET"),
        ("/service/<service>", kiosk.service, "GET"),
        ("/papers/<service>", kiosk.papers, "GET"),
        ("/tickets", kiosk.take, "POST"),
        ("/number/<wish>", kiosk.number, "GET"),
        ("/number/<wish>/paper", kiosk.paper_of, "GET"),
        ("/number/<wish>/phone", texts.ask, "GET"),
        ("/number/<wish>/phone", texts.want, "POST"),
        ("/scan", mine.scan, "POST"),
        ("/booked", booked.ask, "GET"),
        ("/booked", booked.find, "POST"),
        ("/booked/<visit>", booked.booking, "GET"),
        ("/booked/<visit>/check-in", booked.check_in, "POST"),
        ("/mine", mine.ask, "GET"),
        ("/mine", mine.find, "POST"),
        ("/mine/<visit>", mine.ticket, "GET"),
        ("/mine/<visit>/number", mine.again, "GET"),
        ("/mine/<visit>/<verb>", mine.do, "POST"),
    ):
        name = view.__qualname__.lower().replace(".", "_")
        pages.add_url_rule(f"/kiosk/<hall>{rule}", name, screen.guarded(view), methods=[method])
