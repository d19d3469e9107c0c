"""What every room stands on: the clock, names for things, refusals, the database and the unit of work.

A change to a hall is one unit of work (`work.py`). It takes the hall's row in `hall_line` first, so the
changes of one hall happen one after another on every database; it records facts; it commits once, at the
edge; and only then is anybody told.
"""
