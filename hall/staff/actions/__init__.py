"""Verbs of staff.

Whatever changes who may do what in a hall is a unit of work of that hall: `engage`, `take_on`, `appoint`,
`rename`, `dismiss`, `reset_password`. Signing in is no change of a hall: the others take a session and device
time.
"""

from hall.staff.actions.passwords import (
    change_own_password,
    hash_password,
    password_fits,
    refuse_password,
    replace_one_time,
    reset_password,
    set_password,
)
from hall.staff.actions.people import add_member, appoint, dismiss, engage, rename, take_on
from hall.staff.actions.sessions import end_one, end_sessions, keep_seen, prefer_language, sign_in, sign_out
from hall.staff.actions.throttles import count_attempt, forget_attempts, refuse_after

__all__ = [
    "add_member",
    "appoint",
    "change_own_password",
    "count_attempt",
    "dismiss",
    "end_one",
    "end_sessions",
    "engage",
    "forget_attempts",
    "hash_password",
    "keep_seen",
    "password_fits",
    "prefer_language",
    "refuse_after",
    "refuse_password",
    "rename",
    "replace_one_time",
    "reset_password",
    "set_password",
    "sign_in",
    "sign_out",
    "take_on",
]
