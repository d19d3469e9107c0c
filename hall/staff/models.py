"""The nouns of staff."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hall.kernel.database import Entity, Instant
from hall.kernel.ids import fingerprint, new_id


class Member(Entity):
    """A person who works for one or more halls."""

    __tablename__ = "member"

    login: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    password_hash: Mapped[str] = mapped_column(String(200))
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default_factory=new_id)
    active: Mapped[bool] = mapped_column(default=True)
    password_until: Mapped[datetime | None] = mapped_column(Instant, default=None)  # set: a one-time password
    language: Mapped[str | None] = mapped_column(String(10), default=None)


class Membership(Entity):
    """What a member may do in a hall: a list of roles, and the counter they usually sit at."""

    __tablename__ = "membership"

    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    hall_id: Mapped[str] = mapped_column(ForeignKey("hall.id"), primary_key=True)
    roles: Mapped[list[str]] = mapped_column(JSON)
    counter_id: Mapped[str | None] = mapped_column(String(48), default=None)


class SignIn(Entity):
    """One signed-in client: a browser session or a bearer token. Ending it is a row, not a deletion."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("sign_in_of_member", "member_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    seen_at: Mapped[datetime | None] = mapped_column(Instant, default=None)  # to the minute
    client: Mapped[str] = mapped_column(String(40), default="")  # a kind, such as "firefox-windows"

    @property
    def handle(self) -> str:
        """A name for the session in a form of its owner; it opens nothing."""
        return fingerprint(self.token_hash)[:16]


class Throttle(Entity):
    """How often something was tried lately, by a hashed key (a login, an address, a code)."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant)
    count: Mapped[int] = mapped_column(default=0)
