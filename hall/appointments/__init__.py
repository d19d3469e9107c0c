"""Bookings: a slot that is really there, and everything that may happen to it until its visitor is in the queue.

Capacity is made of units: five minutes of one counter in one session, each a row that the database allows
once. A booking takes several; whatever frees them gives them back once. What can be sold follows from the
roster, the length of services and what waits (`supply.py`), minus the share that is kept for people who walk in
(R-52). `settling.py` says what becomes of bookings when the supply changes under them: nothing is ever cancelled
silently (R-64).
"""
