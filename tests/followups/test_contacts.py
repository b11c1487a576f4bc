"""Any contact, in either direction, does what was due and restarts the rhythm."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from customers.actions import log_touch, revoke_touch
from followups.actions import owe_for_order, plan_task, replan_for_delivery
from followups.models import Message, Task
from followups.occasions import order_of
from kit import clock
from tests.followups.test_owing import purchase

pytestmark = pytest.mark.django_db

MARCH_7 = date(2026, 3, 7)


@pytest.fixture
def owed(rosa, by_ben, monday):
    """Check-ins for a delivery on 5 March: 7 March, 19 March, 4 May."""
    return owe_for_order(person=rosa, by=by_ben, purchase=purchase())


def of(key):
    row = Message.objects.filter(rule__key=key).first() or Task.objects.get(rule__key=key)
    return row.state, row.local_date


def test_a_call_a_day_before_makes_the_check_in_superfluous(rosa, by_ben, owed):
    clock.advance(days=4)  # 6 March
    touch = log_touch(person=rosa, by=by_ben, kind="call")
    assert of("check_in_2_days") == ("cancelled", MARCH_7)
    assert Message.objects.get(rule__key="check_in_2_days").reason == (
        "You were in touch on Fri 6 Mar, so nothing was sent."
    )
    assert of("check_in_2_weeks") == ("planned", date(2026, 3, 19))
    assert of("check_in_2_months") == ("open", date(2026, 5, 5))
    revoke_touch(touch=touch, by=by_ben)
    assert of("check_in_2_days") == ("planned", MARCH_7)
    assert of("check_in_2_months") == ("open", date(2026, 5, 4))


def test_the_delivery_itself_is_no_check_in(rosa, by_ben, owed):
    clock.advance(days=3)  # 5 March, the day of the delivery
    log_touch(person=rosa, by=by_ben, kind="visit")
    assert of("check_in_2_days") == ("planned", MARCH_7)


def test_their_message_counts_as_a_contact_too(rosa, by_ben, owed):
    clock.advance(days=15)  # 17 March
    log_touch(person=rosa, by=by_ben, kind="message", direction="in")
    assert of("check_in_2_weeks") == ("cancelled", date(2026, 3, 19))


def test_a_thank_you_is_not_silenced_by_a_call(rosa, by_ben, owed):
    log_touch(person=rosa, by=by_ben, kind="call")
    assert of("thank_first_order") == ("planned", date(2026, 3, 2))


def test_todays_tasks_are_done_with_a_call_and_open_again_without_it(rosa, by_ben, monday):
    for kind in ("check_in", "thank", "reorder", "fix_address", "other"):
        plan_task(person=rosa, by=by_ben, kind=kind, local_date=date(2026, 3, 2), title=kind)
    touch = log_touch(person=rosa, by=by_ben, kind="call")
    assert states() == {
        "check_in": "done", "thank": "done", "reorder": "done", "fix_address": "open", "other": "open",
    }  # fmt: skip
    assert Task.objects.get(kind="check_in").reason == "Done with your contact on Mon 2 Mar."
    revoke_touch(touch=touch, by=by_ben)
    assert set(states().values()) == {"open"}


def test_their_call_does_not_thank_or_answer_for_you(rosa, by_ben, monday):
    for kind in ("check_in", "thank", "answer", "reorder"):
        plan_task(person=rosa, by=by_ben, kind=kind, local_date=date(2026, 3, 2))
    log_touch(person=rosa, by=by_ben, kind="call", direction="in")
    assert states() == {"check_in": "done", "thank": "open", "answer": "open", "reorder": "open"}


def test_a_call_of_last_week_does_not_do_what_is_due_today(rosa, by_ben, monday):
    plan_task(person=rosa, by=by_ben, kind="check_in", local_date=date(2026, 3, 2))
    log_touch(person=rosa, by=by_ben, kind="call", at=clock.now() - timedelta(days=7))
    assert states() == {"check_in": "open"}


def test_an_inquiry_asks_for_an_answer_today_and_the_answer_closes_it(rosa, by_ben, monday):
    asked = log_touch(
        person=rosa, by=by_ben, kind="message", direction="in", inquiry=True, note="Is the balm vegan?"
    )
    answer = Task.objects.get(kind="answer")
    assert (answer.occurrence, answer.local_date) == (f"touch:{asked.pk}", date(2026, 3, 2))
    assert answer.context["asked"] == "Is the balm vegan?"
    rosa.refresh_from_db()
    assert rosa.next_due_at == answer.due_at
    log_touch(person=rosa, by=by_ben, kind="message")
    assert states() == {"answer": "done"}
    rosa.refresh_from_db()
    assert rosa.next_due_at is None


def test_an_inquiry_taken_back_wants_no_answer(rosa, by_ben, monday):
    asked = log_touch(person=rosa, by=by_ben, kind="call", direction="in", inquiry=True)
    revoke_touch(touch=asked, by=by_ben)
    assert states() == {"answer": "cancelled"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_contacts_taken_back_leave_the_former_day(rosa, by_ben, owed, order):
    touches, days = [], []
    for _ in range(2):
        clock.advance(days=4)  # 6 and 10 March
        touches.append(log_touch(person=rosa, by=by_ben, kind="call"))
        days.append(of("check_in_2_months")[1])
    assert days == [date(2026, 5, 5), date(2026, 5, 9)]
    first, last = order
    revoke_touch(touch=touches[first], by=by_ben)
    assert of("check_in_2_months") == ("open", days[last])
    revoke_touch(touch=touches[last], by=by_ben)
    assert of("check_in_2_months") == ("open", date(2026, 5, 4))


def test_of_two_contacts_of_a_day_either_keeps_the_rhythm(rosa, by_ben, owed):
    clock.advance(days=4)
    first, second = [log_touch(person=rosa, by=by_ben, kind="call") for _ in range(2)]
    revoke_touch(touch=first, by=by_ben)
    assert of("check_in_2_months") == ("open", date(2026, 5, 5))
    revoke_touch(touch=second, by=by_ben)
    assert of("check_in_2_months") == ("open", date(2026, 5, 4))


def test_a_delivery_since_is_what_a_contact_taken_back_leaves(rosa, by_ben, owed):
    clock.advance(days=4)
    touch = log_touch(person=rosa, by=by_ben, kind="call")
    order_id = UUID(order_of(Task.objects.get(rule__key="check_in_2_months").occurrence))
    replan_for_delivery(
        person=rosa, by=by_ben, purchase=purchase(id=order_id, delivery_on=date(2026, 3, 10))
    )  # fmt: skip
    revoke_touch(touch=touch, by=by_ben)
    assert of("check_in_2_months") == ("open", date(2026, 5, 9))


def states() -> dict:
    return dict(Task.objects.values_list("kind", "state"))
