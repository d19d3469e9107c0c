"""What an entry of the catalogue is, and one short word for each kind of surface."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.surfaces.acts import Act, click, see
from tools.surfaces.halls import ALARM, BUSY, CLOSED, FULL, QUIET, TAKEN, TIDE

Size = tuple[int, int]  # CSS pixels, width and height
KIOSK: tuple[Size, ...] = ((1080, 1920), (1920, 1080))
TV: tuple[Size, ...] = ((1920, 1080),)
DESK: tuple[Size, ...] = ((1280, 720),)
PHONE: tuple[Size, ...] = ((390, 844),)
READER = PHONE + DESK


@dataclass(frozen=True)
class Surface:
    """One surface in one state. `sizes`: natural ones, the first is the usual one."""

    name: str
    address: str
    who: str
    sizes: tuple[Size, ...]
    acts: tuple[Act, ...] = ()
    own_clock: bool = False  # the browser's clock stands still until an act moves it
    status: int = 200
    touch: int = 24  # pixels that a target measures at least
    shut: bool = False  # nothing can be pressed, and that is meant so

    @property
    def hall(self) -> str:
        """The hall that the address speaks of; the busy one when it names none."""
        found = [part.partition("?")[0].rpartition("-") for part in self.address.split("/")]
        known = (BUSY, QUIET, ALARM, CLOSED, FULL, TIDE, TAKEN)
        return next((h for first, _, last in found for h in (first, last) if h in known), BUSY)

    @property
    def bilingual(self) -> bool:
        """Screens show both languages at once."""
        return self.address.startswith("/display")

    def path(self, places: Mapping[str, str]) -> str:
        return self.address.format_map(places)


def kiosk(name: str, address: str, *acts: Act, who: str = "kiosk", hall: str = BUSY, **more: bool) -> Surface:
    return Surface(f"kiosk/{name}", f"/kiosk/{hall}{address}", who, KIOSK, acts, touch=64, **more)


def screen(name: str, address: str, *acts: Act, own_clock: bool = False) -> Surface:
    return Surface(f"screen/{name}", f"/display/{address}", "nobody", TV, acts, own_clock)


def phone(name: str, place: str = "", *acts: Act, status: int = 200) -> Surface:
    return Surface(f"phone/{name}", f"/t/{{{place or name}}}", "nobody", PHONE, acts, status=status)


def console(name: str, counter: int, who: str, *acts: Act, hall: str = BUSY) -> Surface:
    ready = see("[data-ready]")
    return Surface(f"console/{name}", f"/counter/{hall}-{counter}", who, DESK, (ready, *acts))


def dialog(name: str, counter: int, who: str, *acts: Act) -> Surface:
    return console(f"dialog {name}", counter, who, click(f"[data-dialog={name}] >> nth=0"), *acts)


def staff(name: str, address: str, who: str, *acts: Act, status: int = 200) -> Surface:
    return Surface(name, address, who, DESK, acts, status=status)


def plan(name: str, address: str = "", *acts: Act) -> Surface:
    """A form or list of the plan; its address under `/plan/` is its name where it says none."""
    return staff(f"admin/plan {name}", f"/admin/{BUSY}/plan/{address or name}", "admin", *acts)


def public(name: str, address: str, *acts: Act, status: int = 200) -> Surface:
    return Surface(f"public/{name}", f"/halls/{address}", "nobody", READER, acts, status=status)
