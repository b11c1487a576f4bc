"""The whole ledger of a company, counted anew from the facts: what `recount` does, and what it compares with."""

from django.db import models, transaction

from kit.bulk import batches
from kit.events import Actor
from kit.models import Event
from team import counting
from team.actions.ledger import AT_ONCE
from team.figures import NOW, Figures, added
from team.models import Company, LineMonth, LineStanding, OwnMonth, OwnStanding
from team.sheets import ROWS, Sheet, held_by, save, write_own
from team.tree import steps


@transaction.atomic
def recount_ledger(*, company: Company, by: Actor, check: bool = False) -> list[str]:
    """Count everybody of a company anew; return what differed. With `check` nothing is written."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    paths = dict(company.distributors.exclude(path=None).order_by("path").values_list("pk", "path"))
    uncounted = Event.objects.uncounted().filter(owner__company=company)
    seen = list(uncounted.values_list("id", flat=True))
    told = [] if check else None
    own = _own(company, list(paths), told)
    different = (told or []) + _compare(_summed(own, paths), check)
    if not check:
        for ids in batches(seen, ROWS):
            Event.objects.filter(pk__in=ids).mark_counted()
        Company.objects.filter(pk=company.pk).update(folds=models.F("folds") + 1)
    return different


def _own(company: Company, people: list[int], told: list[str] | None) -> Sheet:
    """Count own figures, and write them unless differences are to be `told` alone."""
    own: Sheet = {}
    for some in batches(people, AT_ONCE):
        tally = counting.count(company, some)
        own |= tally.months
        if told is None:
            write_own(list(some), tally)
        else:
            held = held_by(OwnMonth, OwnStanding, some)
            wrong = [key for key in {*held, *tally.months} if _differ(held.get(key), tally.months.get(key))]
            told += [f"own figures of {person} in {month}" for person, month in sorted(wrong)]
    return own


def _summed(own: Sheet, paths: dict[int, str]) -> dict[int, dict[int, Figures]]:
    """Add everybody's figures up the line, from the longest path to the top: by person and month."""
    at = {path: person for person, path in paths.items()}
    lines: dict[int, dict[int, Figures]] = {person: {} for person in paths}
    for (person, month), figures in own.items():
        lines[person][month] = figures
    for path in sorted(at, key=len, reverse=True):
        above = lines.get(at.get("".join(steps(path)[:-1])), {})
        for month, figures in lines[at[path]].items():
            above[month] = added(above.get(month, {}), figures)
    return lines


def _compare(lines: dict[int, dict[int, Figures]], check: bool) -> list[str]:
    """Compare the rows of lines with the sums, and write those that differ unless it is a check."""
    different: list[str] = []
    for some in batches(lines, AT_ONCE):
        held = held_by(LineMonth, LineStanding, some)
        true = {(person, month): figures for person in some for month, figures in lines[person].items()}
        wrong = {key: true.get(key, {}) for key in {*held, *true} if _differ(held.get(key), true.get(key))}
        different += [f"line of {person} in {month}" for person, month in sorted(wrong)]
        if not check:
            save(LineMonth, {key: figures for key, figures in wrong.items() if key[1] != NOW})
            save(LineStanding, {key: figures for key, figures in wrong.items() if key[1] == NOW})
    return different


def _differ(one: Figures | None, other: Figures | None) -> bool:
    return any(added(one or {}, other or {}, -1).values())
