"""A branch moves with everything it did: its places, its size and its figures, and all comes back with it."""

from datetime import date

import pytest
from django.db import connection

from kit.events import Actor, Door, last_event_of
from kit.models import Event
from kit.undo import undo
from team.actions import (
    enrol_distributor,
    fold,
    leave_team,
    move_distributor,
    recount_ledger,
    return_to_team,
    stand_again,
)
from team.errors import TeamRefused
from team.history import tell_moved
from team.models import Distributor, LineMonth, LineStanding, OwnMonth, OwnStanding
from team.tree import child_code, is_below
from tests.team.test_ledger import assert_sums, balm, buys  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WORKER = Actor(None, Door.TASK)
TREE = ("pk", "path", "depth", "sponsor_id")


def told(company, by, name, sponsor):
    return enrol_distributor(company=company, sponsor=sponsor, by=by, name=name)


@pytest.fixture
def line(company, ana, ben, cleo, by_ana, buys):  # noqa: F811
    """Below Ana: Ben, below him Dora and Eli, below Dora Finn; each sold something in a month of their own."""
    dora, eli = told(company, by_ana, "Dora", ben), told(company, by_ana, "Eli", ben)
    people = [ana, ben, dora, eli, told(company, by_ana, "Finn", dora)]
    for number, person in enumerate(people):
        for _time in range(number + 1):
            buys(person, by_ana, f"Of {person.name}", ordered_on=date(2026, 1 + number % 3, 2))
    recount_ledger(company=company, by=WORKER)
    return {person.name: person for person in people}


def move(who, sponsor, by, **more):
    return move_distributor(distributor=who, sponsor=sponsor, by=by, **more)


def figures() -> dict:
    """All that is written of anybody, by table."""
    return {
        model.__name__: sorted(tuple(row.values()) for row in model.objects.values())
        for model in (OwnMonth, OwnStanding, LineMonth, LineStanding)
    }


def figures_but_nothing() -> dict:
    """The same without rows that hold nothing but zeros: a row that is missing was nothing."""
    keys = {"OwnMonth": 2, "LineMonth": 2, "OwnStanding": 1, "LineStanding": 1}
    names = {model: [*_fields(model)] for model in (OwnMonth, OwnStanding, LineMonth, LineStanding)}
    return {
        model.__name__: sorted(
            key + rest
            for row in model.objects.values_list(*fields)
            for key, rest in [(row[: keys[model.__name__]], row[keys[model.__name__] :])]
            if any(rest)
        )
        for model, fields in names.items()
    }


def _fields(model) -> list[str]:
    names = [field.attname for field in model._meta.concrete_fields]
    first = [name for name in ("person_id", "month") if name in names]
    return [*first, *(name for name in names if name not in first)]


def tree(company) -> list[tuple]:
    return sorted(company.distributors.values_list(*TREE, "next_child"))


def size(person) -> int:
    row = LineStanding.objects.filter(person=person).first()
    return row.members if row else 0


def assert_places(company):
    """Each path is there once, and is the sponsor's path and one code of a recruit."""
    rows = {row.pk: row for row in company.distributors.all()}
    assert len({row.path for row in rows.values()}) == len(rows)
    for row in rows.values():
        above = rows.get(row.sponsor_id)
        stem, codes = (above.path, above.next_child) if above else ("", company.next_root)
        assert row.path in {stem + child_code(number) for number in range(codes)}
        assert row.depth == (above.depth + 1 if above else 0)
    for row in rows.values():
        assert {one.pk for one in rows.values() if is_below(one.path, row.path)} == below(row, rows)


def below(leader, rows) -> set[int]:
    frontline = [row for row in rows.values() if row.sponsor_id == leader.pk]
    return {row.pk for row in frontline}.union(*(below(row, rows) for row in frontline))


def test_a_branch_takes_its_size_and_its_figures_along(company, ana, ben, cleo, by_ana, line):
    assert (size(ana), size(ben), size(cleo), size(line["Dora"])) == (5, 4, 1, 2)
    of_dora = LineMonth.objects.get(person=line["Dora"], month=202603)
    before = {who.pk: sales(who, 202603) for who in (ana, cleo)}
    moved = move(line["Dora"], cleo, by_ana)
    assert (moved.sponsor_id, moved.depth) == (cleo.pk, 1)
    assert (size(ana), size(ben), size(cleo), size(line["Dora"])) == (3, 2, 3, 2)
    assert (sales(ana, 202603), sales(cleo, 202603)) == (
        before[ana.pk] - of_dora.sales,
        before[cleo.pk] + of_dora.sales,
    )
    assert_places(company)
    assert_sums(company)
    fold(company=company, by=WORKER)
    assert recount_ledger(company=company, by=WORKER, check=True) == []


def sales(who, month) -> int:
    return sum(LineMonth.objects.filter(person=who, month=month).values_list("sales", flat=True))


@pytest.mark.parametrize("name", ["Ben", "Dora", "Eli", "Finn"])
def test_there_and_back_restores_every_figure(company, cleo, by_ana, line, name):
    before, who = figures_but_nothing(), line[name]
    move(who, cleo, by_ana)
    assert figures_but_nothing() != before
    move(who, Distributor.objects.get(pk=who.sponsor_id), by_ana)
    assert figures_but_nothing() == before
    assert_places(company)
    assert recount_ledger(company=company, by=WORKER, check=True) == []


def test_within_a_line_those_above_both_places_keep_theirs(company, ana, by_ana, line):
    before = [LineMonth.objects.filter(person=ana).order_by("month").values_list("month", "sales", "orders")]
    before = list(before[0])
    move(line["Finn"], line["Eli"], by_ana)
    after = LineMonth.objects.filter(person=ana).order_by("month").values_list("month", "sales", "orders")
    assert list(after) == before
    assert (size(line["Dora"]), size(line["Eli"])) == (1, 2)
    assert_sums(company)


@pytest.mark.parametrize("to", ["Ben", "Dora", "Finn"])
def test_nobody_moves_below_themselves_and_nothing_is_changed(company, by_ana, line, to):
    before = (figures(), tree(company), Event.objects.count(), folds(company))
    with pytest.raises(TeamRefused) as refusal:
        move(line["Ben"], line[to], by_ana)
    assert refusal.value.code == "loop"
    assert (figures(), tree(company), Event.objects.count(), folds(company)) == before


def folds(company) -> int:
    company.refresh_from_db()
    return company.folds


def test_where_one_stands_already_nothing_happens(company, ben, by_ana, line):
    before = (figures(), tree(company), Event.objects.count(), folds(company))
    move(line["Dora"], ben, by_ana)
    assert (figures(), tree(company), Event.objects.count(), folds(company)) == before


def test_into_another_company_nobody_moves(company, by_ana, line):
    from team.models import Company

    other = Company.objects.create(name="Other", currency="EUR", country="DE", zone="Europe/Berlin")
    stranger = Distributor.objects.create(company=other, name="Zoe", path="0")
    with pytest.raises(TeamRefused):
        move(line["Ben"], stranger, by_ana)
    with pytest.raises(TeamRefused):
        move(stranger, line["Ben"], by_ana)


def chain(company, top, count) -> list[Distributor]:
    """People each below the one before, written at once."""
    path, stem = top.path, f"Of {top.name}"
    rows = []
    for number in range(count):
        path += "0"
        rows.append(
            Distributor(company=company, name=stem, path=path, depth=top.depth + number + 1, next_child=1)
        )
    rows[-1].next_child = 0
    Distributor.objects.bulk_create(rows)
    rows = list(company.distributors.filter(name=stem).order_by("depth"))
    for above, row in zip([top, *rows], rows, strict=False):
        row.sponsor = above
    Distributor.objects.bulk_update(rows, ["sponsor"], batch_size=200)
    Distributor.objects.filter(pk=top.pk).update(next_child=1)
    return rows


def test_a_line_that_would_be_too_deep_is_refused_and_nothing_is_changed(company, cleo, by_ana, line):
    longest = Distributor._meta.get_field("path").max_length
    deep = chain(company, cleo, longest - 2 - len(cleo.path))[-1]
    before = (figures(), tree(company), Event.objects.count(), folds(company))
    with pytest.raises(TeamRefused) as refusal:
        move(line["Ben"], deep, by_ana)
    assert str(refusal.value) == "This line is too deep."
    assert (figures(), tree(company), Event.objects.count(), folds(company)) == before
    assert move(line["Finn"], deep, by_ana).path == deep.path + "0"


def test_a_line_of_five_hundred_moves_and_stays_a_line(company, ana, cleo, by_ana):
    line = chain(company, ana, 500)
    recount_ledger(company=company, by=WORKER)
    move(line[0], cleo, by_ana)
    assert (size(ana), size(cleo)) == (1, 501)
    assert company.distributors.filter(path__startswith=cleo.path).count() == 501
    assert company.distributors.get(pk=line[-1].pk).depth == 500
    assert recount_ledger(company=company, by=WORKER, check=True) == []


def test_a_leader_who_is_moved_while_reading_sees_nobody_elses_team(company, ben, cleo, by_ana, line):
    """The row that a request began with knows the old place, which is nobody's any more."""
    began_with = Distributor.objects.get(pk=ben.pk)
    move(ben, cleo, by_ana)
    told(company, by_ana, "Greta", line["Ana"])
    assert list(Distributor.objects.visible_to(began_with)) == []
    ben.refresh_from_db()
    seen = set(Distributor.objects.visible_to(ben).values_list("name", flat=True))
    assert seen == {"Ben", "Dora", "Eli", "Finn"}


def test_a_deed_before_the_move_counts_where_they_stand_now(company, ana, cleo, by_ana, buys, line):  # noqa: F811
    before = LineMonth.objects.filter(person=ana, month=202603).values_list("orders", flat=True).get()
    finn = Distributor.objects.get(pk=line["Finn"].pk)
    buys(finn, by_ana, "Late", ordered_on=date(2026, 3, 1))
    move(line["Finn"], cleo, by_ana)
    fold(company=company, by=WORKER)
    assert LineMonth.objects.get(person=ana, month=202603).orders == before - own_orders(finn) + 1
    assert LineMonth.objects.get(person=cleo, month=202603).orders == own_orders(finn)
    assert recount_ledger(company=company, by=WORKER, check=True) == []


def own_orders(person) -> int:
    return sum(OwnMonth.objects.filter(person=person, month=202603).values_list("orders", flat=True))


def test_a_move_is_taken_back(company, ben, cleo, by_ana, line):
    before = figures_but_nothing()
    moved = move(line["Dora"], cleo, by_ana, reason="Lives nearby")
    said = undo(event=moved.event, by=by_ana)
    assert said == "They stand under their former sponsor again, with all who stand below them."
    assert Distributor.objects.get(pk=moved.pk).sponsor_id == ben.pk
    assert figures_but_nothing() == before
    assert_places(company)


def test_a_move_from_the_top_is_taken_back_to_the_top(company, ana, cleo, by_ana, line):
    moved = move(cleo, line["Finn"], by_ana)
    assert (moved.depth, size(ana)) == (4, 6)
    undo(event=moved.event, by=by_ana)
    cleo.refresh_from_db()
    assert (cleo.sponsor_id, cleo.depth, size(ana)) == (None, 0, 5)
    company.refresh_from_db()
    assert_places(company)


def test_what_moved_on_is_not_taken_back(company, ana, cleo, by_ana, line):
    first = move(line["Dora"], cleo, by_ana)
    second = move(line["Dora"], ana, by_ana)
    with pytest.raises(TeamRefused):
        undo(event=first.event, by=by_ana)
    undo(event=second.event, by=by_ana)
    assert Distributor.objects.get(pk=first.pk).sponsor_id == cleo.pk


def test_a_former_sponsor_who_stands_below_now_is_no_way_back(company, ben, cleo, by_ana, line):
    moved = move(line["Dora"], cleo, by_ana)
    move(ben, line["Finn"], by_ana)
    with pytest.raises(TeamRefused) as refusal:
        undo(event=moved.event, by=by_ana)
    assert refusal.value.code == "loop"


def test_a_move_is_told_with_its_reason(company, cleo, by_ana, line):
    move(line["Dora"], cleo, by_ana, reason="Lives nearby")
    told_of = tell_moved(last_event_of(line["Dora"], "distributor.moved"), {})
    assert (told_of.sentence, told_of.said) == (
        "You and your team were placed under another sponsor",
        "Lives nearby",
    )


def test_who_stands_again_elsewhere_brings_what_they_did(company, ana, ben, cleo, by_ana, line):
    eli = leave_team(distributor=line["Eli"], by=by_ana)
    fold(company=company, by=WORKER)
    before = (sales(ana, 202601), sales(cleo, 202601))
    own = sales(eli, 202601)
    assert own > 0
    assert (size(ana), size(cleo)) == (4, 1)
    stand_again(distributor=eli, sponsor=cleo, by=by_ana, name="Eli")
    fold(company=company, by=WORKER)
    assert (sales(ana, 202601), sales(cleo, 202601)) == (before[0] - own, before[1] + own)
    assert (size(ana), size(cleo)) == (4, 2)
    assert_places(company)
    assert_sums(company)
    assert recount_ledger(company=company, by=WORKER, check=True) == []


def test_who_left_and_returns_is_counted_as_before(company, by_ana, line):
    before = figures_but_nothing()
    leave_team(distributor=line["Dora"], by=by_ana)
    fold(company=company, by=WORKER)
    assert figures_but_nothing() != before
    return_to_team(distributor=line["Dora"], by=by_ana)
    fold(company=company, by=WORKER)
    assert figures_but_nothing() == before


def test_a_move_asks_no_more_for_a_large_branch_than_for_a_small_one(
    company, cleo, by_ana, line, django_assert_num_queries
):
    from django.test.utils import CaptureQueriesContext

    def queries_of(who) -> int:
        with CaptureQueriesContext(connection) as queries:
            move(who, cleo, by_ana)
        return len(queries)

    small = queries_of(line["Finn"])
    assert queries_of(line["Ben"]) == small
