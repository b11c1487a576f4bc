from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mlmcrm.ranking import KIND_REASONS, Candidate, Reason, minutes_for, rank

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAIN = Candidate(
    task=UUID(int=1),
    person=UUID(int=1),
    kind="check_in",
    due_at=NOW,
    expires_at=NOW + timedelta(days=7),
    cold=False,
    slipping=False,
    rung=3,
    last_contact_at=NOW - timedelta(days=10),
)


def other(number, **changes):
    return replace(PLAIN, task=UUID(int=number), person=UUID(int=number), **changes)


def order(*candidates):
    return [line.candidate.task.int for line in rank(candidates, NOW)]


def test_who_waits_for_an_answer_comes_before_a_check_in_and_a_cold_call():
    assert order(other(1, kind="reach_out"), other(2), other(3, kind="answer")) == [3, 2, 1]


def test_what_passes_by_today_comes_before_its_like():
    assert order(other(1), other(2, expires_at=NOW + timedelta(hours=3))) == [2, 1]


def test_people_who_do_not_know_you_yet_come_before_their_like():
    assert order(other(1), other(2, cold=True)) == [2, 1]


def test_longest_without_a_word_first_among_equals():
    never = other(3, last_contact_at=None)
    long_ago = other(2, last_contact_at=NOW - timedelta(days=90))
    assert order(other(1), long_ago, never) == [3, 2, 1]


def test_a_person_appears_once_by_the_best_reason():
    lines = rank([PLAIN, replace(PLAIN, task=UUID(int=9), kind="answer")], NOW)
    assert [(line.candidate.task.int, [t.int for t in line.also]) for line in lines] == [(9, [1])]


def test_reasons_are_told_weightiest_first():
    line = rank([replace(PLAIN, kind="answer", cold=True, rung=4)], NOW)[0]
    assert line.reasons == (Reason.THEY_WAIT, Reason.COLD, Reason.HIGH_RUNG)


def test_minutes_are_rounded_up_to_five():
    assert (minutes_for([]), minutes_for(["check_in"]), minutes_for(["answer"] * 2)) == (0, 10, 20)


candidates = st.builds(
    Candidate,
    task=st.uuids(),
    person=st.integers(1, 5).map(lambda n: UUID(int=n)),
    kind=st.sampled_from([*KIND_REASONS, "other"]),
    due_at=st.just(NOW),
    expires_at=st.none() | st.integers(0, 200).map(lambda h: NOW + timedelta(hours=h)),
    cold=st.booleans(),
    slipping=st.booleans(),
    rung=st.integers(1, 6),
    last_contact_at=st.none() | st.integers(0, 400).map(lambda d: NOW - timedelta(days=d)),
)


@given(st.lists(candidates, unique_by=lambda c: c.task), st.randoms())
def test_the_order_does_not_depend_on_the_order_of_asking(items, random):
    shuffled = list(items)
    random.shuffle(shuffled)
    assert rank(items, NOW) == rank(shuffled, NOW)


@given(st.lists(candidates, unique_by=lambda c: c.task))
def test_everybody_stands_on_one_line_and_nothing_is_lost(items):
    lines = rank(items, NOW)
    assert len({line.candidate.person for line in lines}) == len(lines)
    told = [line.candidate.task for line in lines] + [task for line in lines for task in line.also]
    assert sorted(told) == sorted(item.task for item in items)
