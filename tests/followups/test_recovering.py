"""How a complaint goes on by the calendar, and the figures of how complaints were put right."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from customers.models import Customer
from followups.actions import complaints as verbs
from followups.complaints_shown import complaint_rates, figures_of
from followups.models import Complaint
from followups.recovering import Case, Figures, ask_day, figures, told_day
from kit import clock

MONDAY = date(2026, 3, 2)
NOTHING = Figures(
    complaints=0, ended=0, well=0, ordered=0, introduced=0, answered_after=None, put_right_after=None
)


@pytest.mark.parametrize(
    ("told_on", "asked_on"),
    [
        (None, date(2026, 3, 5)),
        (date(2026, 3, 6), date(2026, 3, 10)),
        (date(2026, 3, 1), date(2026, 3, 5)),
        (date(2026, 2, 1), date(2026, 3, 5)),
    ],
)
def test_they_are_asked_some_days_after_it_was_to_come(told_on, asked_on):
    assert ask_day(MONDAY, told_on) == asked_on


def test_the_day_that_is_told_is_one_later_than_planned():
    assert told_day(date(2026, 2, 28)) == date(2026, 3, 1)


def test_figures_of_none_are_none():
    assert figures([]) == NOTHING


def test_figures_count_ends_and_take_the_median_of_those_that_came_so_far():
    cases = [
        Case(answered_after=1, put_right_after=4, outcome="well", ordered_since=True, introduced_since=True),
        Case(answered_after=2, put_right_after=9.26, outcome="unwell", ordered_since=True),
        Case(answered_after=60, outcome="withdrawn"),
        Case(),
    ]
    found = figures(iter(cases))
    assert found == Figures(
        complaints=4, ended=3, well=1, ordered=2, introduced=1, answered_after=2, put_right_after=6.6
    )
    assert found.open == 1


@pytest.fixture
def put_right(monday, rosa, by_ben):
    """One of Monday, 10:30: answered after 2 hours, put right the next morning, closed on Wednesday."""
    complaint = verbs.open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    clock.advance(hours=2)
    verbs.answer_complaint(complaint=complaint, by=by_ben, heard="The lid.")
    clock.advance(hours=22)
    verbs.put_right(complaint=complaint, by=by_ben, remedy="Both again")
    clock.advance(days=1)
    return verbs.close_complaint(complaint=complaint, by=by_ben, words="Fine.")


def test_rates_are_in_office_hours_and_of_the_days_they_were_opened_on(put_right, ben, cleo, by_ben):
    rates = complaint_rates([ben.pk, cleo.pk], MONDAY, MONDAY)
    assert rates == {
        ben.pk: Figures(
            complaints=1, ended=1, well=1, ordered=0, introduced=0, answered_after=2, put_right_after=9
        )
    }
    for first, last in ((date(2026, 3, 3), date(2026, 3, 9)), (date(2026, 2, 1), date(2026, 3, 1))):
        assert complaint_rates([ben.pk], first, last) == {}
    with timezone.override("Pacific/Auckland"):
        assert complaint_rates([ben.pk], MONDAY, MONDAY) == rates, "days are those in UTC, whoever looks"


def test_a_reorder_and_a_friend_count_once_it_came_to_its_end(put_right, ben, rosa):
    Customer.objects.filter(pk=rosa.pk).update(last_order_at=put_right.opened_at + timedelta(days=1))
    clock.advance(hours=1)
    Customer.objects.create(owner=ben, name="Friend", introduced_by=rosa)
    found = complaint_rates([ben.pk], MONDAY, MONDAY)[ben.pk]
    assert (found.ordered, found.introduced) == (1, 1)
    assert figures_of(ben) == found
    Customer.objects.filter(pk=rosa.pk).update(last_order_at=put_right.opened_at - timedelta(days=1))
    assert figures_of(ben).ordered == 0


def test_one_that_is_open_or_was_a_mistake_is_no_success(monday, ben, rosa, by_ben):
    complaint = verbs.open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    Customer.objects.filter(pk=rosa.pk).update(last_order_at=clock.now() + timedelta(days=1))
    found = figures_of(ben)
    assert (found.complaints, found.open, found.ordered, found.answered_after) == (1, 1, 0, None)
    verbs.take_back_complaint(complaint=complaint, by=by_ben)
    assert figures_of(ben) == NOTHING


def test_a_year_is_counted(monday, ben, rosa, by_ben):
    verbs.open_complaint(customer=rosa, by=by_ben, text="The lid leaked.")
    Complaint.objects.update(opened_at=datetime(2025, 3, 1, tzinfo=UTC))
    assert figures_of(ben) == NOTHING


@pytest.mark.parametrize("people", [1, 3, 30])
def test_rates_of_many_cost_the_same(monday, ben, by_ben, people, django_assert_num_queries):
    for number in range(people):
        person = Customer.objects.create(owner=ben, name=f"P{number}")
        verbs.open_complaint(customer=person, by=by_ben, text="Late.")
    with django_assert_num_queries(3):
        assert complaint_rates([ben.pk], MONDAY, MONDAY)[ben.pk].complaints == people
