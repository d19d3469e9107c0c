"""The verbs of bookings. Each fetches under the hall's lock, judges by rules, tells the entity, records the fact.

`hold`, `confirm`, `book` and `want_code`, `try_code` make one · `move`, `cancel`, `running_late` change it ·
`check_in` makes a number of it · `join`, `withdraw`, `offer_freed`, `accept`, `decline` are the waiting list ·
`settle`, `ask_movers`, `accept_offer`, `decline_offer`, `call_done` follow a change of the supply · `excuse`,
`lift` judge no-shows · `lapse_due`, `judge_missing`, `return_due`, `release_due`, `learn` are what the clock does.
"""

from hall.appointments.actions.changing import cancel, move, running_late
from hall.appointments.actions.checking_in import check_in
from hall.appointments.actions.clock import judge_missing, lapse_due, learn, release_due, return_due
from hall.appointments.actions.confirming import confirm, try_code, want_code
from hall.appointments.actions.holding import Visit, book, hold
from hall.appointments.actions.offering import accept, decline, offer_freed, withdraw
from hall.appointments.actions.settling import accept_offer, ask_movers, call_done, decline_offer, settle
from hall.appointments.actions.suspending import excuse, lift
from hall.appointments.actions.waiting import join

__all__ = [
    "Visit",
    "accept",
    "accept_offer",
    "ask_movers",
    "book",
    "call_done",
    "cancel",
    "check_in",
    "confirm",
    "decline",
    "decline_offer",
    "excuse",
    "hold",
    "join",
    "judge_missing",
    "lapse_due",
    "learn",
    "lift",
    "move",
    "offer_freed",
    "release_due",
    "return_due",
    "running_late",
    "settle",
    "try_code",
    "want_code",
    "withdraw",
]
