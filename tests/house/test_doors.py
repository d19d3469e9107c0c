"""Every door has a guard, no GET changes anything, every page is safe to frame, sniff and inject."""

import re
from pathlib import Path

import pytest
from flask import Flask

from hall.kernel.database import Database
from hall.queue.models import Ticket
from hall.web.live.handlers import HANDLERS
from tests.house.test_rooms import ROOT, python_files
from tests.world import Floor

MAY_BE_OPEN = {"static"}  # files of ours, the same for everybody


def views(app: Flask) -> list[tuple[str, object, set[str]]]:
    rules = [r for r in app.url_map.iter_rules() if r.endpoint.rpartition(".")[2] not in MAY_BE_OPEN]
    return [(r.rule, app.view_functions[r.endpoint], r.methods or set()) for r in rules]


def test_every_door_has_a_guard(app: Flask) -> None:
    doors = views(app)
    assert len(doors) > 60
    assert [rule for rule, view, _ in doors if not hasattr(view, "__guard__")] == []


def test_every_socket_handler_has_a_guard() -> None:
    assert [name for name, handler in HANDLERS.items() if not hasattr(handler, "__guard__")] == []


def test_no_door_answers_to_everything(app: Flask) -> None:
    for rule, _, methods in views(app):
        assert "TRACE" not in methods and not ({"GET"} & methods and {"POST", "PUT", "DELETE"} & methods), rule


VALUES = {"hall": "willow", "counter": "willow-1", "service": "A1", "language": "en"}


@pytest.mark.parametrize("who", ["nobody", "clerk", "desk", "lead", "manager", "admin", "kiosk"])
def test_no_get_changes_anything(
    app: Flask, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """Whatever address is opened, by anybody: looking changes nothing, and nothing breaks."""
    house = app.extensions["hall"]
    ticket = Floor(house.works).issue("A1")
    client = app.test_client()
    if who != "nobody":
        client.set_cookie("hall_device" if who == "kiosk" else "hall_session", tokens[who])

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a GET wrote into the database")

    monkeypatch.setattr(Database, "write", refuse)
    for rule, _, methods in views(app):
        if "GET" in methods:
            address = _filled(rule, ticket)
            assert client.get(address).status_code < 500, address


def _filled(rule: str, ticket: Ticket) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: _value(found[1], rule, ticket), rule)


def _value(name: str, rule: str, ticket: Ticket) -> str:
    if name == "code":
        return ticket.code
    if name == "ticket":
        return ticket.id
    return "1" if rule.startswith("/display") and name == "number" else VALUES.get(name, "1")


@pytest.mark.parametrize("address", ["/", "/api/v1/halls", "/kiosk/willow", "/display/willow", "/sign-in"])
def test_security_headers_stand_on_every_answer(app: Flask, address: str) -> None:
    headers = app.test_client().get(address).headers
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def templates() -> list[Path]:
    return [p for f in ("hall", "kiosk", "display", "device", "voice") for p in (ROOT / f).rglob("*.html")]


@pytest.mark.parametrize("path", templates(), ids=lambda p: str(p.relative_to(ROOT)))
def test_templates_hold_no_inline_code(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<[^>]+\sstyle=", text), "a style belongs in a sheet"
    assert not re.search(r"<[^>]+\son\w+=", text), "a script belongs in a file"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "a script belongs in a file"


def test_scripts_hold_no_sentences() -> None:
    """Texts come from templates, in the reader's language. A sentence has spaces and begins with a capital."""
    for folder in ("hall", "kiosk", "display", "device", "voice"):
        for path in (ROOT / folder).rglob("*.js"):
            if "vendor" in path.parts:
                continue
            code = "\n".join(
                line for line in path.read_text().splitlines() if not line.strip().startswith(("//", "*", "/*"))
            )
            assert not re.search(r"""["'`][A-Z][a-z]+ [a-z]+ [a-z]+""", code), path


def test_words_that_do_not_belong() -> None:
    for path in [*python_files("hall", "kiosk", "display", "device", "voice", "tools", "benchmarks", "tests")]:
        text = path.read_text()
        if path.name == "test_doors.py":
            continue
        assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text), path
        if "tests" in path.parts:
            assert "time.sleep(" not in text, path
