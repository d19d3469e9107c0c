"""Roles and what they allow; throttling. Pure."""

from collections.abc import Collection
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
TOKEN_HOURS = 12
ATTEMPTS = 10
FAILURES_PER_ADDRESS = 100  # a whole office may sign in from one address; only what failed is counted there
WINDOW = timedelta(minutes=5)


def may(held: Collection[str], wanted: Collection[Role]) -> bool:
    """True if any held role is, or includes, one of the wanted ones."""
    return any(role in INCLUDES[Role(h)] for h in held for role in wanted)


def wait_seconds(count: int, since: datetime, real_now: datetime, *, allowed: int = ATTEMPTS) -> int:
    """Seconds until the next attempt is allowed; 0 = now. `allowed` attempts in five minutes are free."""
    ends = since + WINDOW
    if count < allowed or real_now >= ends:
        return 0
    return max(1, int((ends - real_now).total_seconds()))
