"""Who is asking, and the guard that stands at every door.

A view without a guard cannot be registered: `tests/house/test_doors.py` walks them all. A guard decides by
who asks; whether *this* ticket or counter is theirs is decided beside the verb, where the entity is known.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import g, request
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from hall.kernel.errors import HallError, NotAllowed
from hall.kernel.ids import fingerprint
from hall.kernel.work import Actor
from hall.site.queries import device_by_token
from hall.staff import queries as staff_queries
from hall.staff.errors import SignedOut
from hall.staff.rules import Role, may
from hall.web.house import house

View = TypeVar("View", bound=Callable[..., Any])
SESSION_COOKIE, DEVICE_COOKIE = "hall_session", "hall_device"
_CHANGES = frozenset({"POST", "PUT", "DELETE", "PATCH"})


class CsrfFailed(HallError):
    code = "csrf_failed"
    sentence = "This page is too old. Please reload it and try again."


@dataclass(frozen=True)
class Caller:
    """Who asks: a member, a device, or nobody in particular (who may still hold a ticket's code)."""

    kind: str = "public"
    id: str | None = None
    roles: dict[str, frozenset[str]] = field(default_factory=dict)  # by hall
    hall_id: str | None = None  # of a device
    device_kind: str | None = None
    counter_id: str | None = None  # of a counter's screen
    token_hash: str | None = None  # of the token this request came with

    @property
    def actor(self) -> Actor:
        kind = self.kind if self.kind in ("member", "device") else "public"
        return Actor(kind, self.id)  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.id}"

    def may(self, hall_id: str, *roles: Role) -> bool:
        """True if a member holds one of the roles, or one that includes it, in this hall."""
        return may(self.roles.get(hall_id, ()), roles or tuple(Role))

    def is_device(self, hall_id: str, *kinds: str) -> bool:
        return self.hall_id == hall_id and self.device_kind in kinds

    def must(self, allowed: bool) -> None:
        """Refuses the caller: 401 for nobody in particular, 403 for somebody else."""
        if not allowed:
            raise SignedOut() if self.kind == "public" else NotAllowed()


PUBLIC = Caller()


def caller() -> Caller:
    """Who asks this request; looked up once."""
    if "caller" not in g:
        g.caller = _look_up()
    found: Caller = g.caller
    return found


def caller_by_token(token: str) -> Caller | None:
    """The member or device that holds this token, or None."""
    return caller_by_digest(fingerprint(token))


def caller_by_digest(digest: str) -> Caller | None:
    """The same by the token's fingerprint."""
    the_house = house()
    real_now = the_house.clock.real_now()
    member = staff_queries.roles_by_token(the_house.database, digest, real_now)
    if member is not None:
        the_house.seen.note(digest, real_now)
        return Caller("member", *member, token_hash=digest)
    device = device_by_token(the_house.database, digest)
    if device is None:
        return None
    return Caller(
        "device",
        device.id,
        hall_id=device.hall_id,
        device_kind=device.kind,
        counter_id=device.counter_id,
        token_hash=digest,
    )


def guard(check: Callable[[Caller, dict[str, Any]], bool], name: str) -> Callable[[View], View]:
    """A decorator that lets through whom `check` allows; `name` is what the door test reads."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            who = caller()
            who.must(check(who, kwargs))
            return view(*args, **kwargs)

        guarded.__guard__ = name  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def public(view: View) -> View:
    """Anybody."""
    return guard(lambda who, args: True, "public")(view)


def holder(view: View) -> View:
    """Whoever knows the code in the address; the look-up by that code is the check."""
    return guard(lambda who, args: True, "holder")(view)


def staff(*roles: Role) -> Callable[[View], View]:
    """A member with one of the roles in the hall of the address; with none named, any member of it."""
    return guard(lambda who, args: who.may(hall_of(args), *roles), f"staff:{','.join(roles) or 'any'}")


def signed_in(view: View) -> View:
    """A member, of whatever hall."""
    return guard(lambda who, args: who.kind == "member", "signed_in")(view)


def device_or_staff(*kinds: str, roles: tuple[Role, ...] = ()) -> Callable[[View], View]:
    """A device of one of the kinds, or a member with one of the roles, in the hall of the address."""

    def check(who: Caller, args: dict[str, Any]) -> bool:
        return who.is_device(hall_of(args), *kinds) or who.may(hall_of(args), *roles)

    return guard(check, f"device_or_staff:{','.join((*kinds, *roles))}")


def device(*kinds: str) -> Callable[[View], View]:
    """A device, of one of the kinds if some are named; what it asks is about itself and its own hall."""
    return guard(
        lambda who, args: who.kind == "device" and (not kinds or who.device_kind in kinds),
        f"device:{','.join(kinds) or 'any'}",
    )


def hall_of(args: dict[str, Any]) -> str:
    """The hall an address speaks of: named, or the beginning of a counter's id."""
    if "hall" in args:
        return str(args["hall"])
    return str(args.get("counter", "")).rpartition("-")[0]


def _look_up() -> Caller:
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, token = header.partition(" ")
        found = caller_by_token(token.strip()) if scheme.lower() == "bearer" and token else None
        if found is None:
            raise SignedOut()
        return found
    for name in (SESSION_COOKIE, DEVICE_COOKIE):
        token = request.cookies.get(cookie_name(name), "")
        if token and (found := caller_by_token(token)) is not None:
            _check_csrf()
            return found
    return PUBLIC


def cookie_name(name: str) -> str:
    """With TLS the name carries the prefix by which browsers bind a cookie to its host."""
    return f"__Host-{name}" if house().settings.secure_cookies else name


def _check_csrf() -> None:
    """A cookie is sent by the browser whoever asked for it, so a change needs the page's own token too."""
    if request.method not in _CHANGES:
        return
    sent = request.headers.get("X-CSRFToken") or request.form.get("csrf_token")
    try:
        validate_csrf(sent)
    except ValidationError:
        raise CsrfFailed() from None
