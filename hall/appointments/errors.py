"""The refusals of bookings."""

from hall.kernel.errors import Invalid, NotFound, Refused


class UnknownBooking(NotFound):
    code = "booking_unknown"
    sentence = "There is no such booking, or it is over."


class UnknownEntry(NotFound):
    code = "waitlist_unknown"
    sentence = "This place on the waiting list does not exist, or no longer."


class SlotTaken(Refused):
    """`nearest` has the free ones around it."""

    code = "slot_taken"
    sentence = "Somebody else was quicker: this time is taken. Please choose another one."


class BookingClosed(Refused):
    code = "booking_closed"
    sentence = "This time cannot be booked: it is too soon, too far ahead, or this is not done then."


class NotBookable(Refused):
    code = "not_bookable"
    sentence = "This cannot be booked here. Please take a number in the hall."


class LimitReached(Refused):
    """`limit` is day, week or month."""

    code = "limit_reached"
    sentence = "You have as many bookings as one person can have ({limit})."


class TooManyHolds(Refused):
    code = "too_many_holds"
    sentence = "You are filling in several bookings already. Finish or cancel one of them first."


class Suspended(Refused):
    code = "suspended"
    sentence = (
        "Booking is suspended until {until} after missed appointments. You can always come and take a number, "
        "and the enquiry desk can lift this."
    )


class HoldExpired(Refused):
    code = "hold_expired"
    sentence = "The time to fill this in is over and the slot is free again. Please choose once more."


class WrongCode(Refused):
    code = "wrong_code"
    sentence = "This is not the code that we sent."


class CodeNeeded(Invalid):
    code = "code_needed"
    sentence = "Please type the code that we sent to your telephone."


class PhoneUnusable(Invalid):
    code = "phone_unusable"
    sentence = "This is no telephone number that we can send a message to."


class ContactNeeded(Invalid):
    code = "contact_needed"
    sentence = "Please give a telephone number, so that we can tell you when something changes."


class WrongStanding(Refused):
    code = "wrong_state"
    sentence = "This booking has moved on: it is {state} now."


class TooLateToChange(Refused):
    code = "too_late_to_change"
    sentence = "This can be changed until {minutes} minutes before. Please ring us, or come anyway."


class TooEarly(Refused):
    """`opens_at`: from when; until then there is a seat."""

    code = "too_early"
    sentence = "You are early. Please take a seat: check-in opens at {opens}."


class TooLate(Refused):
    code = "too_late"
    sentence = "This booking was for {start}. Please take a number now; the enquiry desk will help you."


class NotToday(Refused):
    code = "not_today"
    sentence = "This booking is for another day: {day}."


class DelayedTwice(Refused):
    code = "delayed_before"
    sentence = "You have told us twice already. Come when you can; the enquiry desk will help you."


class OfferGone(Refused):
    code = "offer_gone"
    sentence = "This offer is over. Your own booking has not changed."


class NotHere(Refused):
    code = "not_in_hall"
    sentence = "Please type the code that the screens in the hall show now."


class SameTime(Refused):
    """Two people of one time whose numbers end alike: nobody may take the other's place by it."""

    code = "same_time"
    sentence = "Two bookings of this time end in these digits. Please use your code, or ask at the enquiry desk."


class SeveralMatch(Refused):
    """`times`: when they begin; the visitor says which is theirs."""

    code = "several_match"
    sentence = "Several bookings end in these digits. Which time is yours?"


class ReasonNeeded(Invalid):
    code = "reason_needed"
    sentence = "Please say why; it is written down."
