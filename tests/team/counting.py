"""What is counted of somebody from the facts, beside any ledger."""

from collections.abc import Iterable

from team import counting
from team.figures import NOW

MARCH = 202603


def counted(person, names: Iterable[str], month: int = MARCH) -> dict[str, int]:
    """Those of some figures of a month that are not nothing."""
    figures = counting.count(person.company, [person.pk]).months.get((person.pk, month), {})
    return {name: figures[name] for name in names if figures.get(name)}


def standing(person, names: Iterable[str]) -> dict[str, int]:
    """The same of the figures that tell how things stand."""
    return counted(person, names, NOW)


def active_on(person):
    """The last day of activity that is counted."""
    return counting.count(person.company, [person.pk]).last_active.get(person.pk)
