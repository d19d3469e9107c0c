"""A day of visitors and staff, seeded: they come, wait, miss turns, fetch copies, leave; clerks serve them.

The engine (`engine.py`) decides and knows no network. It acts through a `Hall`: `over_api.py` speaks the
public API of a running hall, `over_verbs.py` calls the verbs themselves, as fast as the machine can.
"""
