"""The refusals of staff."""

from hall.kernel.errors import HallError, Invalid, NotAllowed, NotFound, Refused


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


class WorksHere(Refused):
    code = "works_here"
    sentence = "Somebody with this login works in this hall already."


class RoleNotYours(NotAllowed):
    code = "role_not_yours"
    sentence = "You may not give or take the role “{role}” in this hall. An administrator of the hall may."


class MemberNotYours(NotAllowed):
    code = "member_not_yours"
    sentence = "This person has a role that you may not give. An administrator of the hall may do this."


class WorksElsewhere(NotAllowed):
    """Name and password are one for all halls, so they need authority in each of them."""

    code = "works_elsewhere"
    sentence = "This person also works in another hall, where you may not do this. An administrator there can."


class OwnAdministratorRole(Refused):
    code = "own_administrator_role"
    sentence = "You cannot take the administrator's role from yourself. Another administrator can."


class LastAdministrator(Refused):
    code = "last_administrator"
    sentence = "This is the last administrator of the hall. Appoint another one first."


class OwnPassword(Refused):
    code = "own_password"
    sentence = "Your own password is changed on the page “My account”."


class BadLogin(Invalid):
    code = "login_invalid"
    sentence = "A login has at most 60 letters, digits, - . _ and @."


class NoName(Invalid):
    code = "name_missing"
    sentence = "Please give a name."


class BadName(Invalid):
    code = "name_invalid"
    sentence = "A name is one line of at most {longest} characters."


class NoRole(Invalid):
    code = "role_missing"
    sentence = "Please choose at least one role."


class SeatWithoutRole(Invalid):
    code = "seat_without_role"
    sentence = "A usual counter needs a role that sits at counters: counter staff, floor guide or floor lead."


class PasswordTooShort(Invalid):
    code = "password_too_short"
    sentence = "A password has at least {shortest} characters."


class PasswordTooLong(Invalid):
    code = "password_too_long"
    sentence = "A password has at most {longest} characters."


class PasswordObvious(Invalid):
    code = "password_obvious"
    sentence = "A password must not be your login or name, or one character again and again."


class PasswordSame(Invalid):
    code = "password_same"
    sentence = "Please choose another password than the one until now."


class PasswordsDiffer(Invalid):
    code = "passwords_differ"
    sentence = "The two new passwords differ. Please type the same one twice."


class WrongOldPassword(Invalid):
    code = "old_password_wrong"
    sentence = "The password until now is wrong."


class OneTimeExpired(HallError):
    """Told only to who knows the password; 401."""

    code = "one_time_expired"
    sentence = "This one-time password is no longer valid. Please ask an administrator for another."


class PasswordToReplace(NotAllowed):
    code = "password_to_replace"
    sentence = "This password is for one time. Please sign in with a browser and choose your own first."
