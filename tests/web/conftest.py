"""The fixtures of pages, for every test below."""

from tests.web.kiosk_screen import screen
from tests.web.surfaces import browserless, page_app, people, served

__all__ = ["browserless", "page_app", "people", "screen", "served"]
