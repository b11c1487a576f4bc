"""The root of every error that a person should read."""


class Refused(Exception):
    """A verb said no, in a sentence for the person who asked.

    `field` names the input at fault, `code` is for programs.
    """

    default_code = "refused"
    is_conflict = False  # it is how things stand that says no, though a field is named

    def __init__(self, message: str, *, field: str | None = None, code: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code or self.default_code

    def besides(self) -> dict:
        """What programs are told beside the code and the sentence."""
        return {}


class Stale(Refused):
    """Somebody else changed the row in the meantime; nothing was written."""

    default_code = "stale"
