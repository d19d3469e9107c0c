"""The fixtures of pages, for every test below."""

from tests.web.surfaces import browserless, chromium, page_app, people, served

__all__ = ["browserless", "chromium", "page_app", "people", "served"]
