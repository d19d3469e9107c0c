"""The verbs of the queue. Each fetches (under the hall's lock), judges, tells the entity, records the fact.

`issue_ticket` makes a number · `call_next`, `call_this`, `recall`, `undo_call`, `arrive`, `miss` are calling ·
`hold`, `resume`, `park`, `transfer`, `wrap_up`, `finish` are a visit · `cancel`, `leave`, `rejoin`,
`come_back`, `say_here`, `delay`, `give_priority`, `take_priority` concern a waiting visitor ·
`open_counter`, `close_counter`, `pause_counter`, `resume_counter`, `set_tidal` concern a counter · `announce_due`,
`call_anew`, `expire_due`, `close_day`, `close_queue` are what the clock and the lead do · `provide_blocks`,
`replay`, `review` are before and after an outage (R-75) · `announced`, `paper_told` are what devices tell ·
`replan` gives the hall a new plan.
"""

from hall.queue.actions.blocks import provide_blocks
from hall.queue.actions.calling import arrive, call_next, call_this, miss, recall, undo_call
from hall.queue.actions.counters import (
    close_counter,
    end_tidal,
    open_counter,
    pause_counter,
    resume_counter,
    set_tidal,
    set_up_counters,
)
from hall.queue.actions.devices import announced, paper_told
from hall.queue.actions.floor import announce_due, call_anew, close_day, close_queue, expire_due
from hall.queue.actions.issue import enter_paper_ticket, issue_ticket
from hall.queue.actions.replan import replan
from hall.queue.actions.replaying import replay
from hall.queue.actions.reviewing import review
from hall.queue.actions.second_pass import keep_for_next_day, use_second_pass
from hall.queue.actions.visit import finish, hold, park, resume, transfer, wrap_up
from hall.queue.actions.waiting import (
    cancel,
    come_back,
    delay,
    give_priority,
    leave,
    rejoin,
    reprint,
    say_here,
    take_priority,
)

__all__ = [
    "announce_due",
    "announced",
    "arrive",
    "call_anew",
    "call_next",
    "call_this",
    "cancel",
    "close_counter",
    "close_day",
    "close_queue",
    "come_back",
    "delay",
    "end_tidal",
    "enter_paper_ticket",
    "expire_due",
    "finish",
    "give_priority",
    "hold",
    "issue_ticket",
    "keep_for_next_day",
    "leave",
    "miss",
    "open_counter",
    "paper_told",
    "park",
    "pause_counter",
    "provide_blocks",
    "recall",
    "rejoin",
    "replan",
    "replay",
    "reprint",
    "resume",
    "resume_counter",
    "review",
    "say_here",
    "set_tidal",
    "set_up_counters",
    "take_priority",
    "transfer",
    "undo_call",
    "use_second_pass",
    "wrap_up",
]
