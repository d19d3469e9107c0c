"""What keeps a device from its work, in a sentence for whoever started it."""


class BadSetting(Exception):
    """A setting that cannot be used; its text is a sentence for the person who starts the program."""


class NotPaired(Exception):
    """The hall does not know this device, or no longer."""
