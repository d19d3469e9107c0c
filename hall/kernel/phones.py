"""Telephone numbers: as people type them to the one form that is kept, and as staff may see them."""

import re

import phonenumbers
from babel.core import get_global
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

_MESSAGES = (
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.PAGER,
)
_MOBILE_CN = re.compile(r"1[3-9]\d{9}")
LONGEST = 40


def usable_phone(text: str, region: str = "CN") -> str:
    """A number that a message can be sent to, as E.164; ValueError for any other.

    The library takes codes of short messages for fixed lines and knows placeholders as numbers (line.md 5.5), so a
    Chinese mobile must also look like one.
    """
    if len(text) > LONGEST:
        raise ValueError("too long")
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException as error:
        raise ValueError("not a telephone number") from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise ValueError("not a telephone number")
    if phonenumbers.number_type(number) not in _MESSAGES:
        raise ValueError("no messages can be sent there")
    if number.country_code == 86 and not _MOBILE_CN.fullmatch(str(number.national_number)):
        raise ValueError("no mobile number")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def region_of(timezone: str) -> str:
    """The country that a number without a country code belongs to: that of the hall's time zone."""
    return str(get_global("zone_territories").get(timezone, "CN"))


def masked(phone: str | None) -> str:
    """A number as staff may see it: 138****8000."""
    if not phone:
        return ""
    plain = phone.removeprefix("+86") if phone.startswith("+86") else phone
    return f"{plain[:3]}****{plain[-4:]}" if len(plain) >= 8 else "****"
