"""The refusals of the roster."""

from hall.kernel.errors import Invalid, NotAllowed, NotFound, Refused


class UnknownSession(NotFound):
    code = "session_unknown"
    sentence = "There is no such session."


class UnknownShift(NotFound):
    code = "shift_unknown"
    sentence = "There is no such shift."


class UnknownSwap(NotFound):
    code = "swap_unknown"
    sentence = "This exchange does not exist, or no longer."


class SessionOver(Refused):
    code = "session_over"
    sentence = "This session is over or closed."


class RosterIncomplete(Refused):
    code = "roster_incomplete"
    sentence = "This session cannot be published yet: nobody is at a counter for {missing}."


class SessionsOverlap(Refused):
    code = "sessions_overlap"
    sentence = "The hall is open at that time already."


class ShiftTaken(Refused):
    code = "shift_taken"
    sentence = "Somebody else has taken this shift."


class BusyThen(Refused):
    code = "member_busy"
    sentence = "{name} has another shift in this session."


class NotYourShift(NotAllowed):
    code = "not_your_shift"
    sentence = "This shift is not yours."


class UnknownPerson(Invalid):
    code = "member_unknown"
    sentence = "Nobody of this hall has this id."


class NoSuchCounter(Invalid):
    code = "counter_unknown"
    sentence = "There is no such counter in this hall."
