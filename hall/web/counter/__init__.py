"""The console at a counter: one screen from which a clerk calls, serves and looks after the queue.

`routes.py` renders it from the shape the API gives for the same counter. The scripts send every press to the
API and fetch the fragment again; they decide nothing. `keys.js` says which key presses are meant for it.
"""

from hall.web.counter.routes import blueprint

__all__ = ["blueprint"]
