"""People are added, appointed, dismissed; passwords set and replaced; sessions ended. On both databases."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from hall.kernel.database import Database
from hall.kernel.errors import HallError
from hall.kernel.ids import fingerprint
from hall.kernel.journal import facts_after
from hall.kernel.work import SYSTEM, Actor, Work, Works
from hall.site.actions import found_hall
from hall.staff import actions, errors, queries
from hall.staff.models import Member
from hall.staff.rules import Role
from tests.world import HALL, FrozenClock, a_hall, a_plan, names

SOUTH = "south"
ADMIN, SECOND = "01ADMIN0000000000000000001", "01ADMIN0000000000000000002"
BOSS, WANG = "01BOSS00000000000000000001", "01WANG00000000000000000001"
STAFF = {ADMIN: [Role.ADMIN], SECOND: [Role.ADMIN], BOSS: [Role.MANAGER], WANG: [Role.COUNTER]}
Do = Callable[..., Any]


@pytest.fixture
def works(database: Database, clock: FrozenClock) -> Works:
    """Two halls; in Willow two administrators, a manager and Wang, who sits at counters."""
    a_hall(database, clock=clock)
    made = Works(database, clock)
    database.write(lambda s: found_hall(s, a_plan(id=SOUTH), clock.hall_now()))
    for member, roles in STAFF.items():
        login = f"m{member[2:6].lower()}{member[-1]}"
        database.write(
            lambda s, m=member, n=login: s.add(Member(id=m, login=n, names=names(n), password_hash="-"))
        )
        made.perform(HALL, SYSTEM, lambda w, m=member, r=roles: actions.appoint(w, m, r))
    return made


@pytest.fixture
def do(works: Works) -> Do:
    """Performs a verb as somebody, in Willow unless told otherwise."""

    def perform(who: str, verb: Any, *args: Any, hall: str = HALL, **more: Any) -> Any:
        return works.perform(hall, Actor("member", who), lambda work: verb(work, *args, **more))

    return perform


def roles(works: Works, member: str, hall: str = HALL) -> list[str]:
    with works.database.read() as session:
        return queries.roles_of(session, member).get(hall, [])


def member(works: Works, member_id: str) -> Member:
    with works.database.read() as session:
        return session.get_one(Member, member_id)


def signed_in(works: Works, member_id: str, now: datetime) -> str:
    """A session of a member: the fingerprint of its token."""
    job = lambda s: actions.sign_in(s, s.get_one(Member, member_id), now)[0]  # noqa: E731
    return fingerprint(works.database.write(job))


def works_still(works: Works, digest: str, now: datetime) -> bool:
    return queries.roles_by_token(works.database, digest, now) is not None


def facts(works: Works) -> list[str]:
    with works.database.read() as session:
        return [row.name for row in facts_after(session, HALL, 0)]


def test_somebody_new_has_a_one_time_password_and_roles(works: Works, do: Do) -> None:
    made = do(BOSS, actions.engage, login="li", names={"zh-CN": " 李 伟 "}, roles=[Role.DESK], password_hash="x")
    assert roles(works, made.id) == ["desk"] and member(works, made.id).password_until is not None
    assert member(works, made.id).names == {"zh-CN": "李 伟", "en": "李 伟"}
    assert facts(works)[-1] == "member.added"


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"login": "li wei"}, errors.BadLogin),
        ({"login": ""}, errors.BadLogin),
        ({"login": "MWANG1"}, errors.LoginTaken),  # capitals make no second person
        ({"names": {"zh-CN": " ", "en": ""}}, errors.NoName),
        ({"names": {"en": "x" * 61}}, errors.BadName),
        ({"names": {"en": "a\x00b"}}, errors.BadName),
        ({"roles": []}, errors.NoRole),
        ({"roles": [Role.AGENT]}, errors.RoleNotYours),
        ({"counter_id": "willow-1", "roles": [Role.ADMIN]}, errors.SeatWithoutRole),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_happens(
    works: Works, do: Do, wish: dict[str, Any], refusal: type[HallError]
) -> None:
    before = facts(works)
    values = {"login": "li", "names": {"en": "Li"}, "roles": [Role.DESK], "password_hash": "x"}
    with pytest.raises(refusal):
        do(BOSS, actions.engage, **values | wish)
    assert facts(works) == before


def test_nobody_takes_the_administrators_role_from_themselves(works: Works, do: Do) -> None:
    with pytest.raises(errors.OwnAdministratorRole):
        do(ADMIN, actions.appoint, ADMIN, [Role.MANAGER])
    with pytest.raises(errors.OwnAdministratorRole):
        do(ADMIN, actions.dismiss, ADMIN)
    do(ADMIN, actions.appoint, SECOND, [Role.COUNTER])
    assert roles(works, SECOND) == ["counter"]


def test_not_even_the_machine_removes_the_last_administrator(works: Works, do: Do) -> None:
    do(ADMIN, actions.dismiss, SECOND)
    for verb in (lambda w: actions.dismiss(w, ADMIN), lambda w: actions.appoint(w, ADMIN, [Role.LEAD])):
        with pytest.raises(errors.LastAdministrator):
            works.perform(HALL, SYSTEM, verb)
    assert roles(works, ADMIN) == ["admin"]


def test_two_administrators_who_demote_each_other_leave_one(works: Works, do: Do) -> None:
    """Both pressed at one moment, both were administrators when they pressed."""
    for _ in range(6):
        start, refused = threading.Barrier(2), list[HallError]()

        def press(who: str, whom: str, start: Any = start, refused: Any = refused) -> None:
            start.wait()
            try:
                do(who, actions.appoint, whom, [Role.COUNTER])
            except HallError as error:
                refused.append(error)

        pair = [threading.Thread(target=press, args=p) for p in ((ADMIN, SECOND), (SECOND, ADMIN))]
        for thread in pair:
            thread.start()
        for thread in pair:
            thread.join()
        with works.database.read() as session:
            left = queries.administrators(session, HALL)
        assert len(left) == 1 and [type(e) for e in refused] == [errors.RoleNotYours]
        works.perform(HALL, SYSTEM, lambda w: [actions.appoint(w, m, [Role.ADMIN]) for m in (ADMIN, SECOND)])


def test_who_is_retired_is_signed_out_and_keeps_a_name(works: Works, do: Do, clock: FrozenClock) -> None:
    digest = signed_in(works, WANG, clock.real)
    do(BOSS, actions.dismiss, WANG)
    assert not works_still(works, digest, clock.real) and not member(works, WANG).active
    assert member(works, WANG).names == names("mwang1") and facts(works)[-1] == "member.left"
    do(BOSS, actions.dismiss, WANG)  # twice is the same
    assert facts(works).count("member.left") == 1


def test_who_leaves_one_of_two_halls_still_works_in_the_other(works: Works, do: Do, clock: FrozenClock) -> None:
    works.perform(SOUTH, SYSTEM, lambda w: actions.appoint(w, WANG, [Role.LEAD]))
    digest = signed_in(works, WANG, clock.real)
    do(BOSS, actions.dismiss, WANG)
    assert works_still(works, digest, clock.real)
    assert roles(works, WANG) == [] and roles(works, WANG, SOUTH) == ["lead"]


def test_who_comes_back_begins_with_a_one_time_password(works: Works, do: Do) -> None:
    do(BOSS, actions.dismiss, WANG)
    assert do(BOSS, actions.take_on, WANG, [Role.DESK], password_hash="fresh")
    back = member(works, WANG)
    assert back.active and back.password_hash == "fresh" and back.password_until is not None
    with pytest.raises(errors.WorksHere):
        do(BOSS, actions.take_on, WANG, [Role.DESK])


def test_who_works_elsewhere_keeps_their_password_here_too(works: Works, do: Do) -> None:
    other = works.database.write(
        lambda s: actions.add_member(s, login="o", names=names("o"), password_hash="own").id
    )
    works.perform(SOUTH, SYSTEM, lambda w: actions.appoint(w, other, [Role.COUNTER]))
    assert not do(BOSS, actions.take_on, other, [Role.DESK], password_hash="fresh")
    assert member(works, other).password_hash == "own" and member(works, other).password_until is None


def test_a_password_is_reset_only_with_authority_in_every_hall(works: Works, do: Do) -> None:
    works.perform(SOUTH, SYSTEM, lambda w: actions.appoint(w, WANG, [Role.LEAD]))
    for verb, more in ((actions.reset_password, "x"), (actions.rename, {"en": "New"})):
        with pytest.raises(errors.WorksElsewhere):
            do(ADMIN, verb, WANG, more)
    works.perform(SOUTH, SYSTEM, lambda w: actions.appoint(w, ADMIN, [Role.MANAGER]))
    do(ADMIN, actions.reset_password, WANG, "x")
    with pytest.raises(errors.MemberNotYours):
        do(BOSS, actions.reset_password, ADMIN, "x")
    with pytest.raises(errors.OwnPassword):
        do(ADMIN, actions.reset_password, ADMIN, "x")
    with pytest.raises(errors.UnknownMember):
        do(ADMIN, actions.reset_password, WANG[:-1] + "9", "x")


def test_a_one_time_password_opens_nothing_until_it_is_replaced(works: Works, do: Do, clock: FrozenClock) -> None:
    before = signed_in(works, WANG, clock.real)
    do(BOSS, actions.reset_password, WANG, "once")
    after = signed_in(works, WANG, clock.real)
    assert not works_still(works, before, clock.real) and not works_still(works, after, clock.real)
    with works.database.read() as session:
        assert queries.member_replacing(session, after, clock.real) is not None
    replace = lambda s, old: actions.replace_one_time(s, WANG, "own", clock.real, old_hash=old)  # noqa: E731
    with pytest.raises(errors.SignedOut):
        works.database.write(lambda s: replace(s, "another"))
    works.database.write(lambda s: replace(s, "once"))
    assert not works_still(works, after, clock.real)
    assert works_still(works, signed_in(works, WANG, clock.real), clock.real)


def test_a_one_time_password_ends_by_device_time(works: Works, do: Do, clock: FrozenClock) -> None:
    do(BOSS, actions.reset_password, WANG, "once")
    digest = signed_in(works, WANG, clock.real)
    clock.real = clock.real.replace(day=clock.real.day + 1)
    with works.database.read() as session:
        assert queries.member_replacing(session, digest, clock.real) is None
    with pytest.raises(errors.OneTimeExpired):
        works.database.write(lambda s: actions.replace_one_time(s, WANG, "own", clock.real, old_hash="once"))


def test_another_password_ends_every_other_session(works: Works, clock: FrozenClock) -> None:
    here, there = signed_in(works, WANG, clock.real), signed_in(works, WANG, clock.real)
    change = lambda s, old: actions.change_own_password(s, WANG, "new", clock.real, old_hash=old, keep=here)  # noqa: E731
    with pytest.raises(errors.WrongOldPassword):
        works.database.write(lambda s: change(s, "outdated"))
    assert works.database.write(lambda s: change(s, "-")) == [there]
    assert works_still(works, here, clock.real) and not works_still(works, there, clock.real)


def test_a_session_is_ended_by_its_owner_alone(works: Works, clock: FrozenClock) -> None:
    mine, other = signed_in(works, WANG, clock.real), signed_in(works, BOSS, clock.real)
    with works.database.read() as session:
        handle = queries.open_sessions(session, BOSS, clock.real)[0].handle
    assert works.database.write(lambda s: actions.end_one(s, WANG, handle, clock.real)) == []
    assert works_still(works, mine, clock.real) and works_still(works, other, clock.real)
    assert works.database.write(lambda s: actions.end_one(s, BOSS, handle, clock.real)) == [other]


def test_when_a_session_was_seen_is_written_down(works: Works, clock: FrozenClock) -> None:
    digest = signed_in(works, WANG, clock.real)
    works.database.write(lambda s: actions.keep_seen(s, {digest: clock.real, "gone": clock.real}))
    with works.database.read() as session:
        assert queries.open_sessions(session, WANG, clock.real)[0].seen_at == clock.real
        assert queries.last_sign_ins(session, HALL) == {WANG: clock.real}
        assert queries.signed_in_now(session, HALL, clock.real) == {WANG}


def test_roles_of_another_hall_stay_untouched(works: Works, do: Do) -> None:
    works.perform(SOUTH, SYSTEM, lambda w: actions.appoint(w, WANG, [Role.LEAD]))
    do(BOSS, actions.appoint, WANG, [Role.DESK])
    assert roles(works, WANG, SOUTH) == ["lead"]
    with pytest.raises(errors.RoleNotYours):
        do(BOSS, actions.appoint, WANG, [Role.DESK], hall=SOUTH)


def test_a_work_knows_who_acts_at_that_moment(works: Works) -> None:
    """Whoever was let go between pressing and the verb appoints nobody any more."""

    def both(work: Work) -> None:
        actions.dismiss(work, WANG)

    works.perform(HALL, Actor("member", BOSS), both)
    works.perform(HALL, SYSTEM, lambda w: actions.dismiss(w, BOSS))
    with pytest.raises(errors.RoleNotYours):
        works.perform(HALL, Actor("member", BOSS), lambda w: actions.take_on(w, WANG, [Role.DESK]))
