"""The root of every error that a person should read."""


class Refused(Exception):
    """A verb said no, in a sentence for the person who asked.

    `field` names the input at fault, `code` is for programs.
    """

    default_code = "refused"

    def __init__(self, message: str, *, field: str | None = None, code: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code or self.default_code


class Stale(Refused):
    """Somebody else changed the row in the meantime; nothing was written."""

    default_code = "stale"
