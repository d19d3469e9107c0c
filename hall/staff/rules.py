"""Roles and what they allow, and who may give them; passwords and throttling. Pure."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    ADMIN = "admin"
    MANAGER = "manager"
    LEAD = "lead"
    DESK = "desk"
    COUNTER = "counter"
    AGENT = "agent"


INCLUDES: dict[Role, frozenset[Role]] = {
    # An administrator sets up, but is no manager of people by that alone; a manager may do what a lead may.
    Role.ADMIN: frozenset({Role.ADMIN}),
    Role.MANAGER: frozenset({Role.MANAGER, Role.LEAD, Role.DESK}),
    Role.LEAD: frozenset({Role.LEAD, Role.DESK}),
    Role.DESK: frozenset({Role.DESK}),
    Role.COUNTER: frozenset({Role.COUNTER}),
    Role.AGENT: frozenset({Role.AGENT}),
}
GIVES: dict[Role, frozenset[Role]] = {
    Role.ADMIN: frozenset(Role),
    Role.MANAGER: frozenset({Role.COUNTER, Role.DESK, Role.LEAD}),
}
"""Which roles a role may give and take in its own hall; the others give none."""
SEATED = (Role.COUNTER, Role.DESK, Role.LEAD)
"""The roles that may sit at a counter."""
LOGIN = re.compile(r"[A-Za-z0-9._@-]{1,60}")
LONGEST_NAME = 60
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
ONE_TIME_HOURS = 24  # of device time: a working day and the way home
TOKEN_HOURS = 12
ATTEMPTS = 10
FAILURES_PER_ADDRESS = 100  # a whole office may sign in from one address; only what failed is counted there
WINDOW = timedelta(minutes=5)


def may(held: Collection[str], wanted: Collection[Role]) -> bool:
    """True if any held role is, or includes, one of the wanted ones."""
    return any(role in INCLUDES[Role(h)] for h in held for role in wanted)


def gives(held: Collection[str]) -> frozenset[Role]:
    """The roles that somebody with these roles may give and take."""
    return frozenset().union(*(GIVES.get(Role(h), frozenset()) for h in held))


def role_beyond(held: Collection[str], before: Collection[str], after: Collection[str]) -> Role | None:
    """The first role that this change would give or take and that `held` may not, or None."""
    changed = {Role(r) for r in set(before) ^ set(after)}
    return next((role for role in Role if role in changed - gives(held)), None)


def beyond(mine: Mapping[str, Collection[str]], theirs: Mapping[str, Collection[str]]) -> list[str]:
    """The halls in which somebody holds a role that one may not take from them; roles by hall."""
    return [hall for hall, roles in theirs.items() if role_beyond(mine.get(hall, ()), roles, ()) is not None]


def is_obvious(password: str, *known: str) -> bool:
    """True for a login or name, and for one character again and again."""
    plain = password.casefold().strip()
    return len(set(plain)) < 2 or plain in {k.casefold() for k in known}


def client_kind(user_agent: str) -> str:
    """What kind of browser on what kind of machine, no closer: "firefox-windows", "other-other".

    The order counts: every browser claims to be several others too.
    """
    browsers = ("edg", "firefox", "chrome", "safari")
    machines = ("android", "iphone", "ipad", "windows", "mac os", "linux")
    text = user_agent.casefold()
    browser = next((b for b in browsers if b in text), "other")
    machine = next((m for m in machines if m in text), "other")
    return f"{browser}-{machine.replace(' ', '')}"


def wait_seconds(count: int, since: datetime, real_now: datetime, *, allowed: int = ATTEMPTS) -> int:
    """Seconds until the next attempt is allowed; 0 = now. `allowed` attempts in five minutes are free."""
    ends = since + WINDOW
    if count < allowed or real_now >= ends:
        return 0
    return max(1, int((ends - real_now).total_seconds()))
