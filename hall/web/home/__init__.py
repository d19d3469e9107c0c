"""The front page: which halls there are, whether they are open, and the way to every surface."""

from hall.web.home.routes import blueprint

__all__ = ["blueprint"]
