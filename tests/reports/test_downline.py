"""The list of a downline: the same rows in the same order, whichever way the database goes."""

from datetime import timedelta
from itertools import combinations, permutations

import pytest

from kit.paging import BadCursor
from reports import downline as module
from reports.asked import KEPT_MONTHS, SORTS
from reports.downline import Downline, TooMany
from reports.errors import ReportRefused
from reports.narrowing import in_state
from team.in_action import State, state_of
from team.models import Distributor, LineStanding
from tests.reports.lines import TODAY, figures, grown

NOBODY = "01890000-0000-7000-8000-000000000000"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WAYS = {"small": (10**6, 10**6), "large": (0, 0)}
ONES = [*SORTS, *(f"-{name}" for name in SORTS)]
SORTINGS = [*ONES, *(",".join(pair) for pair in combinations(("-last_active", "level", "-name"), 2))] + [
    ",".join(keys) for keys in permutations(("last_active", "-joined_on", "name"))
]


@pytest.fixture
def line(ana, ben, cleo):
    """Sixty below Ben, and five below Cleo, who is nobody's business here."""
    grown(cleo, 5, seed=2)
    return grown(ben, 60)


@pytest.fixture(params=WAYS)
def way(request, monkeypatch):
    walks, searches = WAYS[request.param]
    monkeypatch.setattr(module, "WALKS_FROM", walks)
    monkeypatch.setattr(module, "SEARCHES_FROM", searches)
    return request.param


def names(viewer, **given) -> list[str]:
    """Who is listed, page by page of seven."""
    downline, found, cursor = Downline.of(viewer, given), [], ""
    while True:
        page = downline.page(cursor, size=7)
        found += [row.person.number for row in page.rows]
        if not (cursor := page.next):
            return found


def expected(people, sort: str) -> list[str]:
    """The same order, made by hand: what is empty comes last, the path decides in the end."""
    rows = sorted(people, key=lambda one: one.path)
    for key in reversed(sort.split(",")):
        name = SORTS[key.removeprefix("-")]
        there = [one for one in rows if getattr(one, name) is not None]
        there.sort(key=lambda one: getattr(one, name), reverse=key.startswith("-"))
        rows = there + [one for one in rows if getattr(one, name) is None]
    return [one.number for one in rows]


@pytest.mark.parametrize("sort", SORTINGS)
def test_each_order_is_the_same_either_way(line, ana, ben, way, sort):
    people = [ben, *line]
    assert names(ana, sort=sort) == expected(people, sort)
    inner = line[3]
    below = [one for one in line if one.path.startswith(inner.path) and one.pk != inner.pk]
    assert names(ana, sort=sort, top=str(inner.uuid)) == expected(below, sort)


def test_what_a_row_tells(line, ana, ben):
    figures(line[0], orders=7, buyers=4, volume=1250, overdue=2)
    figures(line[0], line=True, volume=99_00, members=3)
    given = {"columns": "orders,buyers,volume,overdue,line_volume,line_members", "top": str(ben.uuid)}
    row = next(row for row in Downline.of(ana, given).page(size=99).rows if row.person.pk == line[0].pk)
    assert row.figures == {
        "orders": 7, "buyers": 4, "volume": 1250, "overdue": 2, "line_volume": 9900, "line_members": 3,
    }  # fmt: skip
    assert (row.level, row.leg.pk, row.sponsor.pk, row.enroller.pk) == (2, line[0].pk, ben.pk, ben.pk)
    assert row.state == ("left" if line[0].status == "terminated" else _state(line[0]))


def _state(person) -> str:
    return str(state_of(person.joined_on, person.last_active_on, TODAY))


@pytest.mark.parametrize("state", State)
def test_the_state_is_filtered_by_the_rule_that_shows_it(line, ana, ben, way, state):
    people = [ben, *line]
    by_rule = {one.number for one in people if one.status != "terminated" and _state(one) == state}
    assert set(names(ana, state=str(state))) == by_rule
    assert Distributor.objects.filter(in_state(state, TODAY)).exists() is bool(by_rule)


def test_each_filter_narrows(line, ana, ben, way):
    def wanted(rule) -> set[str]:
        return {one.number for one in [ben, *line] if rule(one)}

    since = TODAY - timedelta(days=30)
    assert set(names(ana, name="ÅSE")) == wanted(lambda one: "Åse" in one.name)
    assert set(names(ana, country="fr")) == wanted(lambda one: one.country == "FR")
    assert set(names(ana, status="terminated")) == wanted(lambda one: one.status == "terminated")
    assert set(names(ana, joined_from=str(since))) == wanted(lambda one: one.joined_on >= since)
    assert set(names(ana, joined_to=str(since))) == wanted(lambda one: one.joined_on <= since)
    assert set(names(ana, level_from="2", level_to="3")) == wanted(lambda one: one.depth in (2, 3))
    legs = [one for one in line if one.depth == 2][:2]
    given = {"top": str(ben.uuid), "leg": ",".join(str(leg.uuid) for leg in legs)}
    assert set(names(ana, **given)) == wanted(
        lambda one: one.path.startswith(tuple(leg.path for leg in legs))
    )
    assert names(ana, name="nobody at all") == []


def test_figures_are_limited_where_no_row_is_nothing(line, ana, ben, way):
    figures(line[0], orders=9, volume=1250)
    figures(line[1], orders=5, volume=1249)
    figures(line[2], line=True, members=8)
    assert set(names(ana, at_least="volume:12.50")) == {line[0].number}
    assert set(names(ana, at_least="orders:5", at_most="volume:12.49")) == {line[1].number}
    assert set(names(ana, at_least="line_members:8")) == {line[2].number}
    assert len(names(ana, at_most="orders:0")) == 59
    assert len(names(ana, at_least="orders:0")) == 61


@pytest.mark.parametrize(
    "given, field, code",
    [
        ({"month": "2026-04"}, "month", "unknown_month"),
        ({"month": "2024-03"}, "month", "closed_month"),
        ({"month": "2026-13"}, "month", "invalid"),
        ({"columns": "orders,iban"}, "columns", "unknown_column"),
        ({"sort": "volume"}, "sort", "unknown_column"),
        ({"at_least": "wealth:3"}, "at_least", "unknown_column"),
        ({"at_least": "buyers:3"}, "at_least", "too_fine"),
        ({"at_most": "line_customers:2"}, "at_most", "too_fine"),
        ({"at_most": "volume"}, "at_most", "invalid"),
        ({"sort": "name,level,joined_on,last_active"}, "sort", "too_many_keys"),
        ({"sort": "name,-name"}, "sort", "invalid"),
        ({"level_from": "0"}, "level_from", "invalid"),
        ({"state": "asleep"}, "state", "invalid"),
        ({"joined_to": "2026-02-30"}, "joined_to", "invalid"),
        ({"top": NOBODY}, "top", "no_such"),
        ({"top": "x"}, "top", "no_such"),
        ({"leg": NOBODY}, "leg", "no_such"),
    ],
)
def test_what_makes_no_sense_is_refused(ana, given, field, code):
    with pytest.raises(ReportRefused) as refusal:
        Downline.of(ana, given).page()
    assert (refusal.value.field, refusal.value.code) == (field, code)


def test_months_are_kept_for_two_years(ana):
    assert Downline.of(ana, {"month": "2024-04"}).asked.month == 202404
    assert KEPT_MONTHS == 24


def test_nobody_looks_below_somebody_of_another_line(ana, cleo):
    with pytest.raises(ReportRefused):
        Downline.of(ana, {"top": str(cleo.uuid)})


def test_a_cursor_of_another_order_is_refused(line, ana):
    cursor = Downline.of(ana, {"sort": "name"}).page(size=3).next
    with pytest.raises(BadCursor):
        Downline.of(ana, {"sort": "-name"}).page(cursor)


def test_too_many_to_search_are_told_how_many(line, ana, monkeypatch):
    LineStanding.objects.create(person=ana, members=300_000)
    with pytest.raises(TooMany) as refusal:
        Downline.of(ana, {"sort": "name", "name": "Ada"}).page()
    assert refusal.value.besides() == {"count": 300_000}
    assert Downline.of(ana, {"name": "Ada"}).page().rows
    assert Downline.of(ana, {"sort": "name"}).page().rows
