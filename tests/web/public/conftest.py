"""The fixtures of the public page."""

from tests.web.public.rooms import demo_hall, reader

__all__ = ["demo_hall", "reader"]
