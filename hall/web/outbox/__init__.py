"""The outbox: what a hall told people and how it stands. Numbers are masked, nothing can be changed here."""

from hall.web.outbox.routes import blueprint

__all__ = ["blueprint"]
