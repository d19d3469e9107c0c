"""The verbs of the roster.

`plan_ahead` makes the sessions of the coming weeks from the plan · `set_roster`, `set_services`, `publish`,
`close_session` are a manager's · `claim`, `give_up`, `ask_swap`, `answer_swap`, `withdraw_swap` are everybody's.
"""

from hall.roster.actions.planning import plan_ahead
from hall.roster.actions.sessions import close_session, publish, set_roster, set_services
from hall.roster.actions.shifts import answer_swap, ask_swap, claim, give_up, withdraw_swap

__all__ = [
    "answer_swap",
    "ask_swap",
    "claim",
    "close_session",
    "give_up",
    "plan_ahead",
    "publish",
    "set_roster",
    "set_services",
    "withdraw_swap",
]
