"""What one number is for: a service, or a package with all its steps (R-13)."""

from collections.abc import Iterable
from dataclasses import dataclass

from hall.wire.base import Names
from hall.wire.queue import Paper
from hall.wire.site import GuideView, MaterialView, ServiceView
from kiosk.link import HallLink, Unknown


@dataclass(frozen=True)
class Errand:
    """A guide, and for a package the guides of its steps in order."""

    guide: GuideView
    steps: tuple[GuideView, ...] = ()

    @property
    def service(self) -> ServiceView:
        return self.guide.service

    @property
    def papers(self) -> list[Paper]:
        """Everything to bring, each paper once: an original serves every step, copies stay behind."""
        return together(paper for guide in self._guides for paper in guide.papers)

    @property
    def ask_papers(self) -> bool:
        """Whether to ask for papers and copies before a number is made (R-05)."""
        return bool(self.papers) and any(guide.ask_papers for guide in self._guides)

    @property
    def fees(self) -> list[tuple[ServiceView, Names]]:
        return [(guide.service, guide.fee) for guide in self._guides if guide.fee]

    @property
    def not_now(self) -> list[ServiceView]:
        """The steps that cannot be done now although the package begins (R-04)."""
        return [step.service for step in self.steps if not is_offered(step.service)]

    @property
    def _guides(self) -> tuple[GuideView, ...]:
        return self.steps or (self.guide,)


def errand(link: HallLink, hall: str, service: str) -> Errand:
    """The errand behind a service or package; Unknown if there is neither."""
    guide = link.guide(hall, service)
    return Errand(guide, tuple(_known(link, hall, guide.service.services)))


def is_offered(service: ServiceView) -> bool:
    return service.issuing in ("open", "online")


def together(papers: Iterable[MaterialView]) -> list[Paper]:
    """Papers of several steps as one list, in the order in which they are first asked for."""
    found: dict[str, Paper] = {}
    for paper in papers:
        key = next(iter(sorted(paper.names.items())), ("", ""))[1]
        known = found.get(key, Paper(names=paper.names, original=0, copies=0))
        found[key] = Paper(
            names=known.names,
            original=max(known.original, paper.original),
            copies=known.copies + paper.copies,
        )
    return list(found.values())


def _known(link: HallLink, hall: str, services: list[str]) -> Iterable[GuideView]:
    for service in services:
        try:
            yield link.guide(hall, service)
        except Unknown:  # the hall's plan changes while it is open
            continue
