"""The verbs of notices.

`queue_notice`, `send_code`, `withdraw` write rows · `claim_due`, `claim_unsettled` take them for sending and for
asking, outside any hall's line · `put_back`, `record_sent`, `record_refused`, `record_unsure`, `record_absent`,
`record_unanswered` write down what came of it · `record_receipt` is what a provider tells later · `stop`, `start`
are what a number wants · `expire_overdue`, `remind_due`, `tell_near_turns`, `forget_old` are what the clock does ·
`want_texts`, `end_texts` are the number of a ticket (R-30).
"""

from hall.notices.actions.claiming import claim_due, claim_unsettled
from hall.notices.actions.consents import start, stop
from hall.notices.actions.contacts import end_texts, tell_missed, tell_near_turns, want_texts
from hall.notices.actions.queueing import expire_overdue, forget_old, queue_notice, withdraw
from hall.notices.actions.reminding import remind_due
from hall.notices.actions.settling import (
    put_back,
    record_absent,
    record_receipt,
    record_refused,
    record_sent,
    record_unanswered,
    record_unsure,
)
from hall.notices.actions.telling import send_code

__all__ = [
    "claim_due",
    "claim_unsettled",
    "end_texts",
    "expire_overdue",
    "forget_old",
    "put_back",
    "queue_notice",
    "record_absent",
    "record_receipt",
    "record_refused",
    "record_sent",
    "record_unanswered",
    "record_unsure",
    "remind_due",
    "send_code",
    "start",
    "stop",
    "tell_missed",
    "tell_near_turns",
    "want_texts",
    "withdraw",
]
