"""How many climbed on: held against counting the days one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customers import actions
from customers.conversion import WINDOW, Climbed, climbed_on, opening
from customers.ladder import Evidence, Kind, Rung, reached_on, stand
from customers.models import Customer, LadderStep
from customers.wording import climbed_said

TODAY = date(2026, 3, 2)


def ago(days, kind=Kind.ENTERED, rung=None):
    return Evidence(kind, TODAY - timedelta(days=days), rung)


def day_by_day(people, today):
    """Where everybody stands at the opening, and what each day of the window brings them to."""
    ends = [opening(today) + timedelta(days=number) for number in range(WINDOW + 1)]
    stood = dict.fromkeys(Rung, 0)
    climbed = dict.fromkeys(Rung, 0)
    for evidence in people:
        known = [reached_on(piece for piece in evidence if min(piece.on, today) <= end) for end in ends]
        tops = [max(reached, default=0) for reached in known]
        been = {tops[0]} - {0}
        for before, reached in zip(tops, known[1:], strict=False):
            been |= {rung for rung in reached if rung > before}
        for rung in been:
            stood[rung] += 1
            climbed[rung] += tops[-1] > rung
    return {rung: Climbed(stood[rung], climbed[rung]) for rung in Rung}


around = st.one_of(st.integers(-1, 3), st.integers(WINDOW - 2, WINDOW + 2), st.integers(0, 200))
facts = st.builds(ago, around, st.sampled_from([kind for kind in Kind if kind != Kind.BY_HAND]))
claims = st.builds(ago, around, st.just(Kind.BY_HAND), st.sampled_from(list(Rung)))
people = st.lists(st.lists(st.one_of(facts, claims), min_size=1, max_size=7), max_size=6)


@settings(deadline=None)
@given(people)
def test_it_is_what_counting_day_by_day_gives(people):
    assert climbed_on({}, people, TODAY) == day_by_day(people, TODAY)


@settings(deadline=None)
@given(people)
def test_who_stayed_may_be_counted_without_the_evidence(people):
    """As the page does: who reached their rung by the opening, and everybody on the lowest."""
    stayed, moved = {}, []
    for evidence in people:
        standing = stand(evidence)
        if standing.rung == Rung.SUSPECT or standing.since <= opening(TODAY):
            stayed[standing.rung] = stayed.get(standing.rung, 0) + 1
        else:
            moved.append(evidence)
    assert climbed_on(stayed, moved, TODAY) == day_by_day(people, TODAY)


@pytest.mark.parametrize(
    "evidence, stood, climbed",
    [
        ([ago(0)], {1}, set()),
        ([ago(200), ago(91, Kind.ORDER)], {3}, set()),
        ([ago(200), ago(90, Kind.ORDER)], {3}, set()),
        ([ago(200), ago(89, Kind.ORDER)], {1, 3}, {1}),
        ([ago(200), ago(50, Kind.SAMPLE), ago(20, Kind.ORDER), ago(5, Kind.ORDER)], {1, 2, 3, 4}, {1, 2, 3}),
        ([ago(200), ago(50, Kind.SAMPLE), ago(50, Kind.ORDER)], {1, 2, 3}, {1, 2}),
        ([ago(50), ago(50, Kind.ORDER)], {1, 3}, {1}),
        ([ago(90), ago(90, Kind.ORDER)], {3}, set()),
        ([ago(50, Kind.ORDER), ago(40, Kind.INQUIRY)], {1, 3}, {1}),
        ([ago(200), ago(9, Kind.BY_HAND, Rung.MEMBER)], {1, 5}, {1}),
        ([ago(200), ago(-1, Kind.ORDER)], {1, 3}, {1}),
    ],
)
def test_single_histories(evidence, stood, climbed):
    assert climbed_on({}, [evidence], TODAY) == {
        rung: Climbed(int(rung in stood), int(rung in climbed)) for rung in Rung
    }


@pytest.mark.parametrize(
    "rung, climbed, said",
    [
        (2, Climbed(100, 31), "31% bought"),
        (2, Climbed(20, 1), "5% bought"),
        (2, Climbed(19, 6), "6 of 19 bought"),
        (1, Climbed(3, 0), "0 of 3 asked for more"),
        (1, Climbed(3916, 1), "1 of 3,916 asked for more"),
        (1, Climbed(3916, 0), "0 of 3,916 asked for more"),
        (1, Climbed(3900, 39), "1% asked for more"),
        (5, Climbed(), ""),
        (6, Climbed(9, 0), "Top of the ladder"),
    ],
)
def test_few_people_are_told_in_numbers(rung, climbed, said):
    assert climbed_said(rung, climbed) == said


def test_only_those_who_moved_are_read(ben, by_ben, cleo, by_cleo, monday):
    mai, old, gone = (
        actions.add_person(owner=ben, by=by_ben, name=name, entered_on=date(2025, 1, 1)) for name in "ABC"
    )
    actions.add_person(owner=ben, by=by_ben, name="New")
    actions.add_evidence(person=mai, by=by_ben, kind=Kind.SAMPLE, on=date(2026, 2, 1))
    actions.add_evidence(person=old, by=by_ben, kind=Kind.SAMPLE, on=date(2025, 2, 1))
    actions.add_evidence(person=gone, by=by_ben, kind=Kind.SAMPLE, on=date(2026, 2, 1))
    actions.delete_person(person=gone, by=by_ben)
    foreign = actions.add_person(owner=cleo, by=by_cleo, name="Foreign")
    actions.add_evidence(person=foreign, by=by_cleo, kind=Kind.SAMPLE, on=date(2026, 2, 1))
    assert {step.customer_id for step in LadderStep.objects.of_movers(ben)} == {mai.pk}
    counted = {row["rung"]: row["stayed"] for row in Customer.objects.visible_to(ben).counted_by_rung(ben)}
    assert counted == {1: 1, 2: 1}
