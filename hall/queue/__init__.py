"""The queue: from taking a number to being served.

A ticket is issued for a service and waits in that service's queue. A counter calls the ticket with the
smallest order key among all it can serve (`rules.py`); the visitor arrives, is served, and the visit ends:
or goes on at another counter, pauses while a copy is fetched, is missed and rejoins. Every step is a verb
in `actions*.py`, one unit of work, one row in the journal.
"""
