"""The surfaces of bookings and rosters, one line each."""

from tools.surfaces.acts import click, fill
from tools.surfaces.halls import BUSY, TAKEN
from tools.surfaces.surface import PHONE, Surface, kiosk, staff

SUBMIT = click("main [type=submit]", leaves=True)


def mine(name: str, address: str, *acts: object, status: int = 200) -> Surface:
    """A page of bookings as one sees it on a telephone."""
    return Surface(f"booking/{name}", address, "nobody", PHONE, acts, status=status)  # type: ignore[arg-type]


def typed(name: str, digits: str, *acts: object) -> Surface:
    """A kiosk after the last digits of a telephone."""
    found = (fill("[data-digits]", digits), click(".code-buttons button", leaves=True))
    return kiosk(name, "/booked", *found, *acts, who="new kiosk")  # type: ignore[arg-type]


# fmt: off
BOOKINGS: tuple[Surface, ...] = (
    mine("services", f"/halls/{BUSY}/book"),
    mine("services found", f"/halls/{BUSY}/book?q=社保卡"),
    mine("days and times", f"/halls/{BUSY}/book/B01?day=2026-11-28"),
    mine("none on that day", f"/halls/{BUSY}/book/B01?day=2026-11-29"),
    mine("every option open", f"/halls/{BUSY}/book/B01?people=2&needs=1", click("details:last-of-type > summary")),
    mine("who comes", f"/halls/{BUSY}/book/B01/at?start=2026-11-28T10:00:00%2B08:00"),
    mine("who comes, wrong", f"/halls/{BUSY}/book/B01/at?start=2026-11-28T10:00:00%2B08:00", SUBMIT),
    mine("held", "/b/{b-held}"),
    mine("held, wrong code", "/b/{b-held}", fill("[name=otp]", "no"),
         click("form.panel [type=submit]", leaves=True)),
    mine("booked", "/b/{b-booked}"),
    mine("due today", "/b/{b-due}"),
    mine("cancelled", "/b/{b-gone}"),
    mine("displaced", "/b/{b-displaced}"),
    mine("offer", "/b/{offer}"),
    mine("another time", "/b/{b-booked}/move"),
    mine("waiting list", "/w/{waitlist}"),
    mine("waiting list, a time is kept", "/w/{waitlist-asked}"),
    mine("unknown", "/b/nothing", status=404),

    kiosk("booked", "/booked"),
    typed("booked, wrong", "99"),
    typed("booked, two alike", "0007"),
    typed("booking of today", "0003"),
    typed("booking is early", "0004", click(".mine-do button", leaves=True)),

    staff("desk/bookings", f"/desk/{BUSY}/bookings?day=2026-11-28", "sun.yan"),
    staff("desk/no bookings", f"/desk/{TAKEN}/bookings?day=2026-11-29", "sun.yan"),
    staff("desk/new booking", f"/desk/{BUSY}/bookings/new?service=B01", "sun.yan"),
    staff("desk/booking", f"/desk/{BUSY}/bookings/{{b-booked-id}}", "sun.yan"),
    staff("desk/booking slip", f"/desk/{BUSY}/bookings/{{b-alone-id}}/slip", "sun.yan"),
    staff("roster/four weeks", f"/roster/{BUSY}", "luo.fang"),
    staff("roster/session", f"/roster/{BUSY}/{{session}}", "luo.fang"),
    staff("roster/what closing would do", f"/roster/{BUSY}/{{session}}", "luo.fang",
          click("main .button-danger", leaves=True)),
    staff("roster/of a clerk", f"/roster/{BUSY}/{{session}}", "wang.li"),
)
# fmt: on
