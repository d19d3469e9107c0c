"""The public page of a hall: open or not, how long it takes now, what to bring, where to go, when it is open.

For people before they come. It asks for no cookie, knows nobody and changes nothing; it works without scripts.
"""

from hall.web.public.routes import blueprint

__all__ = ["blueprint"]
