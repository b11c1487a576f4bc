"""A name that runs from right to left is set apart in what is said after a deed."""

import pytest

from customers.actions import add_person
from kit.events import last_event_of
from kit.undo import undo

pytestmark = pytest.mark.django_db
LAYLA = "ليلى حداد"


def test_a_toast_and_an_undo_set_the_name_apart(as_ben, ben, by_ben):
    page = as_ben.post("/people/add/", {"name": LAYLA, "warmth": "warm"}, follow=True)
    assert f"\u2068{LAYLA}\u2069 is added." in page.text
    person = ben.customers.get(name=LAYLA)
    assert undo(event=last_event_of(person), by=by_ben) == f"\u2068{LAYLA}\u2069 is not added."


def test_other_names_stay_as_they_are_written(ben, by_ben):
    person = add_person(owner=ben, by=by_ben, name="Rosa Lind")
    assert undo(event=last_event_of(person), by=by_ben) == "Rosa Lind is not added."
