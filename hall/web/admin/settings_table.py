"""Which rule each setting of a hall belongs to; the names are the rulebook's own."""

from hall.site.plan import Settings

RULES: dict[str, str] = {
    "ticket_digits": "R-01",
    "same_wish_seconds": "R-06",
    "copies_asked_from": "R-05",
    "kiosk_opens_before": "R-07",
    "closing_overrun_minutes": "R-08",
    "full_earliest_minutes": "R-08",
    "call_attempts": "R-14",
    "call_interval_seconds": "R-14",
    "call_window_seconds": "R-14",
    "recall_limit": "R-16",
    "miss_after_seconds": "R-17",
    "undo_seconds": "R-19",
    "credit_booked": "R-20",
    "credit_priority": "R-20",
    "credit_package_step": "R-20",
    "booked_callable_before": "R-20",
    "boost_run": "R-21",
    "boost_protect_minutes": "R-21",
    "scarce_credit": "R-23",
    "passed_requeue_times": "R-25",
    "passed_valid_minutes": "R-26",
    "passed_requeue_after": "R-28",
    "delay_times": "R-31",
    "held_max_minutes": "R-33",
    "park_return_minutes": "R-34",
    "bound_released_minutes": "R-34",
    "parked_per_counter": "R-35",
    "pause_warn_minutes": "R-39",
    "absence_max_minutes": "R-39",
    "priority_age": "R-42",
    "warn_wait_minutes": "R-74",
    "alarm_wait_minutes": "R-74",
    "wait_target_minutes": "R-74",
}
DEFAULTS = Settings()


def setting_rows(settings: Settings) -> list[tuple[str, str, object, bool]]:
    """Per setting: rule id, name, value, and whether the hall changed it; in the order of the rules."""
    rows = [
        (RULES.get(name, ""), name, getattr(settings, name), getattr(settings, name) != getattr(DEFAULTS, name))
        for name in Settings.model_fields
        if name != "later"
    ]
    return sorted(rows, key=lambda row: (row[0] or "~", row[1]))
