"""What members change about themselves: name, language, password, and the sessions they have open."""

from hall.web.account.routes import blueprint

__all__ = ["blueprint"]
