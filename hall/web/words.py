"""The words for values of the queue: states, lanes, reasons, groups, in the reader's language.

Values are codes everywhere else; here, and only here, pages turn them into words.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

_ = lazy_gettext

TICKET_STATES: Mapping[str, Any] = {
    "waiting": _("waiting"),
    "called": _("called"),
    "serving": _("being served"),
    "held": _("on hold"),
    "parked": _("stepped out"),
    "wrap_up": _("wrap-up"),
    "missed": _("missed turn"),
    "finished": _("completed"),
    "cancelled": _("cancelled"),
    "left": _("left"),
    "expired": _("void"),
}
COUNTER_STATES: Mapping[str, Any] = {
    "closed": _("closed"),
    "open_idle": _("open"),
    "calling": _("calling"),
    "serving": _("serving"),
    "wrap_up": _("wrap-up"),
    "paused": _("paused"),
}
COUNTER_TYPES: Mapping[str, Any] = {
    "regular": _("specialised counter"),
    "general": _("general counter"),
    "issue": _("collection counter"),
    "tidal": _("tidal counter"),
    "solve": _("problem-solving counter"),
    "desk": _("enquiry desk"),
    "flex": _("flexible counter"),
    "age_friendly": _("age-friendly counter"),
}
LANES: Mapping[str, Any] = {
    "ordinary": _("ordinary"),
    "priority": _("priority"),
    "booked": _("booked"),
    "package": _("package step"),
}
CALL_ENDS: Mapping[str, Any] = {
    "finished": _("completed"),
    "missed": _("missed turn"),
    "parked": _("stepped out"),
    "cancelled": _("cancelled"),
    "left": _("left"),
    "transferred": _("transferred"),
    "undone": _("undone"),
}
PAUSE_REASONS: Mapping[str, Any] = {
    "short_break": _("short break"),
    "meal": _("meal"),
    "system_fault": _("system fault"),
    "other": _("other"),
}
HOLD_REASONS: Mapping[str, Any] = {
    "system": _("the system is slow"),
    "colleague": _("asking a colleague"),
    "payment": _("payment"),
    "form": _("filling in a form"),
    "other": _("other"),
}
PARK_REASONS: Mapping[str, Any] = {
    "copy": _("a copy"),
    "photo": _("a photo"),
    "payment": _("payment"),
    "paper": _("a missing paper"),
    "other": _("other"),
}
TRANSFER_REASONS: Mapping[str, Any] = {
    "next_step": _("next step of the visit"),
    "wrong_service": _("wrong service chosen"),
    "counter_cannot": _("this counter cannot do it"),
}
MISS_REASONS: Mapping[str, Any] = {
    "not_here": _("nobody came"),
    "wrong_service": _("wrong service chosen"),
    "declined": _("visitor declined"),
}
OUTCOMES: Mapping[str, Any] = {
    "done": _("done"),
    "incomplete": _("papers incomplete"),
    "referred": _("referred elsewhere"),
}
CALL_REASONS: Mapping[str, Any] = {
    "appointment": _("agreed time"),
    "unwell": _("visitor unwell or in need"),
    "continuing": _("continues an earlier visit"),
    "lead": _("asked by the lead"),
    "other": _("other"),
}
CLOSE_REASONS: Mapping[str, Any] = {
    "closing": _("end of the opening"),
    "hall_failed": _("the hall or its system failed"),
    "other": _("other"),
}
PRIORITY_GROUPS: Mapping[str, Any] = {
    "older": _("older visitor"),
    "disabled": _("disabled visitor"),
    "pregnant": _("pregnant visitor"),
    "infant": _("with an infant"),
    "illness": _("serious illness"),
    "military": _("military, veterans, martyrs' families"),
    "fire_rescue": _("fire and rescue"),
    "discretion": _("at staff discretion"),
}
ROLES: Mapping[str, Any] = {
    "admin": _("administrator"),
    "manager": _("manager"),
    "lead": _("floor lead"),
    "desk": _("floor guide"),
    "counter": _("counter staff"),
    "agent": _("phone agent"),
}
ROLE_NOTES: Mapping[str, Any] = {
    "admin": _("sets up the hall and gives every role"),
    "manager": _("devices, standby counters, and people of the floor; all that a floor lead may"),
    "lead": _("the floor: warnings, messages, emergency, closing; all that a floor guide may"),
    "desk": _("numbers for anyone, find and repair"),
    "counter": _("calls and serves at a counter"),
    "agent": _("answers the telephone line"),
}
DEVICE_KINDS: Mapping[str, Any] = {
    "kiosk": _("ticket kiosk"),
    "hall_display": _("hall display"),
    "counter_display": _("counter display"),
    "rating_pad": _("rating pad"),
}
ISSUING: Mapping[str, Any] = {
    "open": _("numbers are issued"),
    "not_yet": _("not yet open"),
    "full": _("full today"),
    "closed": _("closed now"),
    "not_here": _("not offered here"),
    "online": _("can be done online"),
}
SESSION_KINDS: Mapping[str, Any] = {
    "regular": _("regular hours"),
    "noon_duty": _("lunch duty"),
    "elastic": _("early or late, by booking"),
    "off_hours": _("extended hours"),
}
LANGUAGES = {"zh-CN": "中文", "en": "English"}


# Prepared texts for the screens, Chinese and English: everybody in the hall reads both, in one line.
MESSAGE_TEXTS = (
    ("午间由值班窗口继续办理，请您稍候", "Duty counters are serving through lunch."),
    (
        "今天取号已经停止，正在办理的请不要着急",
        "We have stopped issuing numbers; people already waiting will be served.",
    ),
    (
        "系统暂时故障，正在抢修，请保留号票，恢复后继续办理",
        "Our system is down. Please keep your ticket; we will continue when it is back.",
    ),
)
EMERGENCY_TEXTS = (
    (
        "请立即按疏散指示离开大厅，您的号码会保留",
        "Please leave the hall now by the marked exits. Your number is kept.",
    ),
    ("请留在原地，等候工作人员指引", "Please stay where you are and wait for the staff."),
)


def why(row_lane: str, reason: Mapping[str, Any], at: Any) -> str:
    """One sentence for why a ticket stands where it stands (R-20). `at` shows an instant as hall time."""
    rule = reason.get("rule", "key")
    sentences = {
        "bound": gettext("back at this counter"),
        "gate": gettext("booked; the time has not come yet"),
        "protected": gettext("has waited long; two went first"),
        "rejoined": gettext("rejoined after a missed turn"),
        "by_hand": gettext("called out of order"),
    }
    parts = [sentences[rule]] if rule in sentences else []
    if row_lane in ("priority", "package"):
        parts.append(str(LANES[row_lane]))
    if reason.get("slot_start"):
        parts.append(gettext("booked %(time)s", time=at(reason["slot_start"])))
    parts.append(gettext("here since %(time)s", time=at(reason["since"])))
    earlier = int(reason.get("earlier", 0))
    if earlier:
        parts.append(ngettext("before %(num)d who came earlier", "before %(num)d who came earlier", earlier))
    else:
        parts.append(gettext("in the order of coming"))
    return " · ".join(parts)


def sent_on(reason: str, counter: str) -> str:
    """Who sent a visitor on, and why (R-37); without a counter it was the enquiry desk or the lead."""
    why_so = TRANSFER_REASONS.get(reason, reason)
    if not counter:
        return gettext("sent on: %(reason)s", reason=why_so)
    return gettext("from counter %(number)s: %(reason)s", number=counter, reason=why_so)


def warning(code: str) -> str:
    """A sentence for a warning that comes as a code (R-33 to R-40, R-74)."""
    sentences = {
        "hold_long": gettext("This visit has been on hold for long."),
        "parked_many": gettext("Many visitors have stepped out from this counter."),
        "parked_long": gettext("Stepped out and not back for long. Please ask."),
        "pause_overdue": gettext("The announced time of return has passed."),
        "pause_long": gettext("Paused for long. Is a colleague needed?"),
        "absence_long": gettext("Absent for too long. Please see to it."),
        "clerk_gone": gettext("Who opened this counter may not work here any more. Take it over or close it."),
        "only_counter_paused": gettext("This is the only counter of a queue with waiting visitors."),
        "queue_unserved": gettext("People are waiting and no open counter serves them."),
        "service_unserved": gettext("People are waiting for this service and no open counter offers it."),
        "wait_warning": gettext("The wait is getting long."),
        "wait_alarm": gettext("The wait is too long."),
        "outage_review": gettext("Perhaps served by list during the outage. None is called before it is checked."),
        "device_silent": gettext("This device has not been heard for a minute."),
        "paper_low": gettext("The paper of this kiosk ends soon."),
        "paper_out": gettext("This kiosk is out of paper. Its screen shows the numbers."),
        "printer_trouble": gettext(
            "The printer of this kiosk does not print. Its numbers stand on its screen only."
        ),
        "device_clock_off": gettext("The clock of this device is wrong. Nothing depends on it."),
        "tickets_to_replay": gettext("Numbers of this kiosk are still to come: it was cut off."),
        "disk_full": gettext("This kiosk cannot write and gives no numbers while it is cut off."),
        "voice_failed": gettext("This screen cannot speak. Its calls are shown only."),
        "call_not_said": gettext("This call was shown and not said. Please look for the visitor."),
        "idle_beside": gettext("Waits although an open counter that could serve them has nobody."),
    }
    return sentences.get(code, code)


def printer_state(state: str) -> str:
    """How a printer is, for whoever looks after it."""
    return {
        "ready": gettext("printer ready"),
        "paper_low": gettext("paper ends soon"),
        "paper_out": gettext("out of paper"),
        "cover_open": gettext("printer open"),
        "unplugged": gettext("printer unplugged"),
        "not_answering": gettext("printer does not answer"),
    }.get(state, gettext("printer failed"))


def warning_minutes(code: str, minutes: int) -> str:
    """The minutes of a warning, and whether they are a forecast or have passed already."""
    if code in ("wait_warning", "wait_alarm"):
        return ngettext("%(num)d minute expected", "%(num)d minutes expected", minutes)
    return ngettext("%(num)d minute already", "%(num)d minutes already", minutes)


def wait(shape: Any) -> str:
    """A wait range as people read it, or that there is none (rulebook 3.0)."""
    if shape.wait is None:
        nobody = shape.wait_unknown_reason == "no_counter"
        return gettext("no estimate: no counter is open yet") if nobody else gettext("no estimate yet")
    if shape.wait.soon:
        return gettext("soon")
    low, high = shape.wait.low_minutes, shape.wait.high_minutes
    if low == high:
        return gettext("about %(num)d minutes", num=high)
    return gettext("%(low)d-%(high)d minutes", low=low, high=high)
