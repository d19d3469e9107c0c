"""What a person reads in a template goes through gettext, and no translation outlives its sentence."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.house.test_rooms import ROOT
from tests.house.test_words import PACKAGES, translations
from tools.messages import template

TEMPLATES = sorted(path for room in PACKAGES for path in (ROOT / room).rglob("templates/**/*.html"))
READ = ("title", "aria-label", "placeholder", "alt", "aria-description", "aria-roledescription")
NO_TEXT = ("script", "style", "code")  # addresses and commands are the same in every language
ATTRIBUTES = re.compile(  # these blocks and this macro give attributes
    r"\{% block (page_class|timing) %\}.*?\{% endblock %\}|\{% macro _state\(.*?\{% endmacro %\}", re.DOTALL
)
WRAPPED = re.compile(r'(_|n?gettext)\("[^"]*"(, "[^"]*")?')
SENTENCE = re.compile(r'"[A-Z][a-z]+ [a-z]+[^"]*"|"[^"]*[\u4e00-\u9fff][^"]*"')
EXPRESSION = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")
BOTH = ("display",)  # screens show both languages: Chinese as it is, English in elements that say so
AS_IT_IS = {"hall", "tokens"}  # the product; parts in the style guide are called like their files


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_of_a_template_is_wrapped(path: Path) -> None:
    bare = [text for text in _texts(path) if LETTERS.search(text) and text not in AS_IT_IS]
    if path.relative_to(ROOT).parts[0] in BOTH:
        bare = [text for text in bare if not re.search(r"[\u4e00-\u9fff]", text)]
    assert bare == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_hides_in_an_expression(path: Path) -> None:
    """A literal such as `{{ "Not yet" if … }}` must be wrapped too."""
    expressions = " ".join(re.findall(r"\{[{%].*?[}%]\}", path.read_text(encoding="utf-8"), re.DOTALL))
    assert SENTENCE.findall(WRAPPED.sub("", expressions)) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_translation_outlives_its_sentence(package: str) -> None:
    alive = {message.id for message in template(package) if message.id}
    assert [message.id for message in translations(package) if message.id and message.id not in alive] == []


def _texts(path: Path) -> list[str]:
    """Texts and read attributes of a template, without what its expressions give."""
    reader = _Reader()
    reader.feed(EXPRESSION.sub("", ATTRIBUTES.sub("", path.read_text(encoding="utf-8"))))
    return [stripped for text in reader.texts if (stripped := text.strip())]


class _Reader(HTMLParser):
    """Collects what is read: texts outside scripts, and attributes that a person hears or sees."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in READ and value]
        self._open.append((tag, ("lang", "en") in attrs))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(tag in NO_TEXT for tag, _ in self._open):
            return
        if not any(english for _, english in self._open):
            self.texts.append(data)
