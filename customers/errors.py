"""What the verbs of this app say no with; forms show the sentence, programs read the code."""

from kit import errors


class CustomerError(errors.Refused):
    """The root of this app's errors."""


class PersonChanged(errors.Stale, CustomerError):
    """Another tab or device saved this person first; nothing was written."""


class PersonGone(CustomerError):
    """The person was deleted, or somebody else took the place that a restore needs."""

    default_code = "gone"


class ClimbRefused(CustomerError):
    """A climb by hand without a reason, or to a rung that is already held."""

    default_code = "climb_refused"


class StandsElsewhere(errors.Stale, CustomerError):
    """The person climbed or stepped down since the page was shown; nothing was written."""


class CircleRefused(CustomerError):
    """Somebody would have come, over others, through themselves."""

    default_code = "circle"


class MovedOn(CustomerError):
    """What was to be undone has changed again since."""

    default_code = "moved_on"
