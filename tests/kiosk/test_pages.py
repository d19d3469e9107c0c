"""What the kiosk says: before a number, with a number, and when there is none."""

import pytest

from tests.kiosk.answers import hall, service
from tests.kiosk.conftest import START, FakeHall, Visitor

SERVICE = f"{START}/service/B01"


def test_before_a_number_it_tells_what_a_visitor_must_know(visitor: Visitor) -> None:
    """R-04 and R-05: people, range, counters, closing time, papers and copies."""
    page = visitor.opens(SERVICE)
    for told in (">7<", "10-20 min", ">2<", "17:30", "Household register", "copy ×1", "1F east"):
        assert told in page, told
    for answer in ("yes", "missing", ""):
        assert f'name="papers_ready" value="{answer}"' in page, answer


def test_help_is_offered_without_asking_why(visitor: Visitor, fake_hall: FakeHall) -> None:
    """R-43."""
    visitor.presses(visitor.chooses()[1], help="on", someone="on", large="on")
    wish = fake_hall.asked[0][1]
    assert (wish["help_requested"], wish["for_someone_else"], wish["large_type"]) == (True, True, True)
    assert wish["visual_alert"] is False
    assert "reason" not in wish


def test_whoever_does_not_hear_can_ask_for_a_signal(visitor: Visitor, fake_hall: FakeHall) -> None:
    """R-46."""
    assert "I do not hear well: please show me a signal" in visitor.opens(SERVICE)
    visitor.presses(visitor.chooses()[1], signal="on")
    assert fake_hall.asked[0][1]["visual_alert"] is True


@pytest.mark.parametrize(
    ("state", "more", "said"),
    [
        ("full", {}, "Today's numbers are full"),
        ("not_yet", {"opens_at": "2026-11-23T00:10:00Z"}, "Numbers are issued from 08:10."),
        ("closed", {"opens_at": "2026-11-23T23:10:00Z"}, "again on Tuesday, 24 November from 07:10."),
        ("closed", {}, "The next opening is not known yet."),
        ("full", {"bookable": True}, "You can book another day by phone or at the enquiry desk."),
        ("full", {}, "Please come another day."),
        ("full", {"online": {"en": "On the city site"}}, "On the city site"),
        ("not_here", {}, "The enquiry desk tells you where to go."),
    ],
)
def test_without_a_number_it_says_why_and_what_to_do(
    visitor: Visitor, fake_hall: FakeHall, state: str, more: dict[str, str], said: str
) -> None:
    fake_hall.services = [service(issuing=state, **more)]
    fake_hall.hall = hall(issuing="closed" if state == "closed" else "open")
    page = visitor.opens(SERVICE)
    assert said in page
    assert "0000-8000100" in page
    assert '/tickets"' not in page


def test_it_says_first_that_a_service_can_be_done_online(visitor: Visitor, fake_hall: FakeHall) -> None:
    fake_hall.services = [service(issuing="online", online={"en": "On the city's site"})]
    page = visitor.opens(SERVICE)
    assert page.index("On the city") < page.index("<form")


@pytest.mark.parametrize("has_guides", [True, False])
def test_it_says_where_to_go_for_what_is_not_done_here(
    visitor: Visitor, fake_hall: FakeHall, has_guides: bool
) -> None:
    fake_hall.has_guides = has_guides
    where = {"en": "Court, 2 Elm Street"}
    fake_hall.services = [service(kind="not_here", issuing="not_here", where=where)]
    page = visitor.opens(SERVICE)
    assert "Court, 2 Elm Street" in page
    assert "0000-8000100" in page
    assert '/tickets"' not in page and "floor" not in page


def test_a_service_that_waits_for_regular_hours_says_so_while_the_hall_is_open(
    visitor: Visitor, fake_hall: FakeHall
) -> None:
    fake_hall.services = [service(issuing="closed")]
    page = visitor.opens(SERVICE)
    assert "not part of today&#39;s extra opening" in page or "not part of today's extra opening" in page
    assert "Closed now" not in page


@pytest.mark.parametrize(
    ("state", "opens_at", "said"),
    [
        ("not_yet", "2026-11-23T00:10:00Z", "Numbers are issued from 08:10."),
        ("closed", "2026-11-23T23:10:00Z", "again on Tuesday, 24 November from 07:10."),
        ("full", None, "Everyone who has a number will be served."),
    ],
)
def test_the_start_page_says_how_the_hall_stands(
    visitor: Visitor, fake_hall: FakeHall, state: str, opens_at: str | None, said: str
) -> None:
    fake_hall.hall = hall(issuing=state)
    fake_hall.services = [service(issuing=state, opens_at=opens_at)]
    assert said in visitor.opens()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"issuing": "full"}, "full today"),
        ({"issuing": "not_here"}, "not in this hall"),
        ({"issuing": "online"}, "also online"),
        ({"issuing": "not_yet", "opens_at": "2026-11-23T00:10:00Z"}, "from 08:10"),
        ({"issuing": "closed"}, "no numbers now"),
    ],
)
def test_a_tile_says_before_a_touch_whether_there_are_numbers(
    visitor: Visitor, fake_hall: FakeHall, more: dict[str, str], said: str
) -> None:
    fake_hall.services = [service(**more)]
    assert said in visitor.opens()


def test_a_refusal_names_the_place_where_it_is_done(visitor: Visitor, fake_hall: FakeHall) -> None:
    fake_hall.refusal, fake_hall.extra = "not_offered_here", {"where": {"en": "Court, 2 Elm Street"}}
    assert "Court, 2 Elm Street" in visitor.presses(visitor.chooses()[1]).get_data(as_text=True)


def test_a_refusal_is_shown_in_the_hall_s_own_words(visitor: Visitor, fake_hall: FakeHall) -> None:
    fake_hall.refusal = "numbers_full"
    answer = visitor.presses(visitor.chooses()[1])
    assert answer.status_code == 409
    assert "The hall says numbers_full." in answer.get_data(as_text=True)


def test_a_hall_out_of_reach_sends_people_to_the_desk(visitor: Visitor, fake_hall: FakeHall) -> None:
    fake_hall.gone = True
    answer = visitor.screen.get(START)
    assert answer.status_code == 503
    assert "enquiry desk for a number" in answer.get_data(as_text=True)


def test_an_answer_it_does_not_understand_is_no_answer(visitor: Visitor, fake_hall: FakeHall) -> None:
    fake_hall.hall = {"id": "willow"}
    assert visitor.screen.get(START).status_code == 503


def test_a_kiosk_whose_token_was_revoked_asks_to_be_paired(visitor: Visitor) -> None:
    _, form = visitor.chooses()
    visitor.screen.set_cookie("hall_device", "an old token")
    assert visitor.presses(form).location == START
    assert visitor.screen.get(START).location == "/pair?next=%2Fkiosk%2Fwillow"


def test_every_question_says_which_kiosk_asks_and_in_which_language(visitor: Visitor, fake_hall: FakeHall) -> None:
    """So a refusal comes in the visitor's language, and a revoked kiosk is noticed at its next page."""
    visitor.opens(SERVICE)
    expected = {"Authorization": "Bearer token-of-this-kiosk", "Accept-Language": "en"}
    assert [headers for headers in fake_hall.heard if headers != expected] == []


def test_search_answers_with_a_part_of_the_page(visitor: Visitor) -> None:
    part = visitor.opens(f"{START}/search?q=shenfenzheng")
    assert "Resident ID card" in part
    assert "<html" not in part
    assert "Nothing found for “&lt;b&gt;”" in visitor.opens(f"{START}/search?q=<b>")


def test_the_first_language_is_one_touch_away_and_keeps_the_wish(visitor: Visitor) -> None:
    address, form = visitor.chooses()
    page = visitor.opens(address)
    assert f"?wish={form['wish']}&amp;language=zh-CN" in page
    chinese = visitor.opens(f"{address}&language=zh-CN")
    assert "居民身份证换领补领" in chinese
    assert "10-20 分钟" in chinese


def test_the_next_visitor_finds_the_kiosk_as_it_was(visitor: Visitor, fake_hall: FakeHall) -> None:
    assert f'data-home="{START}?language=zh-CN&amp;type=normal&amp;theme=auto"' in visitor.opens(SERVICE)
    fake_hall.hall = hall(demo=True)
    assert f'data-home="{START}?language=zh-CN' in visitor.opens(SERVICE)
    fake_hall.hall = hall(default_locale="en")
    assert f'data-home="{START}?language=en' in visitor.opens(SERVICE)


def test_what_is_chosen_at_a_kiosk_changes_no_other_page_of_the_browser(visitor: Visitor) -> None:
    answer = visitor.screen.get(f"{SERVICE}?language=zh-CN&type=large")
    chosen = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith(("language", "type"))]
    assert len(chosen) == 2 and all("Path=/kiosk/" in c for c in chosen)


def test_large_type_is_ticked_for_the_ticket_and_can_be_left_out(visitor: Visitor, fake_hall: FakeHall) -> None:
    assert 'name="large" data-carried checked' in visitor.opens(f"{SERVICE}?type=large")
    visitor.presses(visitor.chooses()[1])
    assert fake_hall.asked[0][1]["large_type"] is False


def test_what_the_floor_tells_the_hall_and_where_the_desk_is(visitor: Visitor, fake_hall: FakeHall) -> None:
    said = {"id": "m", "text": "Copying moves upstairs.", "zones": [], "until": "2026-11-23T09:00:00Z"}
    fake_hall.hall = hall(messages=[said], desk_floor=1, floors=2)
    page = visitor.opens()
    assert "Copying moves upstairs." in page and "enquiry desk too: first floor." in page


def test_nobody_is_next_before_counters_that_are_closed(visitor: Visitor, fake_hall: FakeHall) -> None:
    soon = {"low_minutes": 0, "high_minutes": 1, "soon": True}
    fake_hall.services = [service(counters_open=0, wait=soon)]
    assert "no counter is open yet" in visitor.opens(SERVICE)
    fake_hall.more = {"ahead": 0, "counters_open": 0}
    page = visitor.opens(visitor.presses(visitor.chooses()[1]).location)
    assert "No counter is open for this yet" in page and "You are next" not in page


def test_whoever_does_not_hear_is_told_that_the_clerk_comes(visitor: Visitor) -> None:
    """R-46."""
    page = visitor.opens(visitor.presses(visitor.chooses()[1], signal="on").location)
    assert "listen" not in page and "come out to you" in page


def test_what_a_visitor_types_is_text(visitor: Visitor, fake_hall: FakeHall) -> None:
    fake_hall.services = [service(names={"en": "<script>x</script>"})]
    assert "<script>x" not in visitor.opens() + visitor.opens(SERVICE)


def test_high_contrast_is_one_touch_away_and_keeps_the_wish(visitor: Visitor) -> None:
    page = visitor.opens(f"{SERVICE}?wish={'w' * 22}")
    assert f'?wish={"w" * 22}&amp;theme=contrast"' in page and "High contrast" in page
