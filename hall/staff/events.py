"""The facts of staff, by member id."""

from dataclasses import dataclass
from typing import ClassVar

from hall.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Event):
    name: ClassVar[str] = "member.added"
    member: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RolesChanged(Event):
    name: ClassVar[str] = "member.roles_changed"
    member: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MemberRenamed(Event):
    """The names themselves stand in the member's row."""

    name: ClassVar[str] = "member.renamed"
    member: str


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """Out of this hall; who works in no other one is retired."""

    name: ClassVar[str] = "member.left"
    member: str


@dataclass(frozen=True, kw_only=True)
class PasswordReset(Event):
    """Somebody else set a one-time password."""

    name: ClassVar[str] = "member.password_reset"
    member: str


ENDS_LINES = frozenset({RolesChanged.name, MemberLeft.name, PasswordReset.name})
"""Facts after which live lines of the member end at once; a browser that may still watch connects again."""
