"""`hall init`: a hall from a file or by asking, and its first administrator."""

import getpass
import secrets
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from hall.commands.check import check, text_of
from hall.kernel import sealing
from hall.kernel.clock import SystemClock
from hall.kernel.database import Database
from hall.kernel.work import SYSTEM, Works
from hall.migrations import upgrade
from hall.queue.actions import set_up_counters
from hall.settings import BadSetting, Settings
from hall.site.actions import found_hall
from hall.site.errors import HallExists
from hall.site.hallfile import HallFileError, read
from hall.site.plan import Plan
from hall.staff.actions import add_member, appoint, hash_password
from hall.staff.errors import LoginTaken
from hall.staff.rules import Role

SHORTEST = 10
ASKED = """\
hall: {{id: "{id}", name: {{zh: "{zh}", en: "{en}"}}, address: {{zh: "{where}", en: "{where}"}}}}
meta: {{timezone: "{zone}"}}
calendar:
  weekly:
    - {{days: [1, 2, 3, 4, 5], session: day, start: "{start}", end: "{end}", kind: regular}}
departments:
  - {{id: main, name: {{zh: "{zh}", en: "{en}"}}, zone: A}}
queues:
  - {{id: A, prefix: A, name: {{zh: "综合窗口", en: "General"}}}}
services:
  - id: A01
    queue: A
    dept: main
    name: {{zh: "{service_zh}", en: "{service_en}"}}
    kind: instant
    mean: 8
    sd: 4
counters:
  - {{number: 1, type: general, queues: [A], noon: true, sat: true}}
"""


def init(settings: Settings, file: str | None, login: str, *, type_password: bool) -> int:
    """Makes the hall; prints the administrator's password once if it was generated."""
    text = text_of(file) if file else _ask()
    try:
        plan = read(text)
    except HallFileError as error:
        if file:
            return check(file)
        raise BadSetting(error.problems[0].sentence) from None
    typed = _typed() if type_password else None
    password = typed or secrets.token_urlsafe(12)
    sealing.use(settings.keyring)
    settings.home.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    upgrade(database)
    try:
        _make(database, plan, login, hash_password(password))
    except HallExists:
        raise BadSetting(f"There is a hall “{plan.id}” here already.") from None
    except LoginTaken:
        raise BadSetting(f"The login “{login}” exists already; choose another with --admin.") from None
    finally:
        database.close()
    print(f"The hall “{plan.names['en']}” ({plan.id}) stands in {settings.home}.")
    print(f"Administrator: {login}")
    if typed is None:
        print(f"Password: {password}   (shown this once)")
    print("Start it with: hall run")
    return 0


def _make(database: Database, plan: Plan, login: str, password_hash: str) -> None:
    now = datetime.now(UTC)

    def made(session: Session) -> str:
        found_hall(session, plan, now)
        set_up_counters(session, plan, now)
        names = {"zh-CN": "管理员", "en": "Administrator"}
        return add_member(session, login=login, names=names, password_hash=password_hash).id

    member_id = database.write(made)
    works = Works(database, SystemClock())
    roles = [Role.ADMIN, Role.MANAGER, Role.COUNTER]  # alone in a new hall, they must be able to begin
    works.perform(plan.id, SYSTEM, lambda work: appoint(work, member_id, roles))


def _ask() -> str:
    print("A hall is made by a few questions; the rest is changed in a hall file later.")
    zh = _answer("Name in Chinese", "我的大厅")
    en = _answer("Name in English", "My hall")
    values = {
        "id": _answer("Short id (letters and digits)", "hall"),
        "zh": zh,
        "en": en,
        "where": _answer("Address", "-"),
        "zone": _answer("Time zone", "Asia/Shanghai"),
        "start": _answer("Opens at (HH:MM)", "08:30"),
        "end": _answer("Closes at (HH:MM)", "17:30"),
        "service_zh": _answer("First service in Chinese", "办事咨询"),
        "service_en": _answer("First service in English", "Enquiries"),
    }
    return ASKED.format(**{key: value.replace('"', "'") for key, value in values.items()})


def _answer(question: str, default: str) -> str:
    try:
        return input(f"{question} [{default}]: ").strip() or default
    except EOFError:
        raise BadSetting("Nobody answered. Give a hall file: hall init FILE.yaml") from None


def _typed() -> str:
    first = getpass.getpass("Password: ")
    if len(first) < SHORTEST:
        raise BadSetting(f"A password has at least {SHORTEST} characters.")
    if getpass.getpass("Again: ") != first:
        raise BadSetting("The two passwords differ.")
    return first
