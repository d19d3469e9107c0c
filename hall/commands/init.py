"""`hall init`: a hall from a file or by asking, and its first administrator."""

import getpass
import secrets
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from hall.commands.ask import asked
from hall.commands.check import check, text_of
from hall.commands.halls import said_plainly
from hall.kernel import sealing
from hall.kernel.clock import SystemClock
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Works
from hall.migrations import NewerDatabase, upgrade
from hall.queue.actions import set_up_counters
from hall.settings import BadSetting, Settings
from hall.site.actions import found_hall
from hall.site.errors import HallExists
from hall.site.hallfile import HallFileError, read
from hall.site.plan import Plan
from hall.staff.actions import add_member, appoint, hash_password
from hall.staff.errors import LoginTaken
from hall.staff.models import Membership
from hall.staff.rules import LOGIN, SHORTEST_PASSWORD, Role


def init(settings: Settings, file: str | None, login: str, *, type_password: bool) -> int:
    """Makes the hall; prints the administrator's password once if it was generated."""
    text = text_of(file) if file else asked()
    try:
        plan = read(text)
    except HallFileError as error:
        if file:
            return check(file)
        raise BadSetting(error.problems[0].said) from None
    if not LOGIN.fullmatch(login):
        raise BadSetting("A login has at most 60 letters, digits, - . _ and @.")
    typed = typed_password() if type_password else None
    password = typed or secrets.token_urlsafe(12)
    sealing.use(settings.keyring)
    settings.home.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    try:
        with said_plainly():
            upgrade(database)
            _make(database, plan, login, hash_password(password))
    except NewerDatabase:
        raise BadSetting("This database was made by a newer version of hall; please use that version.") from None
    except HallExists:
        raise BadSetting(f"There is a hall “{plan.id}” here already; hall adopt changes its plan.") from None
    except LoginTaken:
        raise BadSetting(f"The login “{login}” exists already; choose another with --admin.") from None
    finally:
        database.close()
    print(f"The hall “{plan.names['en']}” ({plan.id}) stands in {settings.home}.")
    print(f"Administrator: {login}")
    if typed is None:
        print(f"Password: {password}   (shown this once)")
    print("Start it with: hall run    Change it with: hall export plan > hall.yaml, edit, hall adopt hall.yaml")
    return 0


def _make(database: Database, plan: Plan, login: str, password_hash: str) -> None:
    now = datetime.now(UTC)
    roles = [Role.ADMIN, Role.MANAGER, Role.COUNTER]  # alone in a new hall, they must be able to begin

    def made(session: Session) -> str:
        found_hall(session, plan, now)
        set_up_counters(session, plan, now)
        names = {"zh-CN": "管理员", "en": "Administrator"}
        member_id = add_member(session, login=login, names=names, password_hash=password_hash).id
        # With the hall itself, so that there is never a hall that nobody may enter; `appoint` tells the journal.
        session.add(Membership(member_id=member_id, hall_id=plan.id, roles=[Role.ADMIN.value]))
        return member_id

    member_id = database.write(made)
    works = Works(database, SystemClock())
    works.perform(plan.id, SYSTEM, lambda work: appoint(work, member_id, roles))


def typed_password() -> str:
    """A password typed twice, or BadSetting."""
    try:
        first = getpass.getpass(f"Password, at least {SHORTEST_PASSWORD} characters: ")
        if len(first) < SHORTEST_PASSWORD:
            raise BadSetting(f"A password has at least {SHORTEST_PASSWORD} characters.")
        if getpass.getpass("Again: ") != first:
            raise BadSetting("The two passwords differ.")
    except EOFError:
        raise BadSetting("Nobody typed a password; without --type-password one is made.") from None
    return first
