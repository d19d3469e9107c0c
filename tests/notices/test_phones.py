"""Telephone numbers as people type them, and as staff and logs see them."""

import logging

import pytest

from hall.kernel.masking import install, masked
from hall.kernel.phones import masked_phone, mobile_phone, region_of, usable_phone


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 13800138000",
        "008613800138000",
        "1795113800138000",
        "１３８００１３８０００",
        "13800138000;ext=7",
    ],
)
def test_one_number_has_one_form_however_it_is_typed(typed: str) -> None:
    assert usable_phone(typed) == mobile_phone(typed) == "+8613800138000"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "12", "12345", "110", "anonymous", "restricted", "010-12345", "1065712345", "11111111111"),
        *("1380013800", "138001380001", "0000-8000100", "+99912345678", "李雷", "1" * 40, "+8612345678901"),
    ],
)
def test_what_nobody_can_be_reached_at_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        usable_phone(typed)


@pytest.mark.parametrize("typed", ["010-12345678", "4001234567", "0571-88888888"])
def test_a_fixed_line_can_be_rung_and_gets_no_texts(typed: str) -> None:
    assert usable_phone(typed).startswith("+86")
    with pytest.raises(ValueError, match="texts"):
        mobile_phone(typed)


def test_the_country_is_that_of_the_hall_s_time_zone_and_a_foreign_number_names_its_own() -> None:
    assert (region_of("Asia/Shanghai"), region_of("Europe/Berlin"), region_of("UTC")) == ("CN", "DE", "CN")
    assert usable_phone("0151 12345678", "DE") == usable_phone("+49 151 12345678") == "+4915112345678"


def test_a_masked_number_can_be_told_apart_and_not_rung() -> None:
    assert masked_phone("+8613800138000") == "138****8000"
    assert masked_phone("+4915112345678") == "+49 151****5678"
    assert masked_phone("+85261234567") == "+852 ****67"
    assert masked_phone("nonsense") == "****"


@pytest.mark.parametrize(
    "planted",
    [
        *("+8613800138000", "13800138000", "138 0013 8000", "+49 151 12345678", "010-12345678"),
        *(
            "/t/q3VYt0mB2nXcE5sWkLr8Aw",
            "Bearer abcdef.123",
            "a secret of ours",
            "code 482913",
            "password=hunter22",
        ),
    ],
)
def test_nothing_that_is_planted_in_a_log_can_be_read(planted: str, caplog: pytest.LogCaptureFixture) -> None:
    end = install(["a secret of ours"])
    try:
        log = logging.getLogger("planted")
        log.warning("told /t/q3VYt0mB2nXcE5sWkLr8Aw at %s", planted)
        log.warning("in %s", {"to": planted, "url": f"https://hall.example.org/b/{'x' * 22}"})
        try:
            raise RuntimeError(f"could not tell {planted} of /tickets/q3VYt0mB2nXcE5sWkLr8Aw")
        except RuntimeError:
            log.exception("failed for %s", planted)
    finally:
        end()
    said = caplog.text
    for secret in (planted, "q3VYt0mB2nXcE5sWkLr8Aw", "x" * 22, "hunter22", "482913"):
        assert secret not in said
    assert "RuntimeError: could not tell" in said and "failed for" in said


def test_what_is_no_number_and_no_secret_stays_as_it_is() -> None:
    for line in (
        "2026-11-23 09:40:00.123456 the job announce failed; it runs again",
        "ticket 01JDB0000000000000000000AA of willow-12 seq 12345678",
        "port 8000, exit status 2, code=21211, 3.53.4",
    ):
        assert masked(line) == line
