"""The questions of `hall init` without a file: enough for a hall that can open its doors."""

import re
from collections.abc import Callable
from datetime import time
from zoneinfo import available_timezones

import yaml

from hall.settings import BadSetting

Judge = Callable[[str], str | None]
"""What is wrong with an answer, or None."""


def asked() -> str:
    """The hall file that the answers make; Enter takes what stands in brackets."""
    print("A hall is made by a few questions; the rest is changed in a hall file later.")
    hall_id = _answer("Short id (letters, digits, - and _)", "hall", _id)
    name = {"zh": _answer("Name in Chinese", "我的大厅"), "en": _answer("Name in English", "My hall")}
    where = _answer("Address", "-")
    zone = _answer("Time zone", "Asia/Shanghai", _zone)
    start = _answer("Opens at (HH:MM)", "08:30", _time)
    end = _answer("Closes at (HH:MM)", "17:30", lambda text: _time(text) or _after(start, text))
    service = {
        "zh": _answer("First service in Chinese", "办事咨询"),
        "en": _answer("First service in English", "Enquiries"),
    }
    values = {
        "hall": {"id": hall_id, "name": name, "address": {"zh": where, "en": where}},
        "meta": {"timezone": zone},
        "calendar": {
            "weekly": [{"days": [1, 2, 3, 4, 5], "session": "day", "start": start, "end": end, "kind": "regular"}]
        },
        "departments": [{"id": "main", "name": dict(name), "zone": "A"}],
        "queues": [{"id": "A", "prefix": "A", "name": {"zh": "综合窗口", "en": "General"}}],
        "services": [
            {"id": "A01", "queue": "A", "dept": "main", "name": service, "kind": "instant", "mean": 8, "sd": 4}
        ],
        "counters": [{"number": 1, "type": "general", "queues": ["A"], "noon": True, "sat": True}],
    }
    return str(yaml.safe_dump(values, allow_unicode=True, sort_keys=False))


def _answer(question: str, default: str, judge: Judge = lambda text: None) -> str:
    """Asks until the answer can be used."""
    while True:
        try:
            answer = input(f"{question} [{default}]: ").strip() or default
        except EOFError:
            raise BadSetting("Nobody answered. Give a hall file: hall init FILE.yaml") from None
        wrong = judge(answer)
        if wrong is None:
            return answer
        print(f"  {wrong}")


def _id(text: str) -> str | None:
    fits = re.fullmatch(r"[A-Za-z0-9_-]{1,40}", text)
    return None if fits else "An id is made of at most 40 letters, digits, - and _."


def _zone(text: str) -> str | None:
    return None if text in available_timezones() else "That is no time zone such as Asia/Shanghai."


def _time(text: str) -> str | None:
    return None if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) else "That is no time such as 08:30."


def _after(start: str, end: str) -> str | None:
    return None if time.fromisoformat(end) > time.fromisoformat(start) else f"That is not after {start}."
