"""Who is in grief or left in peace: what waits is taken back with that reason, and comes back with the end."""

from datetime import date, timedelta

import pytest

from customers import actions as people
from followups.actions import owe_for_order, plan_task
from followups.actions.touched import allowance_of, touched_days, touched_lately
from followups.attention import Allowance
from followups.models import Message, Task
from kit import clock
from kit.models import Event
from kit.prepared import OFTEN
from kit.undo import undo
from tests.followups.test_owing import purchase

pytestmark = pytest.mark.usefixtures("monday")

THANKS, TWO_DAYS, TWO_WEEKS = "thank_first_order", "check_in_2_days", "check_in_2_weeks"
TWO_MONTHS = "check_in_2_months"


@pytest.fixture
def owed(rosa, by_ben):
    """A thank-you now, letters in five and seventeen days, a task in two months, one by hand."""
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    plan_task(person=rosa, by=by_ben, kind="other", local_date=date(2026, 3, 3), title="Bring the bowl back")
    return rosa


def waiting(person):
    """What waits, by the keys of its rules."""
    letters = Message.objects.waiting().filter(customer=person).values_list("rule__key", flat=True)
    tasks = Task.objects.open().filter(customer=person).values_list("rule__key", flat=True)
    return {*letters, *tasks}


def because():
    rows = Message.objects.filter(state="cancelled").values_list("rule__key", "reason_code")
    tasks = Task.objects.filter(state="cancelled").values_list("rule__key", "context__why")
    return {*rows, *tasks}


def test_a_no_ends_what_stops_at_it_rest_takes_back_the_others_and_thanks_stay(owed, by_ben):
    assert waiting(owed) == {THANKS, TWO_DAYS, TWO_WEEKS, TWO_MONTHS, None}
    people.let_rest(person=owed, by=by_ben)
    assert waiting(owed) == {THANKS, None}
    assert because() == {(TWO_DAYS, "resting"), (TWO_WEEKS, "refused"), (TWO_MONTHS, "refused")}
    reason = Message.objects.get(rule__key=TWO_DAYS).reason
    assert reason == "They are left in peace at the moment."


def test_a_no_ends_steps_beyond_the_rest_too_until_it_is_taken_back(owed, by_ben):
    people.let_rest(person=owed, by=by_ben, until=date(2026, 3, 5))
    assert because() == {(TWO_WEEKS, "refused"), (TWO_MONTHS, "refused")}
    assert waiting(owed) == {THANKS, TWO_DAYS, None}
    undo(event=Event.objects.get(kind="customer.resting"), by=by_ben)
    assert (because(), waiting(owed)) == (set(), {THANKS, TWO_DAYS, TWO_WEEKS, TWO_MONTHS, None})


def test_what_is_planned_after_a_no_is_not_ended_by_it(rosa, by_ben):
    people.let_rest(person=rosa, by=by_ben, until=date(2026, 3, 5))
    clock.advance(days=1)
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    standing = waiting(rosa)
    people.wish_for_touches(person=rosa, by=by_ben, a_week=1)
    assert waiting(rosa) == standing


def test_what_comes_after_the_end_of_grief_stays(owed, by_ben):
    people.mark_grief(person=owed, by=by_ben, until=date(2026, 3, 15))
    assert waiting(owed) == {THANKS, TWO_WEEKS, TWO_MONTHS, None}
    people.mark_grief(person=owed, by=by_ben, until=date(2026, 4, 15))
    assert waiting(owed) == {THANKS, TWO_MONTHS, None}
    people.mark_grief(person=owed, by=by_ben, until=date(2026, 3, 15))
    assert waiting(owed) == {THANKS, TWO_WEEKS, TWO_MONTHS, None}


@pytest.mark.parametrize("end", ["wake", "undo"])
def test_the_end_of_a_rest_brings_back_what_is_not_too_late(owed, by_ben, end):
    people.let_rest(person=owed, by=by_ben)
    event = Event.objects.get(kind="customer.resting")
    clock.advance(days=13)  # the word after two days would come too late
    if end == "wake":
        people.wake(person=owed, by=by_ben)
    else:
        undo(event=event, by=by_ben)
    assert waiting(owed) == {THANKS, TWO_WEEKS, TWO_MONTHS, None}


def test_grief_goes_on_where_a_rest_ends(owed, by_ben):
    people.mark_grief(person=owed, by=by_ben, until=date(2026, 4, 15))
    people.let_rest(person=owed, by=by_ben)
    people.wake(person=owed, by=by_ben)
    assert waiting(owed) == {THANKS, TWO_MONTHS, None}


def test_who_wishes_for_nothing_gets_thanks_and_answers(owed, by_ben):
    people.wish_for_touches(person=owed, by=by_ben, a_week=0)
    assert waiting(owed) == {THANKS, None}
    people.wish_for_touches(person=owed, by=by_ben, a_week=1)
    assert waiting(owed) == {THANKS, TWO_DAYS, TWO_WEEKS, TWO_MONTHS, None}


def test_the_row_of_the_person_tells_what_is_due_next(owed, by_ben):
    Task.objects.filter(rule=None).delete()
    Message.objects.filter(rule__key=THANKS).delete()
    people.let_rest(person=owed, by=by_ben)
    owed.refresh_from_db()
    assert owed.next_due_at is None
    people.wake(person=owed, by=by_ben)
    owed.refresh_from_db()
    assert owed.next_due_at == Message.objects.get(rule__key=TWO_DAYS).due_at


def test_days_and_moments_at_which_somebody_is_touched(owed, ben, by_ben, django_assert_num_queries):
    with django_assert_num_queries(2):
        days = touched_days([owed.pk], ben.today())
    assert days == {owed.pk: {date(2026, 3, 7): 1, date(2026, 3, 19): 1, date(2026, 5, 4): 1}}
    word = Message.objects.get(rule__key=TWO_DAYS)
    assert touched_days([owed.pk], date(2026, 3, 8), besides=[word.pk])[owed.pk] == {
        date(2026, 3, 19): 1,
        date(2026, 5, 4): 1,
    }
    for _ in range(OFTEN):  # by then a server keeps the statements
        assert touched_lately([owed.pk], clock.now()) == {}
    now = clock.now()
    Message.objects.filter(pk=word.pk).update(state="sent", sent_at=now, begun_at=now)
    Message.objects.filter(rule__key=THANKS).update(state="sent", sent_at=now, begun_at=now)
    with django_assert_num_queries(2):
        assert touched_lately([owed.pk], now + timedelta(days=6)) == {owed.pk: [now]}
    assert touched_lately([owed.pk], now + timedelta(days=9)) == {}


def test_how_much_somebody_is_given(rosa, settings):
    settings.TOUCHES_A_WEEK = 3
    assert allowance_of(rosa) == Allowance(a_week=3)
    rosa.touches_a_week, rosa.grieving_until = 0, date(2026, 3, 9)
    assert allowance_of(rosa, complaint_open=True) == Allowance(0, date(2026, 3, 9), None, True)


def test_letters_beyond_a_new_wish_move_to_the_week_that_has_room(owed, ben, by_ben):
    """The word after two days and the one of two weeks later, both in one week."""
    Message.objects.filter(rule__key=TWO_WEEKS).update(local_date=date(2026, 3, 9))
    Message.objects.filter(rule__key=TWO_WEEKS).update(due_at=clock.now() + timedelta(days=7))
    people.wish_for_touches(person=owed, by=by_ben, a_week=1)
    days = dict(Message.objects.waiting().values_list("rule__key", "local_date"))
    assert (days[TWO_DAYS], days[TWO_WEEKS]) == (date(2026, 3, 7), date(2026, 3, 14))
    assert Event.objects.filter(kind="message.moved").count() == 1
