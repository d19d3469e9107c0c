"""Every sentence that a person may read has its Chinese, and no translation lost a value on the way."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.house.test_rooms import ROOT
from tools.messages import template

VALUE = re.compile(r"%\((\w+)\)[sdgf]|\{(\w+)\}")
PACKAGES = ("hall", "kiosk", "display", "device")


def translations(package: str) -> Catalog:
    with (ROOT / package / "translations/zh_CN/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="zh_CN")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_sentence_is_translated(package: str) -> None:
    known, missing = translations(package), []
    for message in template(package):
        found = known.get(message.id if isinstance(message.id, str) else message.id[0]) if message.id else message
        if found is None or (message.id and not any(_texts(found.string))):
            missing.append(message.id)
    assert missing == [], "run make messages and fill them"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_value_is_lost_or_invented(package: str) -> None:
    for message in translations(package):
        wanted = [set(VALUE.findall(text)) for text in _texts(message.id)]
        for text in _texts(message.string):
            assert set(VALUE.findall(text)) in wanted, text


def _texts(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
