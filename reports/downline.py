"""Lists the people of a downline with their figures, page by page, whatever its size.

The database is told which way to go: a small line is read by its range of paths and sorted, a large one
by the index that has the order. Left to themselves both databases choose wrongly, and at a million people
that is seconds. Columns stand in an expression where their index is not to be used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from kit import clock
from kit.paging import Page, cursor_after, place_of
from reports.asked import Asked, asked_of, no_such
from reports.columns import BY_NAME
from reports.errors import TooMany
from reports.few import band_of
from reports.narrowing import narrowed, stretches_of
from team.fields import PathField
from team.figures import Figures
from team.in_action import state_of
from team.models import Company, Distributor, LineMonth, LineStanding, OwnMonth, OwnStanding
from team.models.distributor import Status
from team.tree import steps

WALKS_FROM = 5_000  # people from which the index of the order is walked
SEARCHES_FROM = 50_000  # the same where a filter may meet few of them
AT_MOST = 200_000  # people that are looked through for a page
CHUNK = 1_000  # rows of a file that are held at a time
LEFT = "left"
NULLABLE = {"last_active_on"}

FIELDS = (
    "uuid", "company_id", "number", "name", "name_key", "country", "status", "joined_on", "rank", "paid_rank",
    "last_active_on", "path", "depth", "sponsor_id", "enroller_id",
)  # fmt: skip


@dataclass
class Row:
    """Somebody of a line. `leg` is the frontline person below the top in whose line they stand."""

    person: Distributor
    level: int
    state: str
    band: str
    leg: Distributor | None
    sponsor: Distributor | None
    enroller: Distributor | None
    figures: Figures


@dataclass(frozen=True)
class Downline:
    """The people below somebody, as a viewer asked for them. Levels count from the viewer."""

    viewer: Distributor
    top: Distributor
    asked: Asked
    today: date

    @classmethod
    def of(cls, viewer: Distributor, given) -> Self:
        """Read what an address asks for. Raises ReportRefused naming the parameter."""
        today = day_of(viewer.company)
        asked = asked_of(given, clock.today(viewer.company.zoneinfo))
        return cls(viewer, top_of(viewer, asked.top), asked, today)

    def page(self, cursor: str = "", size: int = 50) -> Page:
        """A page of rows; at most nine queries. Raises BadCursor, TooMany, ReportRefused."""
        self._refuse_too_many()
        values = place_of(Distributor.objects.all(), order=self.asked.order, cursor=cursor) if cursor else []
        found = self._people(values, size + 1)
        more, found = len(found) > size, found[:size]
        next_one = cursor_after(Distributor.objects.all(), found[-1], order=self.asked.order) if more else ""
        return Page(self.rows(found), next_one)

    def check(self) -> None:
        """Find out now whether all that was asked for is there. Raises ReportRefused."""
        self.stretches  # noqa: B018

    def chunks(self, size: int = CHUNK) -> Iterator[list[Row]]:
        """All rows, some at a time: each chunk begins after the last row of the one before."""
        values: list = []
        while found := self._people(values, size):
            yield self.rows(found)
            if len(found) < size:
                break
            values = [getattr(found[-1], key.removeprefix("-")) for key in self.asked.order]

    def rows(self, people: list[Distributor]) -> list[Row]:
        """Give people what their columns show, in a fixed number of queries."""
        known = self._known(people)
        figures = figures_of([person.pk for person in people], self.asked)
        return [
            Row(
                person=person,
                level=person.depth - self.viewer.depth,
                state=self._state(person),
                band=band_of(person.last_active_on, self.today),
                leg=known.get(self._leg_of(person)),
                sponsor=known.get(person.sponsor_id),
                enroller=known.get(person.enroller_id),
                figures=figures[person.pk],
            )
            for person in people
        ]

    def _known(self, people: list[Distributor]) -> dict[int | str, Distributor]:
        """Those whom rows name, by key and by path, as far as the viewer may see them."""
        ids = {person.sponsor_id for person in people} | {person.enroller_id for person in people}
        legs = {self._leg_of(person) for person in people}
        visible = Distributor.objects.visible_to(self.viewer).only("uuid", "number", "name", "path")
        found = list(visible.filter(pk__in=ids - {None})) + list(visible.filter(path__in=legs))
        return {person.pk: person for person in found} | {person.path: person for person in found}

    def _leg_of(self, person: Distributor) -> str:
        return self.top.path + steps(person.path[len(self.top.path) :])[0]

    def _state(self, person: Distributor) -> str:
        if person.status == Status.TERMINATED:
            return LEFT
        return str(state_of(person.joined_on, person.last_active_on, self.today))

    @cached_property
    def stretches(self) -> list[tuple[str, str]]:
        return stretches_of(self.viewer, self.top, self.asked)

    @cached_property
    def size(self) -> int:
        """About how many people are looked through: of a line as it was last counted."""
        held = LineStanding.objects.filter(person=self.top).values_list("members", flat=True).first()
        return held if held is not None else Distributor.objects.below(self.top).count()

    @cached_property
    def walks(self) -> bool:
        """Is the index of the order to be walked, instead of reading the line and sorting it?"""
        narrow = self.asked.searches or self.asked.legs
        return self.size >= (SEARCHES_FROM if narrow else WALKS_FROM)

    def _refuse_too_many(self) -> None:
        if self.asked.searches and self.asked.order[0].removeprefix("-") != "path" and self.size > AT_MOST:
            raise TooMany(
                _("%(count)s people are too many to search and sort; narrow it, or sort by the tree.")
                % {"count": self.size},
                count=self.size,
            )

    def _people(self, values: list, size: int) -> list[Distributor]:
        """Some people after a place in the order, from the beginning without one."""
        found: list[Distributor] = []
        for which, keys, place in _parts(list(self.asked.order), values):
            if len(found) < size:
                way = self._way(keys)
                rows = narrowed(self._within(way, keys).filter(which), self.asked, self.viewer, self.today)
                found += way.after(rows, keys, place).order_by(*way.ordering(keys))[: size - len(found)]
        return found

    def _way(self, keys: list[str]) -> "InTree":
        if keys[0].removeprefix("-") == "path":
            return InTree()
        return Walk() if self.walks else Range()

    def _within(self, way: "InTree", keys: list[str]) -> QuerySet:
        rows = Distributor.objects.filter(company_id=self.top.company_id).only(*FIELDS)
        if keys[0].removeprefix("-") == "depth":
            rows = rows.filter(depth__gt=self.top.depth)
        return way.within(rows, self.stretches)


def _parts(order: list[str], values: list) -> Iterator[tuple[Q, list[str], list]]:
    """A list whose first column may be empty is two: those that have it, and then the others.

    So neither needs to be told where empty values go, which no index of PostgreSQL has both ways.
    """
    name = order[0].removeprefix("-")
    if name not in NULLABLE:
        yield Q(), order, values
        return
    if not values or values[0] is not None:
        yield Q(**{f"{name}__isnull": False}), order, values
        values = []
    yield Q(**{f"{name}__isnull": True}), order[1:], values[1:]


class InTree:
    """The order of the tree: its range of paths is in order already."""

    def within(self, rows: QuerySet, stretches: list[tuple[str, str]]) -> QuerySet:
        return rows.filter(_any(Q(path__gte=first, path__lt=end) for first, end in stretches))

    def key(self, name: str):
        return F(name)

    def ordering(self, keys: list[str]) -> list:
        return [self._ordering(place, key) for place, key in enumerate(keys)]

    def _ordering(self, place: int, key: str):
        name = key.removeprefix("-")
        last = {"nulls_last": True} if name in NULLABLE and place else {}
        column = self.key(name)
        return column.desc(**last) if key.startswith("-") else column.asc(**last)

    def after(self, rows: QuerySet, keys: list[str], values: list) -> QuerySet:
        return rows.filter(_beyond(keys, values)) if values else rows


class Range(InTree):
    """A small line: its range of paths, sorted. No index may lure with the order."""

    def key(self, name: str):
        return Coalesce(F(name), F(name))


class Walk(InTree):
    """A large line: the index of the order, from the place on. No index may lure with the range.

    Two unlike expressions, lest PostgreSQL take them for a range and guess that few are in it.
    """

    def within(self, rows: QuerySet, stretches: list[tuple[str, str]]) -> QuerySet:
        rows = rows.alias(
            path_from=Coalesce("path", "path"),
            path_to=Concat("path", Value(""), output_field=PathField()),
        )
        return rows.filter(_any(Q(path_from__gte=first, path_to__lt=end) for first, end in stretches))

    def after(self, rows: QuerySet, keys: list[str], values: list) -> QuerySet:
        if not values:
            return rows
        name = keys[0].removeprefix("-")
        begins = {f"{name}__{'lte' if keys[0].startswith('-') else 'gte'}": values[0]}
        return super().after(rows.filter(**begins), keys, values)


def _beyond(keys: list[str], values: list) -> Q:
    """Beyond by the first column, or equal there and beyond by the others; what is empty comes last."""
    key, value = keys[0], values[0]
    name = key.removeprefix("-")
    if value is None:
        beyond, equal = Q(pk__in=[]), Q(**{f"{name}__isnull": True})
    else:
        beyond = Q(**{f"{name}__{'lt' if key.startswith('-') else 'gt'}": value})
        beyond |= Q(**{f"{name}__isnull": True}) if name in NULLABLE else Q(pk__in=[])
        equal = Q(**{name: value})
    return beyond | (equal & _beyond(keys[1:], values[1:])) if keys[1:] else beyond


def _any(conditions) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def top_of(viewer: Distributor, wanted: UUID | None) -> Distributor:
    """Below whom a report looks: the viewer, or somebody of the viewer's line. Raises ReportRefused."""
    if wanted is None:
        return viewer
    found = Distributor.objects.visible_to(viewer).select_related("company").filter(uuid=wanted).first()
    if found is None:
        raise no_such("top")
    return found


def day_of(company: Company) -> date:
    """The day by whose calendar people stand as they do: that of the ledger."""
    return company.counted_on or clock.today(company.zoneinfo)


def figures_of(people: list[int], asked: Asked) -> dict[int, Figures]:
    """The figures of the columns that were asked for; where no row stands they are nothing."""
    columns = [BY_NAME[name] for name in asked.columns if BY_NAME[name].figure]
    found = {person: {column.name: 0 for column in columns} for person in people}
    for model, line, stands in (
        (OwnMonth, False, False),
        (LineMonth, True, False),
        (OwnStanding, False, True),
        (LineStanding, True, True),
    ):
        wanted = [column for column in columns if (column.is_line, column.stands) == (line, stands)]
        if not wanted:
            continue
        rows = model.objects.filter(person__in=people)
        rows = rows if stands else rows.filter(month=asked.month)
        for person, *numbers in rows.values_list("person_id", *(column.figure for column in wanted)):
            found[person].update(zip((column.name for column in wanted), numbers, strict=True))
    return found
