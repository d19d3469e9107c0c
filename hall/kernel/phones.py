"""Telephone numbers as people type them, into the one form that is kept: E.164, such as +8613800138000.

The library knows the plan of every country and is generous: `010-12345` and `1065712345` come out valid for
China. A number that nobody can be reached at is worse than none, so a few rules of our own come after it.
"""

import re
from functools import cache
from importlib.resources import files

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

HOME = "CN"
LONGEST = 32  # characters that somebody may type
_CHINESE_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SHORTEST_CHINESE = 10  # digits of a fixed line with its area
_NO_TEXTS = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
        PhoneNumberType.PAGER,
    }
)


def usable_phone(text: str, region: str = HOME) -> str:
    """The number in E.164, or ValueError where nobody could be reached at it.

    `region`: ISO 3166 of whoever types it, for numbers without a country (`region_of` a hall's time zone).
    Extensions are dropped: what is kept is compared.
    """
    parsed = _parsed(text, region)
    national = str(parsed.national_number)
    if not phonenumbers.is_valid_number(parsed):
        raise ValueError("this is no number of any country")
    if parsed.country_code == 86 and not _is_reachable_in_china(national):
        raise ValueError("nobody can be reached at such a number")
    if len(set(national)) == 1:
        raise ValueError("a row of one digit is no number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def mobile_phone(text: str, region: str = HOME) -> str:
    """The same for a number that can get texts; ValueError for a fixed line or a service number."""
    number = usable_phone(text, region)
    if phonenumbers.number_type(phonenumbers.parse(number)) in _NO_TEXTS:
        raise ValueError("this number cannot get texts")
    return number


@cache
def region_of(timezone: str) -> str:
    """The country of a time zone, by the table that comes with the zones themselves; China where it names none."""
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if not line.startswith("#") and len(parts) > 2 and parts[2] == timezone:
            return parts[0]
    return HOME


def masked_phone(number: str) -> str:
    """A number that can be told apart and not rung: 138****8000; of a foreign one the country too."""
    try:
        parsed = phonenumbers.parse(number, None)
    except NumberParseException:
        return "****"
    national = str(parsed.national_number)
    shown = f"{national[:3]}****{national[-4:]}" if len(national) > 8 else f"****{national[-2:]}"
    return shown if parsed.country_code == 86 else f"+{parsed.country_code} {shown}"


def _parsed(text: str, region: str) -> PhoneNumber:
    if not 3 <= len(text.strip()) <= LONGEST:
        raise ValueError("too short or too long for a number")
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException as error:
        raise ValueError("this is no number") from error


def _is_reachable_in_china(national: str) -> bool:
    """No short numbers, no senders of mass texts (1065…), and a mobile has eleven digits."""
    if national.startswith("106"):
        return False
    if national.startswith("1") and not national.startswith("10"):
        return bool(_CHINESE_MOBILE.fullmatch(national))
    return len(national) >= _SHORTEST_CHINESE - (not national.startswith("10"))
