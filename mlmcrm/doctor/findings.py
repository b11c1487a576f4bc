"""What a check may find, the list of all checks, and how they are run: none stops another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from kit.bounded import TookTooLong, bounded
from kit.logs.discretion import said
from mlmcrm.health import over_own_connection

OK, WARN, BAD = "ok", "warn", "bad"
NOT_LOOKED_AT = "Not looked at."
SECONDS = 5  # a check that says nothing else gets this long


@dataclass(frozen=True)
class Finding:
    """What was found, in a sentence, and in another how to mend it."""

    state: str
    what: str
    mend: str = ""


@dataclass(frozen=True)
class Check:
    """`look` returns a Finding, or None where the check has no meaning.

    `after` names checks that must be well before this one is worth a look.
    """

    name: str
    look: Callable[[], Finding | None]
    seconds: float
    after: tuple[str, ...]


CHECKS: list[Check] = []


def ok(what: str) -> Finding:
    return Finding(OK, what)


def warn(what: str, mend: str) -> Finding:
    return Finding(WARN, what, mend)


def bad(what: str, mend: str) -> Finding:
    return Finding(BAD, what, mend)


def check(name: str, *, seconds: float = SECONDS, after: tuple[str, ...] = ()):
    """Put a function on the list, under the name that the operator reads."""

    def put(look):
        CHECKS.append(Check(name, look, seconds, after))
        return look

    return put


def diagnose() -> Iterator[tuple[str, Finding]]:
    """Run every check in turn and yield what it found."""
    ill: set[str] = set()
    for check in CHECKS:
        first = next((name for name in check.after if name in ill), None)
        finding = look_at(check) if first is None else warn(NOT_LOOKED_AT, f"Mend the {first} first.")
        if finding is None:
            continue
        if finding.state == BAD:
            ill.add(check.name)
        yield check.name, finding


def look_at(check: Check) -> Finding | None:
    """Run one check, in bounded time, whatever it does."""
    try:
        return bounded(partial(over_own_connection, check.look, check.seconds), check.seconds + 1)
    except TookTooLong:
        return bad(f"No answer within {check.seconds:.0f} seconds.", "See what it waits for, then ask again.")
    except Exception as problem:
        return bad(f"It could not be looked at: {said(problem)}.", "See the log for where that came from.")
