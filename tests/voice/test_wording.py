"""What is said and how numbers are read (words.md 5.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.numbers import DIGITS_ZH, LETTERS_ZH, count_en, count_zh, ticket_en, ticket_zh
from voice.wording import (
    NOTICES,
    Place,
    call,
    missed,
    notice,
    number_parts,
    opened,
    paused,
    pieces,
    place_parts,
    soon,
)

UPPER = {"zh-CN": "二楼", "en": "second floor"}


def said(parts: object) -> str:
    return " ".join(part.text for part in parts)  # type: ignore[attr-defined]


def test_a_tickets_digits_are_read_one_by_one() -> None:
    assert ticket_zh("A012") == "诶零一二" and ticket_en("A012") == "A, zero, one, two"
    assert ticket_zh("B110", "yao") == "必幺幺零"


@pytest.mark.parametrize(
    ("number", "chinese", "english"),
    [
        (2, "二", "two"),
        (3, "三", "three"),
        (10, "十", "ten"),
        (12, "十二", "twelve"),
        (20, "二十", "twenty"),
        (21, "二十一", "twenty one"),
        (105, "一百零五", "one hundred five"),
        (110, "一百一十", "one hundred ten"),
        (1001, "一千零一", "one thousand one"),
    ],
)
def test_counters_are_read_as_numbers(number: int, chinese: str, english: str) -> None:
    assert (count_zh(number), count_en(number)) == (chinese, english)


@given(st.sampled_from(sorted(LETTERS_ZH)), st.integers(0, 99_999), st.sampled_from(["yi", "yao"]))
def test_every_number_is_read_whole_and_never_as_two_or_hole(letter: str, number: int, one: str) -> None:
    label = f"{letter}{number:03d}"
    read = ticket_zh(label, one)  # type: ignore[arg-type]
    assert len(read) == len(LETTERS_ZH[letter]) + len(label) - 1
    assert not set(read[len(LETTERS_ZH[letter]) :]) & set("两洞") and len(ticket_en(label).split(", ")) == len(
        label
    )


@given(st.integers(1, 9999))
def test_every_counter_can_be_read_back(number: int) -> None:
    units, total, digit = {"十": 10, "百": 100, "千": 1000}, 0, 0
    for sign in count_zh(number):
        if sign in units:
            total, digit = total + max(digit, 1) * units[sign], 0
        else:
            digit = DIGITS_ZH.index(sign)
    assert total + digit == number


def test_a_call_in_both_languages() -> None:
    made = call("A012", Place(3), "call")
    assert said(made["zh-CN"]) == "请诶零一二 到三号窗口办理"
    assert said(made["en"]) == "Ticket A, zero, one, two please go to counter three."


def test_a_call_to_another_floor_names_it() -> None:
    made = call("A012", Place(12, floor=UPPER), "call")
    assert said(made["zh-CN"]) == "请诶零一二 到二楼十二号窗口办理"
    assert said(made["en"]).endswith("counter twelve, second floor.")


def test_a_booked_number_a_repeat_and_the_last_one() -> None:
    assert said(call("Y001", Place(3), "call", booked=True)["zh-CN"]) == "请预约号歪零零一 到三号窗口办理"
    assert said(call("A012", Place(3), "recall")["zh-CN"]) == "诶零一二 请到三号窗口"
    assert said(call("A012", Place(3), "last")["zh-CN"]) == "诶零一二，最后一次呼叫 请到三号窗口"
    assert said(call("A012", Place(3), "last")["en"]) == "Last call for ticket A, zero, one, two counter three."


def test_a_desk_is_called_by_its_name() -> None:
    desk = Place(0, names={"zh-CN": "咨询台", "en": "the enquiry desk"})
    assert said(call("A012", desk, "call")["en"]).endswith("please go to the enquiry desk.")


def test_both_halves_of_a_call_can_be_made_before_it() -> None:
    made = call("A012", Place(3), "call")
    assert {made[language][0] for language in made} == set(number_parts("A012"))
    assert {made[language][1] for language in made} <= set(place_parts(Place(3)))
    assert [p.text for p in pieces("A0", "zh-CN")] == ["诶", "零"]


def test_the_other_sentences() -> None:
    for name in NOTICES:
        assert set(notice(name)) == {"zh-CN", "en"}
    assert said(missed("A012")["zh-CN"]).startswith("诶零一二已过号")
    assert "three people ahead" in said(soon("A012")["en"])
    assert said(paused(3, "两点", "two o'clock")["zh-CN"]).startswith("三号窗口暂停服务，预计两点恢复")
    assert said(opened(20)["zh-CN"]) == "为减少等候，二十号窗口已增开"
