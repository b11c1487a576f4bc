"""What the verbs of this app say no with."""

from kit import errors


class FollowupError(errors.Refused):
    """The root of this app's errors."""


class OnItsWay(FollowupError):
    """The letter is being sent, or has gone; it cannot be held any more."""

    default_code = "on_its_way"


class NotPure(FollowupError):
    """A thank-you that offers or asks for something."""

    default_code = "not_pure"


class Closed(FollowupError):
    """The task or message is no longer in a state in which this can be done."""

    default_code = "closed"


class NoWay(FollowupError):
    """The person cannot be written to: no address, or no consent."""

    default_code = "no_way"
