"""The ledger of a company written in one go, after a bulk load: nothing is compared, for nothing stands yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import models, transaction

from kit import clock
from kit.bulk import batches, insert_numbers
from kit.events import Actor
from kit.models import Event
from team import counting
from team.figures import MONTHLY_NAMES, NOW, STANDING_NAMES, in_order
from team.models import Company, LineMonth, LineStanding, OwnMonth, OwnStanding
from team.sheets import note_last_active
from team.summing import Tree

AT_ONCE = 2_000  # people who are counted together
WRITTEN = 20_000  # rows of one write
LEDGER = (OwnMonth, OwnStanding, LineMonth, LineStanding)


@transaction.atomic
def build_ledger(*, company: Company, by: Actor) -> int:
    """Count everybody of a company, throw the ledger away and write it; return how many people were counted.

    What `recount_ledger` does slower, telling what differed.
    """
    company = Company.objects.select_for_update().get(pk=company.pk)
    people = company.distributors.exclude(path=None)
    tree = Tree(list(people.order_by("path").values_list("pk", "path")))
    Event.objects.uncounted().filter(owner__in=people.values("pk")).mark_counted()  # before: later ones wait
    for model in LEDGER:
        rows = model.objects.filter(person__in=people.values("pk"))
        rows._raw_delete(rows.db)
    for some in batches(tree.people, AT_ONCE):
        _write_own(tree, some, counting.count(company, some))
    for month, rows in tree.lines():
        _write(LineMonth, LineStanding, month, rows)
    Company.objects.filter(pk=company.pk).update(
        folds=models.F("folds") + 1, counted_on=clock.today(company.zoneinfo)
    )
    return len(tree.people)


def _write_own(tree: Tree, people: Sequence[int], tally: counting.Tally) -> None:
    by_month: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for (person, month), figures in tally.months.items():
        by_month[month].append((person, in_order(month, figures)))
    for month, rows in by_month.items():
        tree.add(month, rows)
        _write(OwnMonth, OwnStanding, month, ((person, month, *values) for person, values in rows))
    note_last_active(people, tally)


def _write(monthly, standing, month: int, rows: Iterable[tuple[int, ...]]) -> None:
    for some in batches(rows, WRITTEN):
        if month == NOW:
            insert_numbers(standing, ("person", *STANDING_NAMES), [(row[0], *row[2:]) for row in some])
        else:
            insert_numbers(monthly, ("person", "month", *MONTHLY_NAMES), some)
