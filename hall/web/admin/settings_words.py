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
    (
        "bookings",
        _("Bookings"),
        {
            "booking_open_days": ("R-50", _("days ahead from which a day can be booked")),
            "booking_release_hour": ("R-50", _("hour at which places are released")),
            "booking_first_portion": ("R-54", _("share of the places that is released then, 0 to 1")),
            "booking_rest_days": ("R-54", _("days ahead at which the rest is released")),
            "booking_min_lead_minutes": ("R-51", _("minutes before a slot until which it can be booked")),
            "booked_share_weekday": ("R-52", _("share of the capacity for bookings on weekdays, 0 to 1")),
            "booked_share_off_hours": ("R-52", _("share for bookings in extended hours, 0 to 1")),
            "booked_share_elastic": ("R-52", _("share for bookings early and late, 0 to 1")),
            "booked_reserve_returned": ("R-52", _("share of the walk-in reserve released on the day, 0 to 1")),
            "booking_ends_on_time": ("R-52", _("how surely a session ends in time, 0.5 to 0.999")),
            "booking_pace_spread": ("R-52", _("how much sessions differ in pace, 0 to 1")),
            "booking_show_rate": ("R-52", _("share of booked visitors who come, until the hall knows its own")),
            "slot_hold_minutes": ("R-53", _("minutes a slot is held while the form is filled in")),
            "slot_release_delay_minutes": ("R-54", _("minutes within which a cancelled slot returns")),
            "booking_per_person_day": ("R-55", _("bookings of one person a day")),
            "booking_per_person_week": ("R-55", _("bookings of one person a week")),
            "booking_per_person_month": ("R-55", _("bookings of one person a month")),
            "booking_family_people": ("R-55", _("people in one booking at most")),
            "booking_holds_per_client": ("R-53", _("unfinished bookings of one browser or address")),
            "booking_need_minutes": ("R-56", _("minutes that a special need adds to a slot")),
            "cancel_until_minutes": ("R-57", _("minutes before until which one may cancel or move")),
            "waitlist_offer_minutes": ("R-54", _("minutes an offer of the waiting list stands")),
            "displaced_offer_hours": ("R-64", _("hours a new place is held for whoever lost theirs")),
            "thin_session_bookings": ("R-66", _("bookings below which a session is thin")),
            "thin_session_decide_days": ("R-66", _("days before a thin session by which to decide")),
            "session_goal": ("R-66", _("share of its places that a session should use, 0 to 1")),
        },
    ),
    (
        "checkin",
        _("Check-in and no-shows"),
        {
            "checkin_opens_minutes": ("R-59", _("minutes before the slot from which check-in is open")),
            "checkin_grace_minutes": ("R-59", _("minutes after the slot that still count as punctual")),
            "checkin_late_minutes": ("R-60", _("minutes after the slot until which late visitors are accepted")),
            "booking_delay_times": ("R-60", _("times a visitor may say “running late”")),
            "booking_delay_minutes": ("R-60", _("minutes that each of these gives")),
            "no_show_limit": ("R-61", _("no-shows after which booking is suspended")),
            "no_show_window_days": ("R-61", _("days in which they are counted")),
            "no_show_suspend_days": ("R-61", _("days of the suspension")),
            "remote_tickets": ("R-12", _("numbers can be taken by telephone, away from the hall")),
            "remote_window_minutes": ("R-12", _("minutes before its turn by which such a visitor must be here")),
        },
    ),
    (
        "messages",
        _("Messages to visitors"),
        {
            "notify_ahead": ("R-30", _("people ahead at which a visitor gets a text")),
            "reminder_day_before_hour": ("R-58", _("hour of the reminder on the day before")),
            "reminder_minutes_before": ("R-58", _("minutes before the slot of the second reminder")),
            "quiet_from_hour": ("R-58", _("hour from which no message is sent that can wait")),
            "quiet_until_hour": ("R-58", _("hour until which none is sent")),
            "messages_per_number_day": ("R-58", _("messages to one number a day at most")),
            "service_named_in_messages": ("R-58", _("texts name the service")),
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


def said(value: Any) -> Any:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return VALUES.get(value, value) if isinstance(value, str) else value
