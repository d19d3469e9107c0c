"""No number, no code and no secret stands in a log, whoever wrote the line, tracebacks included."""

import logging
import re
import traceback
from collections.abc import Callable, Iterable

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # Link tokens in addresses: holding one is the right to see and to end something.
    (re.compile(r"(/(?:t|b|w|tickets|bookings|waitlist)/)[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])"), r"\1…"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+"), r"\1 …"),
    (re.compile(r"(?i)\b((?:auth_?token|token|password|secret)['\"]?\s*[=:]\s*)['\"]?[^\s'\",;&]+"), r"\1…"),
    (re.compile(r"(?i)\b((?:code|otp)\b['\"]?\s*[=:]?\s*['\"]?)\d{6}\b"), r"\1…"),  # of one time
    (re.compile(r"(://[^/\s:@]+:)[^@\s/]+@"), r"\1…@"),
    # A mobile as it is written in China, also in groups, before longer rows of digits are looked for.
    (re.compile(r"(?<![\d.:-])(?:\+?86[ -]?)?(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?![\d.:])"), r"\1****\2"),
    (re.compile(r"(?<![\w+])\+(\d{2})[\d ()-]{5,16}(\d{2})(?!\d)"), r"+\1****\2"),
    (re.compile(r"(?<!\d)(\d{3})-?\d{4,5}(\d{4})(?!\d)"), r"\1****\2"),
)


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without telephone numbers, link tokens, bearer tokens and the named secrets."""
    for secret in secrets:
        text = text.replace(secret, "…")
    for pattern, shown in _RULES:
        text = pattern.sub(shown, text)
    return text


def install(secrets: Iterable[str] = ()) -> Callable[[], None]:
    """From now on every log record of this process is masked as it is made; returns how to end that.

    A filter would have to sit on every handler, those of libraries too; a record is made in one place.
    """
    kept = tuple(secret for secret in secrets if len(secret) > 3)
    before = logging.getLogRecordFactory()

    def make(*args: object, **kwargs: object) -> logging.LogRecord:
        record = before(*args, **kwargs)
        record.msg, record.args = masked(_said(record), kept), ()
        if record.exc_info and record.exc_info[1] is not None:
            trace = "".join(traceback.format_exception(record.exc_info[1]))
            record.exc_text = masked(trace.rstrip("\n"), kept)  # what handlers show instead of formatting it anew
        return record

    logging.setLogRecordFactory(make)
    return lambda: logging.setLogRecordFactory(before)


def _said(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # wrong placeholders: a log line must not stop what it tells of
        return f"{record.msg} {record.args}"
