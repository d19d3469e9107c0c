"""A ticket on paper (words.md 5.2): what stands on it, in which order, readable by a machine and by people."""

from typing import Any

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hall.wire.devices import Listed
from kiosk.printing.sheet import MARGIN
from kiosk.printing.ticket import DOTS, calling_list, draw, sheet_of, trial_page
from kiosk.printing.wrapping import wrapped
from tests.kiosk.printing.papers import ADDRESS, HEADING, a_slip


def said(*, offline: bool = False, **changed: Any) -> str:
    return "\n".join(sheet_of(a_slip(**changed), HEADING, width=80, large=False, offline=offline).said)


def test_what_is_read_first_stands_first() -> None:
    order = [
        "青桐市民服务大厅",
        "居民身份证",
        "B013",
        "12 人",
        "公安区",
        "09:40",
        "请听叫号",
        "过号后",
        "户口簿",
        "YT7A",
    ]
    where = [said().index(text) for text in order]
    assert where == sorted(where)


def test_everything_stands_there_in_both_languages() -> None:
    english = said()
    for text in ("Identity card", "12 people ahead", "about 10-20 minutes", "counters 5, 6, 7", "second floor"):
        assert text in english
    assert "rejoin once within 60" in english.replace("\n", " ")
    assert "ground floor, east side" in english.replace("\n", " ")


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("large", [False, True])
def test_its_code_is_read_back(width: int, large: bool) -> None:
    paper = draw(a_slip(), HEADING, width=width, large=large)
    assert paper.width == DOTS[width]
    assert [found.text for found in zxingcpp.read_barcodes(paper.convert("L"))] == [ADDRESS]


def test_a_reprint_and_an_offline_number_are_marked() -> None:
    assert "补打 REPRINT" in said(reprint=True) and "补打" not in said()
    offline = said(offline=True)  # no wait is claimed
    assert "离线取号" in offline and "前面还有" not in offline and "not known" in offline


def test_who_does_not_hear_is_told_to_watch() -> None:
    assert "请看大屏" in said(visual_alert=True) and "请听叫号" not in said(visual_alert=True)


def test_without_a_public_address_there_is_no_code() -> None:
    assert zxingcpp.read_barcodes(draw(a_slip(address=None), HEADING).convert("L")) == []


def test_nothing_is_cut_off_at_the_edges() -> None:
    for paper in (
        draw(a_slip(number="B10013"), HEADING, width=58, large=True),
        draw(a_slip(), HEADING, large=True),
    ):
        dots = paper.convert("L")
        for edge in (dots.crop((0, 0, MARGIN - 2, dots.height)), dots.crop((dots.width - 6, 0, *dots.size))):
            assert edge.getextrema() == (255, 255)


def test_a_calling_list_names_everybody_once() -> None:
    when = a_slip().issued_at
    rows = [
        Listed(ticket=str(n), number=f"B{n:03d}", queue="B", service="B01", zone="B", counters=[5], issued_at=when)
        for n in range(1, 40)
    ]
    paper = calling_list(rows, HEADING, "10:40")
    assert paper.height > 39 * 34 and isinstance(paper, Image.Image)


def test_the_test_page_fits_both_papers() -> None:
    assert [trial_page("none", width=w).width for w in (80, 58)] == [576, 384]


@given(st.text(alphabet="请到窗口，。 abcdef-12", max_size=60), st.integers(4, 30))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    lines = wrapped(text, width, len)
    assert all(len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
