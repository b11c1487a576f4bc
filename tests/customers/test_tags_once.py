"""A word is one tag, whatever its case and however many windows make it at once."""

from importlib import import_module
from threading import Event
from time import sleep

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from customers import actions
from customers.models import Customer, Tag
from kit.events import Actor, Door
from tests.customers.test_concurrency import at_once


def names():
    return list(Tag.objects.order_by("pk").values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("second", ["edit", "bulk"])
def test_two_windows_write_it_differently(rosa, ben, second):
    by = Actor(ben, Door.WEB)
    other = actions.add_person(owner=ben, by=by, name="Other")
    written = Event()

    def first():
        with transaction.atomic():
            actions.change_person(person=rosa, by=by, version=None, tags=["Tea"])
            written.set()
            sleep(0.5)

    def afterwards():
        written.wait(timeout=10)
        if second == "edit":
            actions.change_person(person=other, by=by, version=None, tags=["tea"])
        else:
            actions.tag_people(owner=ben, by=by, people=[other.pk], tag="tea")

    at_once(first, afterwards)
    assert names() == ["Tea"]
    assert Customer.objects.filter(tags__name="Tea").count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_deed_in_two_windows_at_once_is_done_once(rosa, ben):
    def tag():
        by = Actor(ben, Door.WEB)
        return actions.tag_people(owner=ben, by=by, people=[rosa.pk], tag="Tea", request_key="k").event

    events = at_once(tag, tag, tag)
    assert len(set(events)) == 1 and rosa.tags.count() == 1


@pytest.mark.django_db
def test_the_database_holds_a_word_once(ben, cleo):
    Tag.objects.create(owner=ben, name="Straße")
    Tag.objects.create(owner=cleo, name="Straße")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(owner=ben, name="STRASSE")


@pytest.mark.django_db
def test_tags_of_before_are_merged(ben, cleo, rosa):
    """As the migration finds them: two that differ in case, and a person who has both."""
    other = Customer.objects.create(owner=ben, name="Other")
    Tag.objects.bulk_create(
        Tag(owner=owner, name=name, key=f"{number}")
        for number, (owner, name) in enumerate([(ben, "Tea"), (ben, "tea"), (cleo, "TEA"), (ben, "Fair")])
    )
    upper, lower = Tag.objects.get(name="Tea"), Tag.objects.get(name="tea")
    rosa.tags.set([upper, lower])
    other.tags.set([lower])
    import_module("customers.migrations.0002_tag_key").merge_tags_of_one_word(apps, None)
    assert list(Tag.objects.order_by("pk").values_list("owner", "name", "key")) == [
        (ben.pk, "Tea", "tea"), (cleo.pk, "TEA", "tea"), (ben.pk, "Fair", "fair"),
    ]  # fmt: skip
    assert [list(person.tags.all()) for person in (rosa, other)] == [[upper], [upper]]
