"""The refusals of a site."""

from hall.kernel.errors import Invalid, NotFound, Refused


class UnknownHall(NotFound):
    code = "hall_unknown"
    sentence = "There is no such hall."


class ZoneHasAVoice(Refused):
    code = "zone_has_a_voice"
    sentence = "“{name}” is the voice of this zone already. Let it be silent first."


class UnknownDevice(NotFound):
    code = "device_unknown"
    sentence = "There is no such device."


class PairingFailed(NotFound):
    code = "pairing_failed"
    sentence = "This pairing code is wrong, used or expired. Ask for a new one."


class UnknownMessage(NotFound):
    code = "message_unknown"
    sentence = "There is no such message."


class HallExists(Refused):
    code = "hall_exists"
    sentence = "There is a hall with this id already."


class MessageEnded(Invalid):
    code = "message_ended"
    sentence = "The message would end before it begins."


class UnknownZone(Invalid):
    code = "zone_unknown"
    sentence = "There is no such zone in this hall."
