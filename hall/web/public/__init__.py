"""The public page of a hall: open or not, how long it takes now, what to bring, where to go, when it is open.

For people before they come. It asks for no cookie, knows nobody and changes nothing; it works without scripts.
`numbers.py` alone is a form: a number taken from outside, where the hall allows it.
"""

from hall.web.public import numbers  # noqa: F401  (its doors)
from hall.web.public.routes import blueprint

__all__ = ["blueprint"]
