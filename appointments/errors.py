"""What the verbs of this app say no with."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from kit import errors


class AppointmentError(errors.Refused):
    """The root of this app's errors."""


class NoSlot(AppointmentError):
    """The time is not to be had: past, closed, over a limit. `code` says which.

    `why` is for the distributor alone: it may name who is met then. It is looked for when it is asked for.
    """

    def __init__(self, message: str, *, why: Callable[[], str] = str, **rest):
        super().__init__(message, **rest)
        self._why = why

    @cached_property
    def why(self) -> str:
        return self._why() or self.message

    def besides(self) -> dict:
        return {"why": self.why}


class JustTaken(NoSlot):
    """Somebody else has the time. `alternatives` are the nearest free starts, three at most.

    They are looked for when they are asked for: by then nobody waits for the calendar any more.
    """

    default_code = "just_taken"
    is_conflict = True

    def __init__(self, message: str, find: Callable[[], list[datetime]], **rest):
        super().__init__(message, **rest)
        self._find = find

    @cached_property
    def alternatives(self) -> list[datetime]:
        return self._find()

    def besides(self) -> dict:
        return {**super().besides(), "alternatives": self.alternatives}


class Settled(AppointmentError):
    """The appointment is over or cancelled; this can no longer be done to it."""

    default_code = "settled"


class StaleNotes(AppointmentError):
    """The notes were saved by another page since. `notes` is the row as it stands; nothing was written."""

    default_code = "stale"

    def __init__(self, message: str, notes, **rest):
        super().__init__(message, **rest)
        self.notes = notes

    def besides(self) -> dict:
        return {"text": self.notes.text, "revision": self.notes.revision}
