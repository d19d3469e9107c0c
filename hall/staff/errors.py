"""The refusals of staff."""

from hall.kernel.errors import HallError, NotFound, Refused


class WrongPassword(HallError):
    """Said alike for an unknown login and a wrong password; 401."""

    code = "wrong_password"
    sentence = "Login or password is wrong."


class SignedOut(HallError):
    """No credentials, or none that still work; 401."""

    code = "signed_out"
    sentence = "Please sign in."


class UnknownMember(NotFound):
    code = "member_unknown"
    sentence = "There is no such member."


class LoginTaken(Refused):
    code = "login_taken"
    sentence = "This login exists already."
