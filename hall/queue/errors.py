"""The refusals of the queue."""

from collections.abc import Sequence
from typing import Any

from hall.kernel.errors import Invalid, NotFound, Refused


class PlanChanged(Refused):
    code = "plan_changed"
    sentence = "Somebody else changed the plan meanwhile. Look at your change once more."


class PlanInTheWay(Refused):
    """`effects` says who or what is in the way, and what else the plan would do."""

    code = "plan_in_the_way"
    sentence = "This cannot be changed now."

    def __init__(self, effects: Sequence[Any]) -> None:
        super().__init__()
        self.effects = effects


class NobodyWaiting(Refused):
    code = "nobody_waiting"
    sentence = "Nobody is waiting for this counter."


class CounterClosed(Refused):
    code = "counter_closed"
    sentence = "This counter is closed. Open it first."


class CounterPaused(Refused):
    code = "counter_paused"
    sentence = "This counter is paused. Resume it first."


class CounterBusy(Refused):
    code = "counter_busy"
    sentence = "A visitor is at this counter. Finish that visit first."


class CounterTaken(Refused):
    code = "counter_taken"
    sentence = "A colleague works at this counter. Take over on purpose if that is right."


class AlreadyAtCounter(Refused):
    code = "already_at_counter"
    sentence = "You are signed in at counter {number}. Close it there first."


class IssuingStopped(Refused):
    code = "issuing_stopped"
    sentence = "No numbers are given while an emergency message is shown."


class VisitorExpected(Refused):
    code = "visitor_expected"
    sentence = "The visitor may still be on the way. A miss can be recorded in {seconds} seconds."


class NotCurrent(Refused):
    code = "not_current"
    sentence = "This is no longer the current call of the counter. Here is how it stands now."


class TooEarlyToMiss(Refused):
    code = "too_early_to_miss"
    sentence = "The visitor may still be on the way. A miss can be recorded in {seconds} seconds."


class RecallLimit(Refused):
    code = "recall_limit"
    sentence = "This ticket has been called again {limit} times. Record a miss if nobody comes."


class TooLateToUndo(Refused):
    code = "too_late_to_undo"
    sentence = "A call can be undone for {seconds} seconds only."


class WrongState(Refused):
    code = "wrong_state"
    sentence = "This cannot be done with a ticket that is in the state “{state}”."


class NotWaiting(Refused):
    code = "not_waiting"
    sentence = "This ticket is not waiting any more."


class NotConfirmed(Refused):
    code = "not_confirmed"
    sentence = "Perhaps this visitor was served by list while the hall was away. The desk checks first."


class NotArrived(Refused):
    code = "not_arrived"
    sentence = "This visitor took the number from outside and is not here yet. The desk can say that they are."


class NotServedHere(Refused):
    code = "not_served_here"
    sentence = "This counter does not serve that service."


class HallClosed(Refused):
    code = "hall_closed"
    sentence = "The hall is closed now."


class NotYetOpen(Refused):
    code = "not_yet_open"
    sentence = "Numbers are not issued yet. Please come back at {opens}."


class NumbersFull(Refused):
    code = "numbers_full"
    sentence = "Today's numbers for this service are full."


class AlreadyWaiting(Refused):
    code = "already_waiting"
    sentence = "You have a number for this already: {number}. It still counts."


class NotOfferedHere(Refused):
    code = "not_offered_here"
    sentence = "This service is not offered here."


class CallingStopped(Refused):
    code = "calling_stopped"
    sentence = "Calling is stopped while an emergency message is shown."


class RejoinTooLate(Refused):
    code = "rejoin_too_late"
    sentence = "This ticket can no longer rejoin the queue. Please take a new number."


class RejoinedBefore(Refused):
    code = "rejoined_before"
    sentence = "This ticket has rejoined the queue before. Please take a new number."


class DelayedBefore(Refused):
    code = "delayed_before"
    sentence = "You have let others go first {times} times already."


class NoSecondPass(Refused):
    code = "no_second_pass"
    sentence = "This ticket was not kept for another day."


class PassNotToday(Refused):
    code = "pass_not_today"
    sentence = "This second pass is good on {day}."


class NumberTaken(Refused):
    code = "number_taken"
    sentence = "This paper number has been entered already."


class NotTidal(Refused):
    code = "not_tidal"
    sentence = "This counter is not a standby counter."


class UnknownTicket(NotFound):
    code = "ticket_unknown"
    sentence = "There is no such ticket, or it has expired."


class UnknownCall(NotFound):
    code = "call_unknown"
    sentence = "There is no such call."


class UnknownCounter(NotFound):
    code = "counter_unknown"
    sentence = "There is no such counter."


class UnknownService(Invalid):
    code = "service_unknown"
    sentence = "There is no such service in this hall."


class BadChoice(Invalid):
    code = "bad_choice"
    sentence = "This value cannot be used here."


class NowhereToGo(Invalid):
    code = "nowhere_to_go"
    sentence = "Choose another service, or the counter that the visitor is sent to."
