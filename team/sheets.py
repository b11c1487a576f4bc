"""The rows of the ledger, read and written: what was counted beside what is held, and what differs up the line.

Whoever calls holds the row of the company: the ledger of a company is written by one hand at a time.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from kit.bulk import batches, save_columns
from kit.rows import new_row
from team import counting
from team.figures import MONTHLY_NAMES, NOW, STANDING_NAMES, Figures, added
from team.models import Company, Distributor, LineMonth, LineStanding, OwnMonth, OwnStanding
from team.tree import upline_paths

ROWS = 500  # of one statement

Sheet = dict[tuple[int, int], Figures]  # by person and month


def count_anew(company: Company, people: Iterable[int]) -> None:
    """Count some people's facts and pass on what differs. The caller holds the company's row."""
    people = list(people)
    if not people:
        return
    tally = counting.count(company, people)
    differences = write_own(people, tally)
    paths = dict(Distributor.objects.filter(pk__in=people).values_list("pk", "path"))
    pass_up(company, differences, paths)
    Company.objects.filter(pk=company.pk).update(folds=models.F("folds") + 1)


def write_own(people: list[int], tally: counting.Tally) -> Sheet:
    """Write what was counted where it differs from the rows; return the differences."""
    held = held_by(OwnMonth, OwnStanding, people)
    differences = {}
    for key in {*held, *tally.months}:
        difference = added(tally.months.get(key, {}), held.get(key, {}), -1)
        if changed := {name: number for name, number in difference.items() if number}:
            differences[key] = changed
    _write(OwnMonth, OwnStanding, held, differences)
    note_last_active(people, tally)
    return differences


def note_last_active(people: Iterable[int], tally: counting.Tally) -> None:
    """Write the last day of activity of those of whom another is known."""
    known = Distributor.objects.filter(pk__in=people).values_list("pk", "last_active_on")
    days = tally.last_active
    rows = [
        new_row(Distributor, id=person, last_active_on=days.get(person))
        for person, day in known
        if day != days.get(person)
    ]
    save_columns(rows, ["last_active_on"])


def pass_up(company: Company, differences: Sheet, paths: dict[int, str], sign: int = 1) -> None:
    """Add differences of people to their own lines and to all lines above."""
    by_path: dict[tuple[str, int], Figures] = defaultdict(dict)
    for (person, month), figures in differences.items():
        for path in (*upline_paths(paths[person]), paths[person]):
            by_path[path, month] = added(by_path[path, month], figures, sign)
    ids = ids_of(company, {path for path, _month in by_path})
    add_to_lines({(ids[path], month): figures for (path, month), figures in by_path.items()})


def ids_of(company: Company, paths: Iterable[str]) -> dict[str, int]:
    """Who stands at some places."""
    found = {}
    for some in batches(paths, ROWS):
        found |= dict(company.distributors.filter(path__in=some).values_list("path", "pk"))
    return found


def add_to_lines(sheet: Sheet) -> None:
    """Add figures to rows of lines; a row that is missing was nothing."""
    _write(
        LineMonth,
        LineStanding,
        held_by(
            LineMonth, LineStanding, {person for person, _month in sheet}, {month for _person, month in sheet}
        ),
        sheet,
    )


def held_by(monthly, standing, people: Iterable[int], months: set[int] | None = None) -> Sheet:
    """Read rows of the ledger: all months of some people, or the months that are named."""
    held = {}
    for some in batches(people, ROWS):
        rows = monthly.objects.filter(person__in=some)
        rows = rows.filter(month__in=months) if months is not None else rows
        for person, month, *figures in rows.values_list("person_id", "month", *MONTHLY_NAMES):
            held[person, month] = dict(zip(MONTHLY_NAMES, figures, strict=True))
        if months is None or NOW in months:
            for person, *figures in standing.objects.filter(person__in=some).values_list(
                "person_id", *STANDING_NAMES
            ):
                held[person, NOW] = dict(zip(STANDING_NAMES, figures, strict=True))
    return held


def _write(monthly, standing, held: Sheet, differences: Sheet) -> None:
    """Write rows with their differences added."""
    new = {key: added(held.get(key, {}), difference) for key, difference in differences.items()}
    save(monthly, {key: figures for key, figures in new.items() if key[1] != NOW})
    save(standing, {key: figures for key, figures in new.items() if key[1] == NOW})


def save(model, sheet: Sheet) -> None:
    """Insert or overwrite rows of one table, in the order of their keys: two writers never wait for each other crosswise."""
    monthly = model in (OwnMonth, LineMonth)
    names, key = (MONTHLY_NAMES, ["person", "month"]) if monthly else (STANDING_NAMES, ["person"])
    rows = [
        model(
            person_id=person,
            **({"month": month} if monthly else {}),
            **{name: figures.get(name, 0) for name in names},
        )
        for (person, month), figures in sorted(sheet.items())
    ]
    model.objects.bulk_create(rows, ROWS, update_conflicts=True, unique_fields=key, update_fields=names)
