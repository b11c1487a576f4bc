"""What an app to the right owes at a moment of its own, like the reminder of an appointment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from customers.models import Consent
from followups.actions import Owed, owe, take_back_owed
from followups.models import Message, Rule, Task
from followups.models.rule import Action, Anchor

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def reminder(db):
    return Rule.objects.create(
        key="try_reminder", kind="reminder", title="A reminder", anchor=Anchor.MEETING, action=Action.LETTER,
        subject="Tomorrow, {{ name }}", text="See you at {{ products|our place }}.", priority=0,
    )  # fmt: skip


@pytest.fixture
def tomorrow(monday, reminder):
    return Owed(
        "try_reminder", "meeting:1:r0:day", monday + 24 * HOUR, monday + 30 * HOUR, {"place": "Weg 1"}
    )


def test_it_is_planned_once(rosa, by_ben, tomorrow, monday):
    made = owe(person=rosa, by=by_ben, owed=[tomorrow])
    assert (len(made), owe(person=rosa, by=by_ben, owed=[tomorrow])) == (1, [])
    letter = Message.objects.get()
    assert (letter.state, letter.due_at, letter.expires_at) == (
        "planned",
        monday + 24 * HOUR,
        monday + 30 * HOUR,
    )
    assert letter.context == {"place": "Weg 1", "address": "rosa@post.example", "awaited": False}


def test_without_a_way_there_is_something_to_do_instead(rosa, by_ben, tomorrow):
    Consent.objects.all().delete()
    owe(person=rosa, by=by_ben, owed=[tomorrow])
    task = Task.objects.get()
    assert (task.kind, task.reason) == (
        "reminder", "Instead of a letter: They have not agreed to be written to.",
    )  # fmt: skip


def test_what_is_no_task_is_left_out_without_a_way(rosa, by_ben, tomorrow):
    Consent.objects.all().delete()
    assert owe(person=rosa, by=by_ben, owed=[replace(tomorrow, else_task=False)]) == []


def test_what_is_too_late_or_unknown_is_left_out(rosa, by_ben, reminder, monday):
    late = Owed("try_reminder", "meeting:1", monday - 2 * HOUR, monday - HOUR)
    unknown = Owed("no_such_rule", "meeting:1", monday + HOUR, monday + 2 * HOUR)
    assert owe(person=rosa, by=by_ben, owed=[late, unknown]) == []


def test_it_waits_for_the_day_unless_somebody_waits_for_it(rosa, ben, by_ben, reminder, monday):
    ben.quiet_hours_on = True
    ben.save()
    night = monday + 12 * HOUR  # 22:30 in Berlin
    rows = owe(
        person=rosa, by=by_ben,
        owed=[
            Owed("try_reminder", "meeting:1", night, night + 24 * HOUR),
            Owed("try_reminder", "meeting:2", night, night + 24 * HOUR, awaited=True),
        ],
    )  # fmt: skip
    assert [row.due_at == night for row in rows] == [False, True]
    assert rows[0].due_at.hour in (7, 8), "between eight and nine in Berlin"


def test_what_waits_of_a_cause_is_taken_back(rosa, by_ben, tomorrow):
    owe(person=rosa, by=by_ben, owed=[tomorrow])
    gone = take_back_owed(person=rosa, by=by_ben, occurrence="meeting:1:", reason="Moved")
    assert [(row.state, row.reason) for row in gone] == [("cancelled", "Moved")]
    assert take_back_owed(person=rosa, by=by_ben, occurrence="meeting:1:", reason="Moved") == []


@pytest.fixture
def asleep(ben, monday):
    """Half an hour of the night, of use till its end only."""
    ben.quiet_hours_on = True
    ben.save()
    night = monday + 12 * HOUR
    return Owed("try_reminder", "meeting:1", night, night + HOUR / 2)


def test_what_could_go_in_quiet_hours_alone_is_something_to_do(rosa, ben, by_ben, reminder, asleep):
    assert [task.reason for task in owe(person=rosa, by=by_ben, owed=[asleep])] == [
        "Instead of a letter: It could have gone in their quiet hours alone, and after them it would come too late."
    ]


def test_or_says_why_it_did_not_go(rosa, ben, by_ben, reminder, asleep):
    (letter,) = owe(person=rosa, by=by_ben, owed=[replace(asleep, else_task=False)])
    assert (letter.state, letter.reason_code) == ("expired", "quiet_too_late")
    assert not Message.objects.unsettled().exists()
    assert owe(person=rosa, by=by_ben, owed=[replace(asleep, else_task=False)]) == []
