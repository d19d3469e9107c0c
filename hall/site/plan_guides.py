"""What a plan tells people before they come: guides with their papers, and what this hall does not do."""

from pydantic import Field

from hall.site.part import Day, Names, Part


class Material(Part):
    names: Names
    original: int = Field(ge=0, le=1000)
    copies: int = Field(ge=0, le=1000)


class Guide(Part):
    """What a visitor must know before coming; the same on kiosk, phone page, web and desk."""

    id: str
    service: str
    title: Names
    who: Names
    agent_allowed: bool
    fee: Names
    limit: Names
    when: Names
    materials: tuple[Material, ...] = ()
    tips: tuple[Names, ...] = ()
    steps: tuple[Names, ...] = ()
    questions: tuple[dict[str, Names], ...] = ()
    checked_on: Day | None = None


class NotHere(Part):
    """Something people ask for that this hall does not do: said before any number is made (R-04)."""

    id: str
    names: Names
    where: Names
    words: tuple[str, ...] = ()
