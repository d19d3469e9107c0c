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
