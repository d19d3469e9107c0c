"""Visitors at a kiosk program: they press what its pages hold, over HTTP."""

import re
from dataclasses import dataclass, field

import requests

from tests.device.programs import Program
from tests.world import HALL


@dataclass
class Visitor:
    """One after another at one kiosk: each begins at the start page."""

    kiosk: Program
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.headers["Accept-Language"] = "en"

    def opens(self, path: str = f"/kiosk/{HALL}") -> str:
        return self.session.get(self.kiosk.address + path, timeout=10).text

    def takes(self, service: str = "A1") -> str:
        """Takes a number; the page that shows it."""
        return self.sends(self.form(service))

    def form(self, service: str = "A1") -> dict[str, str]:
        """The filled form, before it is sent."""
        start = self.opens()
        wish = re.search(r"wish=([\w-]{16,40})", start)
        assert wish is not None, re.sub(r"<[^>]+>|\s+", " ", start)[-600:]
        page = self.opens(f"/kiosk/{HALL}/service/{service}?wish={wish[1]}")
        fields = dict(re.findall(r'name="(csrf_token|wish|service)" value="([^"]+)"', page))
        return fields | {"papers_ready": "yes", "another": "1"}

    def sends(self, form: dict[str, str]) -> str:
        answer = self.session.post(f"{self.kiosk.address}/kiosk/{HALL}/tickets", form, timeout=10)
        return answer.text

    def number(self, service: str = "A1") -> str:
        """The number on the page."""
        page = self.takes(service)
        found = re.search(r"Your number</span> ([A-Z]+\d+)<", page)
        assert found is not None, re.sub(r"<[^>]+>|\s+", " ", page)[-600:]
        return found[1]
