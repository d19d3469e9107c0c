"""What each setting of a hall means, by group, with its rule; the names are the rulebook's own."""

from typing import Any

from flask_babel import lazy_gettext as _

Said = tuple[str, Any]
"""A rule and what the setting means."""

GROUPS: tuple[tuple[str, Any, dict[str, Said]], ...] = (
    (
        "numbers",
        _("Taking a number"),
        {
            "ticket_digits": ("R-01", _("digits of a number")),
            "copies_asked_from": (
                "R-05",
                _("share of visits lacking a copy from which papers are asked for"),
            ),
            "same_wish_seconds": ("R-06", _("seconds within which a kiosk asks “for another person?”")),
            "kiosk_opens_before": ("R-07", _("minutes before the opening from which numbers are issued")),
            "closing_overrun_minutes": ("R-08", _("minutes after closing that still count as capacity")),
            "full_earliest_minutes": ("R-08", _("minutes before closing: no service is full earlier")),
            "offline_review_minutes": (
                "R-75",
                _("minutes without the hall after which a kiosk's numbers are checked before they are called"),
            ),
        },
    ),
    (
        "calling",
        _("Calling"),
        {
            "call_attempts": ("R-14", _("announcements of one call")),
            "call_interval_seconds": ("R-14", _("seconds between announcements")),
            "call_window_seconds": ("R-14", _("seconds that a visitor has to come")),
            "recall_limit": ("R-16", _("recalls by hand")),
            "miss_after_seconds": ("R-17", _("seconds after the last announcement until “not here” may be said")),
            "undo_seconds": ("R-19", _("seconds in which a call can be undone")),
            "voice_languages": ("R-14", _("languages in which a call is said")),
            "voice_one": ("R-14", _("how the voice reads 1 in a number")),
            "voice_rate": ("R-14", _("speed of the voice, 0.7 to 1.2")),
        },
    ),
    (
        "order",
        _("Order of calling"),
        {
            "preset": ("R-20a", _("between “bookings are kept” and “in the order of coming”")),
            "credit_booked": ("R-20", _("credit of a booked visitor, minutes")),
            "credit_priority": ("R-20", _("credit of a priority visitor, minutes")),
            "credit_package_step": ("R-20", _("credit of the next step of a package, minutes")),
            "booked_callable_before": ("R-20", _("minutes before its time from which a booking is called")),
            "boost_run": ("R-21", _("booked or priority calls in a row before an ordinary visitor is protected")),
            "boost_protect_minutes": ("R-21", _("minutes of waiting from which an ordinary visitor is protected")),
            "scarce_credit": ("R-23", _("credit of a service that few counters offer, minutes")),
            "priority_age": ("R-42", _("age from which priority is offered")),
        },
    ),
    (
        "missed",
        _("Missed turns and postponing"),
        {
            "passed_requeue_times": ("R-25", _("times a missed number may join again")),
            "passed_valid_minutes": ("R-26", _("minutes in which it may")),
            "passed_requeue_after": ("R-28", _("people it joins behind; “end” is the end of the queue")),
            "delay_times": ("R-31", _("times a visitor may let others go first")),
        },
    ),
    (
        "pauses",
        _("Hold, stepping out and pauses"),
        {
            "held_max_minutes": ("R-33", _("minutes on hold before the counter is asked")),
            "park_return_minutes": ("R-34", _("minutes a stepped-out visitor may stay away")),
            "bound_released_minutes": ("R-34", _("minutes a counter is away until others call its visitors")),
            "parked_per_counter": ("R-35", _("stepped-out visitors per counter before a warning")),
            "pause_warn_minutes": ("R-39", _("minutes of a pause before a reminder")),
            "absence_max_minutes": ("R-39", _("minutes of a pause before an alarm")),
        },
    ),
    (
        "waits",
        _("Long waits and tidal counters"),
        {
            "tidal_open_wait_minutes": ("R-72", _("expected wait above which a standby counter is proposed")),
            "tidal_open_for_minutes": ("R-72", _("minutes it must have lasted")),
            "tidal_close_wait_minutes": ("R-72", _("expected wait below which closing it is proposed")),
            "tidal_close_for_minutes": ("R-72", _("minutes that must have lasted")),
            "tidal_min_open_minutes": ("R-72", _("minutes a standby counter stays open at least")),
            "warn_wait_minutes": ("R-74", _("expected wait that warns the lead")),
            "alarm_wait_minutes": ("R-74", _("expected wait that raises an alarm")),
        },
    ),
)
VALUES: dict[str, Any] = {
    "end": _("end of the queue"),
    "both": _("Chinese, then English"),
    "chinese": _("Chinese only"),
    "yi": "一 yi",
    "yao": "幺 yao",
    "punctual": _("bookings are kept"),
    "balanced": _("balanced"),
    "in_order": _("in the order of coming"),
}
