"""The whole ledger of a company, counted anew from the facts: what `recount` does, and what it compares with.

What the worker counts anyway, because an event or the calendar says so, is no difference yet.
"""

from collections import defaultdict

from django.db import models, transaction

from kit import clock
from kit.bulk import batches
from kit.events import Actor
from kit.models import Event
from team import counting
from team.actions.ledger import AT_ONCE, changed_since_counted
from team.figures import NOW, added, in_order, names_of
from team.models import Company, LineMonth, LineStanding, OwnMonth, OwnStanding
from team.sheets import ROWS, Sheet, held_by, save, write_own
from team.summing import Tree


@transaction.atomic
def recount_ledger(*, company: Company, by: Actor, check: bool = False) -> list[str]:
    """Count everybody of a company anew; return what differed. With `check` nothing is written."""
    company = Company.objects.select_for_update().get(pk=company.pk)
    places = company.distributors.exclude(path=None).order_by("path").values_list("pk", "path")
    tree = Tree(list(places))
    uncounted = list(Event.objects.uncounted().filter(owner__company=company).values_list("id", "owner"))
    waiting = {owner for _event, owner in uncounted} | _waiting_for_the_day(company)
    different = _own(company, tree, waiting, check) + _compare(tree, check)
    if not check:
        for ids in batches((event for event, _owner in uncounted), ROWS):
            Event.objects.filter(pk__in=ids).mark_counted()
        today = clock.today(company.zoneinfo)
        Company.objects.filter(pk=company.pk).update(folds=models.F("folds") + 1, counted_on=today)
    return different


def _waiting_for_the_day(company: Company) -> set[int]:
    return changed_since_counted(company, clock.today(company.zoneinfo))


def _own(company: Company, tree: Tree, waiting: set[int], check: bool) -> list[str]:
    """Count own figures and say what differs. A check lets stand what is held of those who wait to be counted."""
    told: list[str] = []
    for some in batches(tree.people, AT_ONCE):
        tally, held = counting.count(company, some), held_by(OwnMonth, OwnStanding, some)
        told += _differences("own figures", held, tally.months, leave=waiting)
        if check:
            own = {key: figures for key, figures in tally.months.items() if key[0] not in waiting}
            own |= {key: figures for key, figures in held.items() if key[0] in waiting}
        else:
            write_own(some, tally)
            own = tally.months
        _add(tree, own)
    return told


def _add(tree: Tree, own: Sheet) -> None:
    by_month: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for (person, month), figures in own.items():
        by_month[month].append((person, in_order(month, figures)))
    for month, rows in by_month.items():
        tree.add(month, rows)


def _compare(tree: Tree, check: bool) -> list[str]:
    """Compare the rows of lines with the sums, and write those that differ unless it is a check."""
    told: list[str] = []
    for some, sums in tree.stretches(AT_ONCE):
        held = held_by(LineMonth, LineStanding, some)
        true = {key: dict(zip(names_of(key[1]), figures, strict=True)) for key, figures in sums.items()}
        told += _differences("line", held, true)
        if not check:
            wrong = {key: true.get(key, {}) for key in {*held, *true} if _differing(held, true, key)}
            save(LineMonth, {key: figures for key, figures in wrong.items() if key[1] != NOW})
            save(LineStanding, {key: figures for key, figures in wrong.items() if key[1] == NOW})
    return told


def _differences(what: str, held: Sheet, true: Sheet, leave: set[int] = frozenset()) -> list[str]:
    """Say figure by figure what rows hold and what is true, but of those whom to leave."""
    return [
        f"{what} of {key[0]}, {key[1] or 'now'}: {', '.join(differing)}"
        for key in sorted({*held, *true})
        if key[0] not in leave and (differing := _differing(held, true, key))
    ]


def _differing(held: Sheet, true: Sheet, key: tuple[int, int]) -> list[str]:
    one, other = held.get(key, {}), true.get(key, {})
    if one == other:  # the usual, and the quickest
        return []
    return [
        f"{name} {one.get(name, 0)} is {other.get(name, 0)}"
        for name, difference in sorted(added(one, other, -1).items())
        if difference
    ]
