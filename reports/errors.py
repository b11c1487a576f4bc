"""What reports refuse."""

from kit.errors import Refused


class ReportRefused(Refused):
    """A report cannot be made of what was asked for; `field` names the parameter at fault."""

    default_code = "invalid"


class TooMany(ReportRefused):
    """More people than can be looked through while somebody waits; `count` says how many."""

    default_code = "too_many"

    def __init__(self, message: str, *, count: int):
        super().__init__(message)
        self.count = count

    def besides(self) -> dict:
        return {"count": self.count}
