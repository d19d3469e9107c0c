"""The settings of a hall under the rulebook's own names: their defaults, presets, and what a queue may change."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from hall.site.part import Part

WEEK = 10_080  # minutes; more would be a slip of the keyboard
Minutes = Annotated[int, Field(ge=0, le=WEEK)]
SomeMinutes = Annotated[int, Field(ge=1, le=WEEK)]
Seconds = Annotated[int, Field(ge=0, le=3600)]
SomeSeconds = Annotated[int, Field(ge=1, le=3600)]
Times = Annotated[int, Field(ge=0, le=100)]
AtLeastOnce = Annotated[int, Field(ge=1, le=100)]
Share = Annotated[float, Field(ge=0, le=1)]

PRESETS: dict[str, dict[str, int]] = {
    "punctual": {"credit_priority": 60, "credit_booked": 90},
    "balanced": {"credit_priority": 30, "credit_booked": 45},
    "in_order": {"credit_priority": 15, "credit_booked": 20},
}
"""R-20a: one dial between "bookings are kept" and "in the order of coming"; a credit that is given wins."""

PER_QUEUE = frozenset(
    {
        "call_attempts",
        "call_interval_seconds",
        "call_window_seconds",
        "miss_after_seconds",
        "recall_limit",
        "passed_requeue_after",
        "passed_requeue_times",
        "passed_valid_minutes",
        "held_max_minutes",
        "park_return_minutes",
        "warn_wait_minutes",
        "alarm_wait_minutes",
        "delay_times",
        "copies_asked_from",
    }
)
"""What one queue may set for itself. Credits and boosts are not here: one list decides for all queues (R-23)."""


class Settings(Part):
    """Every default of the rulebook that concerns the queue, under the rulebook's own setting names."""

    ticket_digits: int = Field(3, ge=3, le=4)
    kiosk_opens_before: Minutes = 20
    closing_overrun_minutes: Minutes = 30
    full_earliest_minutes: Minutes = 60  # never "full" earlier than this before the end
    call_attempts: AtLeastOnce = 3
    call_interval_seconds: SomeSeconds = 20
    call_window_seconds: SomeSeconds = 90
    miss_after_seconds: Seconds = 20
    recall_limit: Times = 5
    undo_seconds: Seconds = 10
    preset: Literal["punctual", "balanced", "in_order"] = "punctual"  # R-20a
    credit_booked: Minutes = 90
    credit_priority: Minutes = 60
    credit_package_step: Minutes = 15
    booked_callable_before: Minutes = 5
    boost_run: AtLeastOnce = 2
    boost_protect_minutes: Minutes = 30
    scarce_credit: Minutes = 15
    passed_requeue_after: Times | Literal["end"] = 3
    passed_requeue_times: Times = 1
    passed_valid_minutes: SomeMinutes = 60
    held_max_minutes: SomeMinutes = 30
    park_return_minutes: SomeMinutes = 40
    parked_per_counter: AtLeastOnce = 2
    bound_released_minutes: Minutes = 5
    pause_warn_minutes: SomeMinutes = 15
    absence_max_minutes: SomeMinutes = 30
    priority_age: int = Field(60, ge=1, le=120)
    tidal_open_wait_minutes: SomeMinutes = 20  # open a standby counter above this wait …
    tidal_open_for_minutes: Minutes = 10  # … that has lasted this long
    tidal_close_wait_minutes: Minutes = 8  # close it below this one …
    tidal_close_for_minutes: Minutes = 20
    tidal_min_open_minutes: Minutes = 30
    warn_wait_minutes: SomeMinutes = 20
    alarm_wait_minutes: SomeMinutes = 30
    offline_review_minutes: Minutes = 5  # after a longer outage staff look before tickets are called
    copies_asked_from: Share = 0.10
    same_wish_seconds: Seconds = 20
    delay_times: Times = 2
    booking_open_days: AtLeastOnce = 14
    booking_release_hour: int = Field(8, ge=0, le=23)
    booking_first_portion: Share = 0.7  # of the places, `booking_open_days` ahead …
    booking_rest_days: Times = 3  # … and the rest so many days ahead
    booking_min_lead_minutes: Minutes = 120
    booked_share_weekday: Share = 0.40
    booked_share_off_hours: Share = 0.70
    booked_share_elastic: Share = 1.0
    booked_reserve_returned: Share = 0.5  # of what was kept for walk-ins, on the day itself
    booking_ends_on_time: float = Field(
        0.90, ge=0.5, le=0.999
    )  # estimates.md 4: how surely a session ends in time
    booking_pace_spread: Share = 0.15  # estimates.md 4: how sessions differ among themselves (tau)
    booking_show_rate: float = Field(0.90, ge=0.1, le=1)  # until the hall knows its own
    slot_hold_minutes: SomeMinutes = 10  # R-53; device time
    slot_release_delay_minutes: Minutes = 30
    booking_per_person_day: AtLeastOnce = 1
    booking_per_person_week: AtLeastOnce = 2
    booking_per_person_month: AtLeastOnce = 6
    booking_family_people: AtLeastOnce = 3
    booking_holds_per_client: AtLeastOnce = 3
    booking_need_minutes: Minutes = 10  # what a need adds to a slot
    cancel_until_minutes: Minutes = 120
    checkin_opens_minutes: Minutes = 30
    checkin_grace_minutes: Minutes = 10
    checkin_late_minutes: Minutes = 30
    booking_delay_times: Times = 2
    booking_delay_minutes: SomeMinutes = 10
    no_show_limit: AtLeastOnce = 3
    no_show_window_days: AtLeastOnce = 30
    no_show_suspend_days: AtLeastOnce = 30
    waitlist_offer_minutes: SomeMinutes = 15  # device time
    displaced_offer_hours: AtLeastOnce = 24  # how long a place is held for whoever lost theirs
    thin_session_bookings: Times = 3
    thin_session_decide_days: Times = 2
    session_goal: Share = 0.75
    notify_ahead: Times = 3
    remote_tickets: bool = False
    remote_window_minutes: SomeMinutes = 30
    reminder_day_before_hour: int = Field(18, ge=0, le=23)
    reminder_minutes_before: SomeMinutes = 120
    quiet_from_hour: int = Field(21, ge=0, le=23)  # no messages that can wait
    quiet_until_hour: int = Field(8, ge=0, le=23)
    messages_per_number_day: AtLeastOnce = 10
    service_named_in_messages: bool = True  # off: texts leave the service's name out (words.md 5.6)
    voice_languages: Literal["both", "chinese"] = "both"  # Chinese, then English
    voice_one: Literal["yi", "yao"] = "yi"  # how 1 is read in a number, one choice per hall
    voice_rate: float = Field(1.0, ge=0.7, le=1.2)
    later: dict[str, object] = Field(default_factory=dict)  # settings of rooms that read them elsewhere

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, values: Any) -> Any:
        """Fills in the preset's credits, and drops what plans of earlier versions still name."""
        if not isinstance(values, Mapping):
            return values
        kept = {key: value for key, value in values.items() if key not in RETIRED}
        kept = _now_read(kept.get("later"), set(cls.model_fields)) | kept
        preset = kept.get("preset")
        return PRESETS.get(preset, {}) | kept if isinstance(preset, str) else kept

    def with_queue(self, changed: Mapping[str, Any]) -> "Settings":
        """These settings with what a queue sets for itself."""
        return self.model_copy(update=dict(changed))


RETIRED = frozenset({"wait_target_minutes"})
"""Settings that nothing reads any more; versions of a plan that were adopted before still have them."""


def _now_read(later: Any, known: set[str]) -> dict[str, Any]:
    """What a plan of an earlier version kept for a room that was still to come and has come."""
    if not isinstance(later, dict):
        return {}
    return {key: later.pop(key) for key in list(later) if key in known}


def queue_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of one queue, each of its right type. Raises ValidationError, at the key."""
    made = Settings.model_validate(dict(values))
    return {key: getattr(made, key) for key in values}
