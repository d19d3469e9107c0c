"""The catalogue: one line for every surface and state. To add one, add its line.

Name, address (with {places} of `scenes.py`), who looks ("nobody", "kiosk", a login), and what a hand then does.
The words `kiosk`, `phone`, `staff` … are those of `surface.py`.
"""

from tools.surfaces.acts import Act, alter, click, fill, go, lose, pass_time, scroll_to, see
from tools.surfaces.halls import ALARM, BUSY, CLOSED, FULL, QUIET, TAKEN, TIDE
from tools.surfaces.surface import Surface, console, dialog, kiosk, phone, public, screen, staff

TAKE = click(".take-buttons button >> nth=0", leaves=True)
TYPE_CODE = (click(".kiosk-have", leaves=True), fill("[data-code]", "{waiting-short}"))
SHOW = click(".code-buttons button", leaves=True)
SUBMIT = click("main [type=submit]", leaves=True)
WRONG_PASSWORD = (fill("[name=password]", "not this"), SUBMIT)
LOST = see("[data-lost-band]:not([hidden])")
OPEN_SECTIONS = tuple(click(".section:not([open]) > summary >> nth=0") for _ in range(5))


def kiosk_mine(name: str, ticket: str, *acts: Act) -> Surface:
    """A new kiosk's page about somebody's number."""
    typed = (fill("[data-code]", f"{{{ticket}-short}}"), SHOW)
    return kiosk(name, "/mine", *typed, *acts, who="new kiosk")


# fmt: off
SURFACES: tuple[Surface, ...] = (
    kiosk("start", ""),
    kiosk("departments", "", click(".kiosk-zone summary >> nth=1"), scroll_to(".kiosk-zone[open]")),
    kiosk("search with hits", "?q=社保卡"),
    kiosk("search with none", "?q=zzzz"),
    kiosk("searched as typed", "", fill("#q", "shenfenzheng"), see("[data-found] a")),
    kiosk("large type", "?type=large"),
    kiosk("large type service", "/service/B01?type=large"),
    kiosk("service with papers", "/service/B01"),
    kiosk("service without questions", "/service/A07"),
    kiosk("service also online", "/service/D01"),
    kiosk("confirm with priority", "/service/B01", click("[name=help]"), scroll_to(".take-buttons")),
    kiosk("package", "/service/P-company"),
    kiosk("papers missing", "/papers/C01"),
    kiosk("papers only", "/papers/C01?only=1"),
    kiosk("not here", "/service/X01"),
    kiosk("number", "/service/A01", TAKE, who="new kiosk", hall=TAKEN),
    kiosk("number large", "/service/B02", click("[name=large]"), TAKE, who="new kiosk", hall=TAKEN),
    kiosk("another person", "/service/A01", TAKE, go(f"/kiosk/{TAKEN}"),
          click("a.tile >> nth=0", leaves=True), TAKE, who="new kiosk", hall=TAKEN),
    kiosk("full", "", hall=FULL),
    kiosk("full service", "/service/B01", hall=FULL),
    kiosk("closed", "", hall=CLOSED),
    kiosk("closed service", "/service/B01", hall=CLOSED),
    kiosk("refused", "/service/A07", alter("[name=service]", "X01"), TAKE),
    kiosk("I have a number", "/mine"),
    kiosk("code of wrong shape", "/mine", fill("[data-code]", "AAAA"), SHOW, who="new kiosk"),
    kiosk("code unknown", "/mine", fill("[data-code]", "AAAA AAAA"), SHOW, who="new kiosk"),
    kiosk_mine("my number waits", "waiting"),
    kiosk_mine("my number is called", "called"),
    kiosk_mine("my number is served", "serving"),
    kiosk_mine("my number missed", "missed"),
    kiosk_mine("my number missed twice", "late"),
    kiosk_mine("my number parked", "parked"),
    kiosk_mine("give back", "waiting", click("a[href$='give=1']", leaves=True)),
    kiosk_mine("shown again", "waiting", click("form[action$=reprint] button", leaves=True)),
    kiosk("warning before return", "/service/B01", pass_time(41, beat=10, answers="**/pulse"),
          see("[data-warning]:not([hidden])"), own_clock=True),
    kiosk("hall away", "/service/A07", lose("**/pulse"), pass_time(13), see("[data-away]:not([hidden])"),
          own_clock=True, shut=True),
    kiosk("emergency", "", hall=ALARM),

    screen("hall", BUSY),
    screen("zone", f"{BUSY}?zone=B"),
    screen("idle", QUIET),
    screen("closed", CLOSED),
    screen("emergency", ALARM),
    screen("lost", BUSY, lose("**/part*"), pass_time(11), see("[data-stale]:not([hidden])"), own_clock=True),
    screen("counter open", f"{BUSY}/counter/24"),
    screen("counter calling", f"{BUSY}/counter/5"),
    screen("counter serving", f"{BUSY}/counter/1"),
    screen("counter paused", f"{BUSY}/counter/13"),
    screen("counter closed", f"{BUSY}/counter/22"),
    screen("counter named", f"{BUSY}/counter/26"),
    screen("counter emergency", f"{ALARM}/counter/5"),

    phone("waiting"), phone("next"), phone("called"), phone("serving"), phone("held"), phone("missed"),
    phone("missed twice", "late"), phone("parked"), phone("is back", "back"), phone("rejoined"), phone("finished"),
    phone("wrapping"), phone("cancelled"), phone("kept"), phone("package"),
    phone("let others go first", "waiting", click("#more-delay summary")),
    phone("give back", "waiting", click("#more-cancel summary")),
    phone("lost", "waiting", see("[data-sound]:not([hidden])"), lose("**/fragment"), LOST),
    phone("emergency waiting", "alarm-waiting"),
    phone("emergency called", "alarm-called"),
    phone("unknown", "nothing", status=404),

    console("closed", 26, "ma.jun"),
    console("open", 11, "clerk-11"),
    console("nobody waiting", 24, "clerk-24"),
    console("calling", 5, "wang.li"),
    console("calling for a while", 3, "clerk-3"),
    console("serving", 1, "zhang.qiang"),
    console("stepped out", 8, "clerk-8"),
    console("held", 7, "clerk-7"),
    console("wrap-up", 9, "clerk-9"),
    console("paused", 13, "clerk-13"),
    console("of a colleague", 10, "clerk-11"),
    console("lost", 1, "zhang.qiang", lose("**/fragment"), LOST),
    console("emergency", 5, "wang.li", hall=ALARM),
    dialog("miss", 3, "clerk-3"),
    dialog("left", 3, "clerk-3"),
    dialog("hold", 1, "zhang.qiang"),
    dialog("park", 1, "zhang.qiang"),
    dialog("transfer", 1, "zhang.qiang"),
    dialog("finish", 1, "zhang.qiang"),
    dialog("call", 11, "clerk-11"),
    dialog("pause", 24, "clerk-24"),
    dialog("close", 24, "clerk-24"),
    dialog("takeover", 10, "clerk-11"),
    staff("counter/choose", "/counter?all=1", "wang.li"),

    staff("desk/tickets", f"/desk/{BUSY}", "sun.yan"),
    staff("desk/empty", f"/desk/{QUIET}", "sun.yan"),
    staff("desk/nothing found", f"/desk/{BUSY}?q=Z999", "sun.yan"),
    staff("desk/found ticket", f"/desk/{BUSY}/tickets/{{waiting-id}}", "sun.yan"),
    staff("desk/parked ticket", f"/desk/{BUSY}/tickets/{{parked-id}}", "sun.yan"),
    staff("desk/no such ticket", f"/desk/{BUSY}/tickets/01NOTHING0000000000000000A", "sun.yan", status=404),
    staff("desk/slip", f"/desk/{BUSY}/tickets/{{waiting-id}}/slip?again=1", "sun.yan"),
    staff("desk/new", f"/desk/{BUSY}/new", "sun.yan"),
    staff("desk/new found", f"/desk/{BUSY}/new?q=社保卡", "sun.yan"),
    staff("desk/paper", f"/desk/{BUSY}/paper", "sun.yan"),
    staff("desk/list", f"/desk/{BUSY}/list", "sun.yan"),
    staff("floor/busy", f"/floor/{BUSY}", "ma.jun"),
    staff("floor/quiet", f"/floor/{QUIET}", "ma.jun"),
    staff("floor/warnings and a suggestion", f"/floor/{TIDE}", "ma.jun"),
    staff("floor/emergency", f"/floor/{ALARM}", "ma.jun"),
    staff("floor/closing", f"/floor/{BUSY}/closing", "ma.jun"),
    staff("floor/closing nothing", f"/floor/{QUIET}/closing", "ma.jun"),
    staff("admin/overview", f"/admin/{BUSY}", "admin"),
    staff("admin/everything open", f"/admin/{BUSY}", "admin", *OPEN_SECTIONS),
    staff("admin/no devices", f"/admin/{QUIET}", "admin"),
    staff("pair", "/pair", "nobody"),
    staff("pair/wrong code", "/pair", "nobody", fill("[name=pairing_code]", "AAAA"), SUBMIT),
    staff("sign-in", "/sign-in", "nobody"),
    staff("sign-in/refused", "/sign-in", "nobody", fill("[name=login]", "nobody-{n}"), *WRONG_PASSWORD),
    staff("sign-in/throttled", "/sign-in", "nobody", fill("[name=login]", "locked"), *WRONG_PASSWORD),
    staff("sign-in/again", "/sign-in", "wang.li"),
    staff("home", "/", "nobody"),
    staff("home/staff", "/", "ma.jun"),
    staff("home/menu", f"/desk/{BUSY}", "sun.yan", click(".top-menu summary >> nth=0")),
    staff("styleguide", "/styleguide", "nobody"),

    public("hall", BUSY),
    public("hall with an area open", BUSY, click("#line-B summary")),
    public("search with hits", f"{BUSY}?q=社保卡"),
    public("search with none", f"{BUSY}?q=zzzz"),
    public("service", f"{BUSY}/services/B01"),
    public("package", f"{BUSY}/services/P-company"),
    public("not here", f"{BUSY}/services/X01"),
    public("unknown service", f"{BUSY}/services/nonsense", status=404),
    public("quiet", QUIET),
    public("closed", CLOSED),
    public("full", FULL),
    public("emergency", ALARM),
    public("lost", BUSY, see("#line-B"), lose("**/fragment"), LOST),

    staff("error/403", f"/floor/{BUSY}", "wang.li", status=403),
    staff("error/404", "/nowhere", "nobody", status=404),
    staff("error/409", "/errors/refused", "nobody", status=409),
    staff("error/500", "/errors/failed", "nobody", status=500),
    staff("error/422", f"/desk/{BUSY}?state=nonsense", "sun.yan", status=422),
)
# fmt: on
