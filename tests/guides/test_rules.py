"""Search in everyday words: Chinese, pinyin, English, with what is not done here among the hits."""

from pathlib import Path

import pytest

from hall.guides.queries import search
from hall.guides.rules import papers_of
from hall.site.hallfile import read

PLAN = read((Path(__file__).parents[2] / "demo" / "demo-hall.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("身份证", "B01"),
        ("I want to renew my passport", "B06"),
        ("lost my id card", "B01"),
        ("passport", "B06"),
        ("我要办身份证", "B01"),
        ("sfz", "B01"),
        ("shenfenzheng", "B01"),
        ("社保卡丢了", "C01"),
        ("Passport", "B06"),
        ("pasport", "B06"),
        ("driving licence", "L01"),
        ("HUKOU", "B03"),
        ("结婚", "X01"),
        ("new baby", "P-birth"),
        ("B05", "B05"),
        ("  开公司。 ", "H01"),
        ("身 份 证", "B01"),
        ("pass port", "B06"),
        ("socialsecurity card", "C01"),
        ("she bao ka", "C01"),
        ("养老金", "C06"),
        ("driver license", "L01"),
        ("driving license", "L01"),
        ("health insurance", "D01"),
        ("car", "L01"),
    ],
)
def test_people_find_what_they_mean(typed: str, first: str) -> None:
    assert search(PLAN, typed)[0].id == first


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("社保", {"C01", "C02", "C05", "C06"}),
        ("生孩子", {"A03", "B04", "D04"}),
        ("car", {"L01", "L03", "X02"}),
        ("人社区", {"C01", "C03"}),
        ("tax bureau", {"M01", "M02"}),
        ("health insurance", {"D01", "D02"}),
    ],
)
def test_everything_that_may_be_meant_is_found(typed: str, among: set[str]) -> None:
    assert among <= {hit.id for hit in search(PLAN, typed, limit=20)[: len(among) + 6]}


def test_whole_words_come_before_words_that_only_begin_so() -> None:
    """ "car" is no "card"."""
    found = [hit.id for hit in search(PLAN, "car", limit=30)]
    assert "C01" in found and found.index("L03") < found.index("C01") and "X02" in found[:3]


@pytest.mark.parametrize("typed", ["", "   ", "???", "qqqqzzzz", "x" * 500])
def test_nothing_is_found_where_nothing_fits(typed: str) -> None:
    assert search(PLAN, typed) == []


def test_hits_are_limited_and_best_first() -> None:
    hits = search(PLAN, "登记", limit=3)
    assert len(hits) == 3 and [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_the_papers_of_several_steps_are_one_list() -> None:
    one, twice = papers_of(PLAN, ["C01"]), papers_of(PLAN, ["C01", "C01"])
    assert [m.names for m in one] == [m.names for m in twice]
    assert [m.original for m in one] == [m.original for m in twice], "an original serves every step"
    assert [2 * m.copies for m in one] == [m.copies for m in twice], "copies stay behind"
    assert sum(m.copies for m in one) > 0
