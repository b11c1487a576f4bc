"""The promise coach: a day that was met nine times of ten before, and a day; few are filled up with the team's."""

from datetime import date, timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.coaching import ENOUGH, LONGEST, NEVER, USUAL_DAYS, Proposal, proposed
from followups.promise_words import kind_of

TODAY = date(2026, 3, 2)
days = st.one_of(st.integers(0, 120), st.just(NEVER))
many = st.lists(days, min_size=ENOUGH, max_size=60)
some = st.lists(days, max_size=60)
usual_days = st.integers(0, 30)


def days_of(told, team=(), usual=3):
    return proposed(TODAY, told, team, usual).days


def test_before_and_after_twenty_kept_promises():
    """Nothing known: three days that are usual, and one. Then 18 took two days, one four, one nine."""
    assert proposed(TODAY, [], [], 3) == Proposal(date(2026, 3, 6), 4, 0, "usual")
    kept = [2] * 18 + [4, 9]
    assert proposed(TODAY, kept, [], 3) == Proposal(date(2026, 3, 5), 3, 20, "own")
    slower = [2] * 17 + [4, 4, 9]
    assert days_of(slower) == 5


def test_few_of_ones_own_are_filled_up_with_the_teams():
    assert proposed(TODAY, [1], [6] * 40, 3) == Proposal(date(2026, 3, 9), 7, 1, "team")
    assert proposed(TODAY, [1] * 19, [30] * 40, 3).days == 2  # a twentieth of the weight decides nothing
    assert proposed(TODAY, [1] * ENOUGH, [30] * 40, 3).basis == "own"
    assert proposed(TODAY, [1], [5], 3).basis == "usual"  # two known, and eighteen parts of what is usual


def test_what_was_broken_took_longer_than_any():
    assert days_of([2] * 18 + [NEVER] * 2) == 3
    assert (
        days_of([2] * 16 + [7] + [NEVER] * 3) == 8
    )  # no day was met nine times of ten: the longest that was
    assert days_of([NEVER] * ENOUGH) == LONGEST


@given(many, some, usual_days)
def test_nine_of_ten_of_ones_own_were_met_the_day_before(told, team, usual):
    met = sum(one < days_of(told, team, usual) for one in told)
    never = told.count(NEVER)
    assert met >= min(ceil(0.9 * len(told)), len(told) - never) or never == len(told)


@given(some, some, usual_days, st.randoms())
def test_their_order_is_nothing(told, team, usual, chance):
    mixed, others = [*told], [*team]
    chance.shuffle(mixed)
    chance.shuffle(others)
    assert proposed(TODAY, mixed, others, usual) == proposed(TODAY, told, team, usual)


@given(
    st.lists(st.integers(0, 120), min_size=1, max_size=60),
    some,
    usual_days,
    st.integers(0, 59),
    st.integers(1, 90),
)
def test_whoever_gets_slower_is_never_proposed_an_earlier_day(told, team, usual, which, more):
    team = [one for one in team if one != NEVER]
    slower = [*told]
    slower[which % len(told)] += more
    assert days_of(slower, team, usual) >= days_of(told, team, usual)


@given(some, some, usual_days)
def test_a_proposal_is_a_day_to_come_within_what_was_seen(told, team, usual):
    found = proposed(TODAY, told, team, usual)
    assert found.day == TODAY + timedelta(days=found.days)
    known = [one for one in (*told, *team, usual) if one != NEVER]
    assert 1 <= found.days <= (max(known) + 1 if told or team else usual + 1) or found.days == LONGEST


@given(many, some, some)
def test_with_enough_of_ones_own_the_others_count_for_nothing(told, team, others):
    assert days_of(told, team, 1) == days_of(told, others, 30)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Answer: does it hold vanilla?", "answer"),
        ("find out whether it is vegan", "answer"),
        ("send her the leaflet", "send"),
        ("Probe mitbringen, dann schicken", "send"),
        ("Deliver: 2 × Hand balm", "delivery"),
        ("Lieferung am Freitag", "delivery"),
        ("call on Friday", "contact"),
        ("l’appeler demain", "contact"),
        ("llamarla el viernes", "contact"),
        ("Does it keep in the fridge?", "answer"),
        ("a smaller tin", "other"),
        ("textiles", "other"),
        ("", "other"),
    ],
)
def test_the_kind_is_told_by_the_words(text, kind):
    assert kind_of(text) == kind


def test_each_kind_has_what_is_usual():
    assert set(USUAL_DAYS) == {"answer", "send", "delivery", "contact", "other"}
