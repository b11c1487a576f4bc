"""Counts what people of a team did: each app registers a counter of its facts, this one knows none of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db.models import DateField
from django.db.models.functions import TruncMonth

from kit import clock
from team.figures import MONTHLY_NAMES, NOW, STANDING_NAMES, Figures, month_of
from team.in_action import state_of
from team.models import Company, Distributor, ToldMonth
from team.models.distributor import Status

KNOWN = {*MONTHLY_NAMES, *STANDING_NAMES}


class Tally:
    """What was counted for some people: by person and month, and the last day on which each was active."""

    def __init__(self):
        self.months: dict[tuple[int, int], Figures] = defaultdict(dict)
        self.last_active: dict[int, date] = {}

    def add(self, person: int, month: int, name: str, number: int | None) -> None:
        """Count something; what is nothing leaves no row."""
        if number:
            figures = self.months[person, month]
            figures[name] = figures.get(name, 0) + number

    def happen(self, person: int, day: date, name: str, number: int | None) -> None:
        """Count something of the month of a day."""
        self.add(person, month_of(day.year, day.month), name, number)

    def stand(self, person: int, name: str, number: int | None) -> None:
        """Count something that stands now."""
        self.add(person, NOW, name, number)

    def active_on(self, person: int, day: date | None) -> None:
        """Note a day of activity: of an appointment kept, or a customer's order."""
        if day and day > self.last_active.get(person, date.min):
            self.last_active[person] = day


Counter = Callable[[Company, Sequence[int], Tally], None]
Ageing = Callable[[Company, date, date], Iterable[int]]
_counters: dict[str, Counter] = {}
_ageing: dict[str, Ageing] = {}


def register(name: str, counter: Counter) -> None:
    """Let an app count its facts of some people of a company, in a fixed number of queries. Call it from `ready`."""
    _counters[name] = counter


def register_ageing(name: str, ageing: Ageing) -> None:
    """Let an app say whose figures are others today than on an earlier day by the calendar alone.

    It is asked with the company, that day and today, and answers with people's ids. Call it from `ready`.
    """
    _ageing[name] = ageing


def aged(company: Company, since: date, today: date) -> set[int]:
    """Return whose figures the days since one day may have changed, as the apps say."""
    return {person for ageing in _ageing.values() for person in ageing(company, since, today)}


def month_in(company: Company, moment: str) -> TruncMonth:
    """The first day of the month in which a moment lies on the company's wall, asked of the database."""
    return TruncMonth(moment, tzinfo=company.zoneinfo, output_field=DateField())


def count(company: Company, people: Iterable[int]) -> Tally:
    """Count everything that some people did and have, from the facts."""
    tally, people = Tally(), list(people)
    for counter in _counters.values():
        counter(company, people, tally)
    _count_told(people, tally)
    _count_active(tally)
    _count_members(company, people, tally)
    return tally


def _count_told(people: list[int], tally: Tally) -> None:
    """What files of the company told of those who do not work with Kept."""
    for row in ToldMonth.objects.filter(person__in=people).iterator():
        tally.active_on(row.person_id, row.last_active_on)
        for name, number in row.figures.items():
            if name in KNOWN:
                tally.add(row.person_id, row.month, name, number)


def _count_active(tally: Tally) -> None:
    """A month with a customer's order or an appointment kept is an active one: version 1 of the company's rule."""
    for (person, month), figures in list(tally.months.items()):
        if month != NOW and (figures.get("orders") or figures.get("kept")):
            tally.add(person, month, "active", 1)


def _count_members(company: Company, people: list[int], tally: Tally) -> None:
    """When each joined and left, and how each stands today."""
    today = clock.today(company.zoneinfo)
    rows = Distributor.objects.filter(pk__in=people).values_list("pk", "joined_on", "left_on", "status")
    for person, joined_on, left_on, status in rows:
        tally.add(person, month_of(joined_on.year, joined_on.month), "joined", 1)
        if left_on:
            tally.add(person, month_of(left_on.year, left_on.month), "left", 1)
        if status != Status.TERMINATED:
            tally.stand(person, "members", 1)
            tally.stand(person, str(state_of(joined_on, tally.last_active.get(person), today)), 1)
