"""Signing in and out at a browser: a cookie that scripts cannot read holds the same token the API gives."""

from hall.web.sign_in import replacing
from hall.web.sign_in.routes import blueprint

__all__ = ["blueprint", "replacing"]
