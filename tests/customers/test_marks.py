"""Marks that ask for restraint: grief and rest with their end, and a wish for fewer touches."""

from datetime import date

import pytest

from customers import actions
from customers.errors import CustomerError, MovedOn, PersonGone
from customers.models import Customer
from kit.models import Event
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")

APRIL = date(2026, 4, 13)


def marks(person):
    row = Customer.objects.get(pk=person.pk)
    return row.grieving_until, row.resting_until, row.refused_on, row.touches_a_week


def told(kind):
    return [(event.before, event.after) for event in Event.objects.filter(kind=kind)]


def take_back(by):
    return undo(event=Event.objects.latest("id"), by=by)


def test_grief_lasts_until_a_day_or_until_it_is_ended(rosa, by_ben):
    actions.mark_grief(person=rosa, by=by_ben, until=APRIL)
    assert (rosa.grieving_until, marks(rosa)) == (APRIL, (APRIL, None, None, None))
    assert told("customer.grieving") == [({"grieving_until": None}, {"grieving_until": "2026-04-13"})]
    actions.end_grief(person=rosa, by=by_ben)
    assert marks(rosa) == (None, None, None, None)
    assert take_back(by_ben) == "Rosa Lind is as before."
    assert marks(rosa) == (APRIL, None, None, None)


def test_rest_is_for_120_days_unless_told_otherwise(rosa, by_ben):
    actions.let_rest(person=rosa, by=by_ben)
    assert marks(rosa) == (None, date(2026, 6, 30), date(2026, 3, 2), None)
    actions.let_rest(person=rosa, by=by_ben, until=APRIL)
    assert marks(rosa) == (None, APRIL, date(2026, 3, 2), None)
    take_back(by_ben)
    assert marks(rosa) == (None, date(2026, 6, 30), date(2026, 3, 2), None)
    actions.wake(person=rosa, by=by_ben)
    assert marks(rosa) == (None, None, None, None)


def test_how_often_somebody_wishes_to_be_touched(rosa, by_ben):
    actions.wish_for_touches(person=rosa, by=by_ben, a_week=0, source="Said so.")
    assert marks(rosa)[3] == 0
    assert told("customer.touches_wished") == [
        ({"touches_a_week": None}, {"touches_a_week": 0, "reason": "Said so."})
    ]
    take_back(by_ben)
    assert marks(rosa)[3] is None
    for much in (-1, 8):
        with pytest.raises(CustomerError) as refusal:
            actions.wish_for_touches(person=rosa, by=by_ben, a_week=much)
        assert refusal.value.field == "touches_a_week"


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2029, 3, 1)])
@pytest.mark.parametrize("verb", [actions.mark_grief, actions.let_rest])
def test_a_mark_has_an_end_that_is_to_come_and_not_far_away(rosa, by_ben, verb, day):
    with pytest.raises(CustomerError) as refusal:
        verb(person=rosa, by=by_ben, until=day)
    assert refusal.value.field == "until"
    assert marks(rosa) == (None, None, None, None)


def test_twice_is_once(rosa, by_ben):
    for _ in range(2):
        actions.mark_grief(person=rosa, by=by_ben, until=APRIL)
    for _ in range(2):
        actions.end_grief(person=rosa, by=by_ben)
    actions.wake(person=rosa, by=by_ben)
    assert list(Event.objects.values_list("kind", flat=True)) == ["customer.grieving", "customer.grief_ended"]


def test_what_changed_again_since_is_not_taken_back(rosa, by_ben):
    actions.mark_grief(person=rosa, by=by_ben, until=APRIL)
    first = Event.objects.get()
    actions.mark_grief(person=rosa, by=by_ben, until=date(2026, 5, 1))
    with pytest.raises(MovedOn):
        undo(event=first, by=by_ben)
    assert marks(rosa)[0] == date(2026, 5, 1)


def test_who_was_deleted_is_not_marked(rosa, by_ben):
    actions.delete_person(person=rosa, by=by_ben)
    with pytest.raises(PersonGone):
        actions.let_rest(person=rosa, by=by_ben)
