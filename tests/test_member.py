"""`hall member`: people of a hall, added and removed beside a running server."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from hall.cli import main
from hall.kernel.database import Database
from hall.staff.actions import password_fits, sign_in
from hall.staff.models import SignIn
from hall.staff.queries import member_by_login, memberships
from tests.house.test_rooms import ROOT

Said = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> Path:
    monkeypatch.setenv("HALL_HOME", str(tmp_path))
    monkeypatch.delenv("HALL_DATABASE_URL", raising=False)
    assert main(["init", str(ROOT / "demo" / "demo-hall.yaml")]) == 0
    capsys.readouterr()
    return tmp_path


def database(home: Path) -> Database:
    return Database(f"sqlite+pysqlite:///{home / 'hall.db'}")


def test_a_clerk_is_added_with_a_password_that_is_shown_once(home: Path, capsys: Said) -> None:
    assert main(["member", "wang.li", "--roles", "counter, desk", "--counter", "5", "--name", "王丽"]) == 0
    password = capsys.readouterr().out.split("Password: ")[1].split()[0]
    with database(home).read() as session:
        member = member_by_login(session, "wang.li")
        assert member is not None and password_fits(member, password)
        place = memberships(session, member.id)[0]
    assert (member.names["zh-CN"], place.roles, place.counter_id) == ("王丽", ["counter", "desk"], "qingtong-5")
    assert main(["member"]) == 0
    assert "wang.li" in capsys.readouterr().out


def test_a_new_password_and_a_farewell_end_every_session(home: Path, capsys: Said) -> None:
    main(["member", "wang.li", "--roles", "counter"])
    made = database(home)
    for words in (["--new-password"], ["--gone"]):
        made.write(lambda s: sign_in(s, member_by_login(s, "wang.li"), datetime.now(UTC)))  # type: ignore[arg-type]
        assert main(["member", "wang.li", *words]) == 0
        with made.read() as session:
            assert all(session.scalars(select(SignIn.ended_at)).all())
    capsys.readouterr()
    assert main(["member"]) == 0
    assert "wang.li" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["nobody.yet"],
        ["nobody.yet", "--gone"],
        ["wang.li", "--roles", "king"],
        ["wang.li", "--roles", "counter", "--counter", "99"],
        ["wang li", "--roles", "counter"],
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(home: Path, capsys: Said, words: list[str]) -> None:
    assert main(["member", *words]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "Traceback" not in said


def test_the_last_administrator_stays(home: Path, capsys: Said) -> None:
    for words in (["--gone"], ["--roles", "counter"]):
        assert main(["member", "admin", *words]) == 2
        assert "last administrator" in capsys.readouterr().err
    with database(home).read() as session:
        admin = member_by_login(session, "admin")
        assert admin is not None and "admin" in memberships(session, admin.id)[0].roles


def test_roles_are_in_the_journal(home: Path, capsys: Said) -> None:
    main(["member", "wang.li", "--roles", "counter"])
    main(["member", "wang.li", "--roles", "lead"])
    capsys.readouterr()
    main(["export", "journal"])
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [f["name"] for f in facts][-2:] == ["member.added", "member.roles_changed"]
