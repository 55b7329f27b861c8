"""What the Python side of the sandbox raises."""


class NotAnswered(Exception):
    """The application did not respond: not within three seconds, or never after it had deferred."""


class NotPossible(Exception):
    """A member could not have done this in Discord: no such command, option or button, or not theirs to use."""


class Violations(Exception):
    """Observers objected to requests that the bot made."""


class EndpointRefused(Exception):
    """Discord would not take this address for interactions: what is there does not answer as it must."""
