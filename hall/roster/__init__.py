"""Who is at which counter in which session: the roster, and with it what a hall can promise (R-67).

The plan says when the hall opens; `HallSession` is one such session of one day, as people book and staff it. A
`Shift` is one person at one counter for it, or a place that is still open to claim. A session outside office
hours is published by a manager once its roster holds, and only then can it be booked; an ordinary one needs no
roster of its own: until it has one, the counters that the plan puts on duty are its staff.
"""
