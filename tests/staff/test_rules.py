"""Who may give which role, where; what a password must not be; how coarse a browser is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.staff.rules import Role, beyond, client_kind, gives, is_obvious, role_beyond

ROLES = st.sets(st.sampled_from([r.value for r in Role]))


def test_an_administrator_gives_any_role_and_a_manager_those_of_the_floor() -> None:
    assert gives(["admin"]) == set(Role)
    assert gives(["manager"]) == {Role.COUNTER, Role.DESK, Role.LEAD}
    assert gives(["lead", "desk", "counter", "agent"]) == gives([]) == set()


@pytest.mark.parametrize(
    ("held", "before", "after", "refused"),
    [
        (["manager"], [], ["counter", "desk"], None),
        (["manager"], ["lead"], [], None),
        (["manager"], ["manager"], ["manager", "counter"], None),  # what stays is not given
        (["manager"], [], ["manager"], Role.MANAGER),
        (["manager"], ["admin", "desk"], ["desk"], Role.ADMIN),
        (["manager"], [], ["agent"], Role.AGENT),
        (["admin"], ["admin"], ["agent"], None),
        (["lead"], [], ["counter"], Role.COUNTER),
        ([], ["counter"], [], Role.COUNTER),
    ],
)
def test_a_change_is_judged_by_what_it_gives_and_takes(
    held: list[str], before: list[str], after: list[str], refused: Role | None
) -> None:
    assert role_beyond(held, before, after) == refused


@given(held=ROLES, before=ROLES, after=ROLES)
def test_taking_back_is_allowed_to_whoever_may_give(held: set[str], before: set[str], after: set[str]) -> None:
    assert (role_beyond(held, before, after) is None) == (role_beyond(held, after, before) is None)
    assert role_beyond(held, before, before) is None


def test_authority_over_somebody_is_needed_in_every_hall_they_work_in() -> None:
    theirs = {"north": ["counter"], "south": ["lead"]}
    assert beyond({"north": ["admin"]}, theirs) == ["south"]
    assert beyond({"north": ["admin"], "south": ["manager"]}, theirs) == []
    assert beyond({"north": ["manager"]}, {"north": ["admin"]}) == ["north"]


def test_a_login_a_name_and_one_character_again_are_no_passwords() -> None:
    assert is_obvious("Wang.Li@Hall", "wang.li@hall", "王丽") and is_obvious("aaaaaaaaaaaa")
    assert not is_obvious("a willow in the wind", "wang.li")


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox-windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "chrome-linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "edg-windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "iphone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "chrome-android"),
        ("curl/8", "other-other"),
        ("", "other-other"),
        ("firefox" * 999, "firefox-other"),
    ],
)
def test_a_browser_is_kept_as_a_kind_and_no_closer(agent: str, kind: str) -> None:
    assert client_kind(agent) == (f"safari-{kind}" if kind == "iphone" else kind)
