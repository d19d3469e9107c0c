"""What to bring: for a package of several steps (R-13), and for whoever has not everything (R-05)."""

from typing import Any

import pytest

from tests.kiosk.answers import ID_CARD, service
from tests.kiosk.conftest import START, FakeHall, Visitor, fields

PACKAGE = f"{START}/service/P"
LEASE = {"names": {"en": "Start a company", "zh-CN": "企业开办"}, "waiting": 3}


@pytest.fixture
def package(fake_hall: FakeHall) -> Any:
    """A package of the ID card and a company; gives a function that says how the second step stands."""

    def stands(**second: Any) -> None:
        fake_hall.services = [
            service(),
            service(id="H01", **(LEASE | second)),
            service(id="P", names={"en": "Moving house"}, kind="package", services=[ID_CARD, "H01"]),
        ]

    stands()
    return stands


def test_a_package_shows_the_papers_of_all_its_steps_once(visitor: Visitor, package: Any) -> None:
    """R-13: an original serves every step, copies stay at each."""
    page = visitor.opens(PACKAGE)
    assert page.count("Household register") == 1
    for told in ("copy ×2", "Lease contract", "Resident ID card", "Start a company", "3 waiting"):
        assert told in page, told
    assert "original ×2" not in page
    assert "Not all of this can be done now" not in page


@pytest.mark.parametrize(
    ("state", "said"), [("full", "full today"), ("closed", "no numbers now"), ("not_here", "not in this hall")]
)
def test_a_step_that_is_not_offered_now_is_told_before_a_number(
    visitor: Visitor, package: Any, state: str, said: str
) -> None:
    """R-04."""
    package(issuing=state)
    page = visitor.opens(PACKAGE)
    assert page.index("Not all of this can be done now") < page.index(said) < page.index("<form")
    assert "not all steps now" in visitor.opens()


def test_a_step_the_hall_no_longer_has_is_left_out(visitor: Visitor, fake_hall: FakeHall, package: Any) -> None:
    fake_hall.services = [s for s in fake_hall.services if s["id"] != "H01"]
    page = visitor.opens(PACKAGE)
    assert "Household register" in page and "Lease contract" not in page


def test_the_question_for_papers_can_be_skipped(visitor: Visitor, fake_hall: FakeHall) -> None:
    """R-05: neither yes nor no is a number too."""
    visitor.presses(visitor.chooses()[1], papers_ready="")
    assert fake_hall.asked[0][1]["papers_ready"] is None


def test_whoever_misses_papers_is_asked_before_a_number_is_made(visitor: Visitor, fake_hall: FakeHall) -> None:
    """R-05: the list only, or a number and where the copier is."""
    _, form = visitor.chooses()
    page = visitor.opens(visitor.presses(form, papers_ready="missing").location)
    for told in ("Household register", "copy ×1", "1F east", "Only the list", 'name="papers_ready" value="no"'):
        assert told in page, told
    assert fake_hall.asked == []


def test_the_list_alone_makes_no_number(visitor: Visitor, fake_hall: FakeHall) -> None:
    page = visitor.opens(f"{START}/papers/{ID_CARD}?only=1")
    for told in ("Household register", "1F east", "No number was taken"):
        assert told in page, told
    assert '/tickets"' not in page
    assert fake_hall.asked == []


def test_whoever_copies_here_is_told_where_and_keeps_what_was_ticked(
    visitor: Visitor, fake_hall: FakeHall
) -> None:
    _, form = visitor.chooses()
    page = visitor.opens(visitor.presses(form, papers_ready="missing", help="on", signal="on").location)
    address = visitor.presses(fields(page), papers_ready="no").location
    wish = fake_hall.asked[0][1]
    assert (wish["papers_ready"], wish["help_requested"], wish["visual_alert"]) == (False, True, True)
    assert "1F east" in visitor.opens(address)


def test_the_other_language_keeps_what_was_ticked(visitor: Visitor) -> None:
    address = visitor.presses(visitor.chooses()[1], papers_ready="missing", help="on").location
    assert "help=on&amp;language=zh-CN" in visitor.opens(address)


def test_the_list_of_an_unknown_service_is_the_start_page(visitor: Visitor) -> None:
    assert visitor.screen.get(f"{START}/papers/nonsense").location == START


def test_without_numbers_the_list_offers_none(visitor: Visitor, fake_hall: FakeHall) -> None:
    fake_hall.services = [service(issuing="full")]
    assert '/tickets"' not in visitor.opens(f"{START}/papers/{ID_CARD}")
