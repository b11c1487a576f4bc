"""Tags that nobody touched since come off again, whatever their case, their order and who wrote them."""

import pytest

from customers import actions
from customers.actions.bulk import PersonChange
from customers.models import Tag
from kit.errors import Refused
from kit.events import last_event_of
from kit.models import Event
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def mai(ben, by_ben):
    return actions.add_person(owner=ben, by=by_ben, name="Mai", tags=["m"])


def undo_last(person, by):
    return undo(event=last_event_of(person, "customer.changed"), by=by)


def named(person):
    return sorted(person.tags.values_list("name", flat=True))


def test_a_tag_that_is_known_in_another_case(ben, by_ben, mai):
    Tag.objects.create(owner=ben, name="vip")
    actions.change_person(person=mai, by=by_ben, version=None, tags=["m", "VIP"])
    event = last_event_of(mai, "customer.changed")
    assert (event.before, event.after) == ({"tags": ["m"]}, {"tags": ["m", "vip"]})
    assert undo(event=event, by=by_ben) == "Mai is as before."
    assert named(mai) == ["m"]


def test_the_same_tags_in_another_case_and_order_change_nothing(by_ben, mai):
    actions.change_person(person=mai, by=by_ben, version=None, tags=["m", "a"])
    before = Event.objects.count()
    row = actions.change_person(person=mai, by=by_ben, version=None, tags=["A", "M"])
    assert (row.version, Event.objects.count()) == (2, before)


def test_tags_that_databases_order_differently(by_ben, mai):
    actions.change_person(person=mai, by=by_ben, version=None, tags=["apple", "Zebra", "Éclair", "über"])
    undo_last(mai, by_ben)
    assert named(mai) == ["m"]


@pytest.mark.parametrize("word", ["a", "z", "VIP"])
def test_tags_that_came_with_a_file(ben, by_ben, mai, word):
    Tag.objects.create(owner=ben, name="vip")
    actions.change_people(owner=ben, by=by_ben, changes=[PersonChange(mai.pk, {}, {"tags": [word]})])
    undo_last(mai, by_ben)
    assert named(mai) == ["m"]


def test_tags_of_an_event_that_was_kept_before_they_were_named_alike(by_ben, mai):
    actions.change_person(person=mai, by=by_ben, version=None, tags=["m", "apple", "Zebra"])
    event = last_event_of(mai, "customer.changed")
    event.after = {"tags": ["ZEBRA", "apple", "m"]}
    undo(event=event, by=by_ben)
    assert named(mai) == ["m"]


def test_tags_that_were_changed_since(by_ben, mai):
    actions.change_person(person=mai, by=by_ben, version=None, tags=["m", "a"])
    event = last_event_of(mai, "customer.changed")
    actions.change_person(person=mai, by=by_ben, version=None, tags=["m", "b"])
    with pytest.raises(Refused) as refusal:
        undo(event=event, by=by_ben)
    assert refusal.value.message.startswith("Changed again since: Tags.")
