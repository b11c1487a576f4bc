"""Reads the report of a team from the ledger: a few rows by their keys, whatever stands below.

Every reading is guarded: what the ledger writes in between makes it read again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self, TypeVar

from django.db.models import Count, Exists, OuterRef

from kit import clock
from kit.models import Event
from kit.paging import Page, page_of
from reports.team_depth import deepest_below
from reports.team_sorting import sorted_legs
from team.figures import MONTHLY_NAMES, STANDING_NAMES, Figures, month_of, months_back
from team.models import Company, Distributor, LineMonth, LineStanding, OwnMonth, OwnStanding
from team.models.distributor import Status
from team.tree import END

KEPT = 24  # months that can be looked back at
TREND = 13
LEG_TREND = 7  # a picture shows six of them: one that has only begun looks like a fall
SIZE = 50  # legs of a page
TRIES = 3
FIRST = "people"  # the order of legs that nobody chose

Trend = list[tuple[int, Figures]]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Report:
    """The figures of one person and of all below, of a month and as they stand.

    `mine` are the viewer's own of the month, `waiting` people whose figures are being counted.
    """

    top: Distributor
    month: int
    own: Figures
    own_before: Figures
    line: Figures
    line_before: Figures
    own_now: Figures
    line_now: Figures
    mine: Figures
    mine_before: Figures
    trend: Trend
    waiting: int
    legs: int
    deepest: int
    as_of: datetime

    @classmethod
    def of(cls, viewer: Distributor, top: Distributor, month: int | None = None) -> Self:
        """Read the report of somebody whom the viewer may see; a fixed number of queries."""
        return steadily(top.company_id, lambda: cls.read(viewer, top, month or this_month(top.company)))

    @classmethod
    def read(cls, viewer: Distributor, top: Distributor, month: int) -> Self:
        """Read it once, without a look at what is written meanwhile."""
        months = months_back(month, TREND)
        lines = months_of(LineMonth, [top.pk], months)[top.pk]
        owns = months_of(OwnMonth, {top.pk, viewer.pk}, months[-2:])
        standing = standing_of(LineStanding, [top.pk])[top.pk]
        return cls(
            top=top,
            month=month,
            own=owns[top.pk][month],
            own_before=owns[top.pk][months[-2]],
            line=lines[month],
            line_before=lines[months[-2]],
            own_now=standing_of(OwnStanding, [top.pk])[top.pk],
            line_now=standing,
            mine=owns[viewer.pk][month],
            mine_before=owns[viewer.pk][months[-2]],
            trend=[(one, lines[one]) for one in months],
            waiting=_waiting(top),
            legs=frontline_of(viewer, top).count(),
            deepest=deepest_below(top),
            as_of=clock.now(),
        )

    @property
    def people(self) -> int:
        """How many stand below."""
        return max(0, self.line_now["members"] - self.own_now["members"])


@dataclass(frozen=True)
class Leg:
    """A person of a team with all below; `depth` is the level as the viewer counts it, 1 is the frontline."""

    person: Distributor
    depth: int
    has_team: bool
    line: Figures
    line_before: Figures
    line_now: Figures
    own: Figures
    own_now: Figures
    trend: Trend


def legs_of(
    viewer: Distributor, top: Distributor, month: int | None = None, sort: str = FIRST, size: int = SIZE
) -> list[Leg]:
    """The first legs of somebody by an order of ORDERS, "-" before it turns it around; a fixed number of queries."""
    month = month or this_month(top.company)
    return steadily(top.company_id, lambda: page_of_legs(viewer, top, month, sort, size=size)).rows


def page_of_legs(
    viewer: Distributor,
    top: Distributor,
    month: int,
    sort: str = FIRST,
    cursor: str = "",
    size: int = SIZE,
    own: bool = True,
) -> Page:
    """A page of legs, without their own figures if they are not wanted. Raises BadCursor."""
    rows, order = sorted_legs(frontline_of(viewer, top), month, sort)
    page = page_of(rows, order=order, cursor=cursor, size=size)
    return Page(legs_with(viewer, page.rows, month, own), page.next)


def frontline_of(viewer: Distributor, top: Distributor):
    """Who stands directly below, without those who left and have nobody."""
    team = Distributor.objects.filter(sponsor=OuterRef("pk"))
    rows = Distributor.objects.visible_to(viewer).filter(sponsor=top).annotate(has_team=Exists(team))
    return rows.exclude(status=Status.TERMINATED, has_team=False)


def legs_with(viewer: Distributor, people: Sequence[Distributor], month: int, own: bool = True) -> list[Leg]:
    """Give people the figures of a month, of themselves and of all below."""
    ids, months = [person.pk for person in people], months_back(month, LEG_TREND)
    lines, lines_now = months_of(LineMonth, ids, months), standing_of(LineStanding, ids)
    owns = months_of(OwnMonth, ids, [month]) if own else {}
    owns_now = standing_of(OwnStanding, ids) if own else {}
    return [
        Leg(
            person=person,
            depth=person.depth - viewer.depth,
            has_team=person.has_team,
            line=lines[person.pk][month],
            line_before=lines[person.pk][months[-2]],
            line_now=lines_now[person.pk],
            own=owns[person.pk][month] if own else {},
            own_now=owns_now.get(person.pk, {}),
            trend=[(one, lines[person.pk][one]) for one in months],
        )
        for person in people
    ]


def this_month(company: Company) -> int:
    """The month that it is where the company counts its days."""
    today = clock.today(company.zoneinfo)
    return month_of(today.year, today.month)


def kept_months(company: Company) -> list[int]:
    """The months that can be looked at, this one first."""
    return months_back(this_month(company), KEPT + 1)[::-1]


def steadily(company: int, read: Callable[[], Found]) -> Found:
    """Read what belongs together; again, if the ledger was written meanwhile."""
    for _attempt in range(TRIES):
        before = _folds(company)
        found = read()
        if _folds(company) == before:
            break
    return found


def _folds(company: int) -> int:
    return Company.objects.values_list("folds", flat=True).get(pk=company)


def months_of(model, people: Iterable[int], months: Sequence[int]) -> dict[int, dict[int, Figures]]:
    """Figures of people by month; where no row stands they are nothing."""
    people = list(people)
    found = {person: {month: dict.fromkeys(MONTHLY_NAMES, 0) for month in months} for person in people}
    rows = model.objects.filter(person__in=people, month__in=months)
    for person, month, *figures in rows.values_list("person_id", "month", *MONTHLY_NAMES):
        found[person][month] = dict(zip(MONTHLY_NAMES, figures, strict=True))
    return found


def standing_of(model, people: Iterable[int]) -> dict[int, Figures]:
    """Figures of people as they stand."""
    people = list(people)
    found = {person: dict.fromkeys(STANDING_NAMES, 0) for person in people}
    rows = model.objects.filter(person__in=people)
    for person, *figures in rows.values_list("person_id", *STANDING_NAMES):
        found[person] = dict(zip(STANDING_NAMES, figures, strict=True))
    return found


def _waiting(top: Distributor) -> int:
    """How many people of a line did something that is not counted yet."""
    events = Event.objects.uncounted().filter(
        owner__company=top.company_id, owner__path__gte=top.path, owner__path__lt=top.path + END
    )
    return events.aggregate(people=Count("owner", distinct=True))["people"]
