"""Where: halls, their counters and opening hours, and the devices that stand in them.

What an administrator decides about a hall (services, counters, calendar, settings, guides) is one
document, the `Plan` (see `plan.py`): read from a YAML hall file, checked as a whole, kept in numbered
versions, never edited in place. What changes by itself during the day stands in rows of the other rooms.
"""
