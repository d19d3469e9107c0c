"""The page behind the QR code: a visitor's own ticket on their phone.

Whoever holds the code in the address may see and end this one ticket. Every action is a plain form, so the
page works without scripts by reloading; the script only keeps it fresh. Nothing personal stands on it.
"""

from hall.web.visitor.routes import blueprint

__all__ = ["blueprint"]
