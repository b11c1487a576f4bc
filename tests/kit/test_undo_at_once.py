"""An event is undone once, also when two windows press Undo at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from customers import actions
from customers.models import Note
from kit import undo as undoing
from kit.errors import Refused
from kit.events import Actor, Door, record
from kit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def noted(rosa, ben, monkeypatch):
    """An event whose undo leaves a note each time it is carried out."""

    def undoer(event, by):
        actions.add_note(person=rosa, by=by, text="Undone")
        return "Undone."

    monkeypatch.setitem(undoing._undoers, "test.noted", undoer)
    return record("test.noted", rosa, by=Actor(ben, Door.WEB), person=rosa)


def at_once(verb, times=3):
    barrier = Barrier(times)

    def run():
        try:
            barrier.wait(timeout=10)
            return verb()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sorted(future.result(timeout=30) for future in [pool.submit(run) for _ in range(times)])


def test_one_of_three_wins(noted, ben):
    answers = at_once(lambda: undoing.undo(event=noted, by=Actor(ben, Door.WEB)))
    assert answers == ["Undone.", "undone_already", "undone_already"]
    assert (Note.objects.count(), Event.objects.filter(undoes=noted).count()) == (1, 1)


def test_without_the_mark_each_would_undo_it(noted, ben):
    """The twin of the test above: nothing says that another one was faster."""

    def unguarded():
        with transaction.atomic():
            return undoing._undoers[noted.kind](noted, Actor(ben, Door.WEB))

    assert at_once(unguarded) == ["Undone."] * 3
    assert Note.objects.count() == 3


def test_a_refused_undo_leaves_no_mark_and_may_be_tried_again(rosa, ben, monkeypatch):
    open_door = []

    def undoer(event, by):
        if not open_door:
            raise Refused("Not now.")
        return "Undone."

    monkeypatch.setitem(undoing._undoers, "test.refused", undoer)
    event = record("test.refused", rosa, by=Actor(ben, Door.WEB), person=rosa)
    with pytest.raises(Refused):
        undoing.undo(event=event, by=Actor(ben, Door.WEB))
    assert Event.objects.filter(undoes=event).count() == 0
    open_door.append(True)
    assert undoing.undo(event=event, by=Actor(ben, Door.WEB)) == "Undone."


def test_what_cannot_be_undone_is_refused(rosa, ben):
    event = record("test.never", rosa, by=Actor(ben, Door.WEB), person=rosa)
    assert undoing.can_undo(event) is False
    with pytest.raises(Refused) as refusal:
        undoing.undo(event=event, by=Actor(ben, Door.WEB))
    assert refusal.value.code == "not_undoable"


def test_what_is_not_offered_is_refused_by_every_door(noted, ben, monkeypatch):
    monkeypatch.setitem(undoing._offers, "test.noted", lambda event: False)
    with pytest.raises(Refused) as refusal:
        undoing.undo(event=noted, by=Actor(ben, Door.WEB))
    assert (refusal.value.code, Note.objects.count()) == ("not_undoable", 0)
    assert Event.objects.filter(undoes=noted).count() == 0
