"""Complaints: opened, answered, put right, asked about, closed by the person's own word."""

from datetime import UTC, date, datetime

import pytest

from followups import actions
from followups.actions.complaints import open_complaint
from followups.complaints import newest_complaints
from followups.models import Complaint, Task
from kit.errors import Refused
from kit.ids import uuid7

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def complaint(rosa, by_ben):
    return open_complaint(customer=rosa, by=by_ben, text="The lid leaked.", wish="A new one.")


def test_one_that_is_opened_waits_for_an_answer_within_office_hours(complaint, rosa, ben):
    row = Complaint.objects.get()
    assert (row.state, row.text, row.wish, row.owner) == ("open", "The lid leaked.", "A new one.", ben)
    assert row.answer_by == datetime(2026, 3, 3, 8, 30, tzinfo=UTC), "8 of 9 to 18 in Berlin, from 10:30 on"
    task = Task.objects.get()
    assert (task.kind, task.state, task.local_date) == ("complaint", "open", date(2026, 3, 2))
    assert newest_complaints([rosa.pk])[rosa.pk].closed_on is None


def test_to_an_open_one_the_words_are_added(complaint, rosa, by_ben):
    again = open_complaint(customer=rosa, by=by_ben, text="And it was late.", origin="link")
    assert again.pk == complaint.pk
    assert list(again.words.values_list("text", "by_customer")) == [("And it was late.", True)]
    assert open_complaint(customer=rosa, by=by_ben, text="And it was late.", origin="link").event is None
    assert Task.objects.count() == 1


def test_the_same_origin_twice_is_one(rosa, by_ben):
    said = {"customer": rosa, "by": by_ben, "text": "2 of 5", "origin": "survey", "origin_id": uuid7()}
    one = open_complaint(**said)
    assert open_complaint(**{**said, "text": "1 of 5"}).pk == one.pk
    assert (Complaint.objects.count(), one.words.count()) == (1, 0)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " \n"}, "text"),
        ({"text": "x" * 100_000}, "text"),
        ({"text": "a", "wish": "x" * 2001}, "wish"),
    ],
)
def test_no_words_and_too_many_are_refused_at_their_field(rosa, by_ben, said, field):
    with pytest.raises(Refused) as refusal:
        open_complaint(customer=rosa, by=by_ben, **said)
    assert refusal.value.field == field
    assert Complaint.objects.count() == 0


def test_the_verbs_are_at_hand():
    assert actions.open_complaint is open_complaint
