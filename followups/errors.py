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


class NotAgreed(FollowupError):
    """What somebody has not agreed to be told of."""

    default_code = "not_agreed"


class Unsound(FollowupError):
    """A step that cannot be, or steps that contradict each other; `faults` say where and why."""

    default_code = "unsound"

    def __init__(self, faults):
        first = faults[0]
        said = f"{first.title}: {first.sentence}" if first.title and len(faults) > 1 else first.sentence
        super().__init__(said, field=first.field)
        self.faults = faults


class Claims(FollowupError):
    """Words that promise income or health; `found` says which."""

    default_code = "claims"

    def __init__(self, message, found):
        super().__init__(message, field="reason")
        self.found = found


class PromiseChanged(errors.Stale, FollowupError):
    """Another tab or device saved this promise first; nothing was written."""


class ComplaintChanged(errors.Stale, FollowupError):
    """Another tab or device changed this complaint first; nothing was written."""


class TooOften(FollowupError):
    """More of something in a short time than is of use."""

    default_code = "too_often"
