"""The refusals of notices."""

from hall.kernel.errors import Invalid, Refused


class NumberUnusable(Invalid):
    code = "number_unusable"
    sentence = "No text reaches this number. Please type a mobile number."


class NumberNeeded(Invalid):
    code = "number_needed"
    sentence = "Please type your mobile number: we text you when your turn is near."


class TicketOver(Refused):
    code = "ticket_over"
    sentence = "This number is over; there is nothing left to tell."
