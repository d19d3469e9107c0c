"""`/admin/{hall}`: the plan as it stands and the devices; `/pair`: where a device's browser types its code."""

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from hall.kernel.errors import HallError
from hall.site.queries import devices
from hall.site.queries import hall as hall_row
from hall.staff.queries import members_of
from hall.staff.rules import Role
from hall.web import device_shapes, errors, shapes
from hall.web.admin.drafts import entries
from hall.web.admin.sections import SECTIONS
from hall.web.admin.settings_table import setting_groups
from hall.web.api.devices import pair_device
from hall.web.api.endpoint import Ask
from hall.web.forms import from_our_page, see
from hall.web.guards import DEVICE_COOKIE, PUBLIC, public, staff
from hall.web.house import house
from hall.web.pages import look, page
from hall.web.sign_in.routes import set_cookie
from hall.wire.site import DeviceView

blueprint = Blueprint(
    "admin", __name__, template_folder="templates", static_folder="static", static_url_path="/static/admin"
)
DEVICE_COOKIE_SECONDS = 5 * 365 * 24 * 3600


@blueprint.get("/admin/<hall>")
@staff(Role.MANAGER, Role.ADMIN)
def overview(hall: str) -> str:
    """Everything that is configured, and the devices with their forms."""
    with look(hall) as view:
        return page("admin/overview.html", view, **_values(view))


@blueprint.get("/pair")
@public
def pair_form() -> str:
    """Where a screen's or kiosk's own browser types the code that an administrator was shown."""
    return render_template("admin/pair.html", refusal=None)


@blueprint.post("/pair")
@public
def pair() -> Response | tuple[str, int]:
    """Pairs this browser: a cookie with the device's token, and on to the device's page."""
    from_our_page()
    try:
        made = pair_device(Ask(house(), PUBLIC, {}), request.form.get("pairing_code", "")[:20])
    except HallError as refusal:
        return render_template("admin/pair.html", refusal=errors.sentence(refusal)), errors.status_of(refusal)
    answer = see(page_of(made.device))
    set_cookie(answer, DEVICE_COOKIE, made.token, DEVICE_COOKIE_SECONDS)
    return answer


def page_of(device: DeviceView) -> str:
    """The address of the page that a device shows."""
    if device.kind == "kiosk":
        return f"/kiosk/{device.hall}"
    if device.kind == "hall_display":
        return f"/display/{device.hall}" + (f"?zone={device.zone}" if device.zone else "")
    if device.kind == "counter_display" and device.counter:
        return f"/display/{device.hall}/counter/{device.counter.rpartition('-')[2]}"
    return "/"


def _values(view: shapes.View) -> dict[str, Any]:
    plan, groups = view.plan, setting_groups(view.plan)
    known, real_now = devices(view.session, plan.id), house().clock.real_now()
    return {
        "version": hall_row(view.session, plan.id).plan_version,
        "devices": device_shapes.statuses(view),
        "expired": {d.id for d in known if d.pairing_expires_at is not None and d.pairing_expires_at <= real_now},
        "people": len(members_of(view.session, plan.id)),
        "settings": groups,
        "changed": sum(bool(row.changed or row.queues) for _, _, rows in groups for row in rows),
        "sections": [(s, None if s.single else len(entries(plan, s))) for s in SECTIONS],
    }
