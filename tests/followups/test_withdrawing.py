"""A consent that is taken back takes what waits by it along; one that stands again brings it back."""

from datetime import timedelta

import pytest

from customers.actions import restore_consent, withdraw_consent
from followups.actions import owe_for_order
from followups.models import Message, Task
from kit import clock
from kit.events import last_event_of
from kit.undo import undo
from tests.followups.test_owing import purchase

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent(rosa, by_ben, monday):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    return rosa.consents.get()


def states() -> dict:
    return Message.objects.counted_by_state()


def tasks() -> list[tuple]:
    return sorted(Task.objects.values_list("kind", "state"))


def test_what_waits_is_cancelled_with_its_reason_and_thanks_become_a_task(consent, by_ben):
    withdraw_consent(consent=consent, by=by_ben)
    assert set(Message.objects.values_list("state", "reason_code", "reason")) == {
        ("cancelled", "no_consent", "They have not agreed to be written to.")
    }
    assert tasks() == [("check_in", "open"), ("thank", "open")]


def test_undo_brings_it_all_back(consent, by_ben):
    withdraw_consent(consent=consent, by=by_ben)
    undo(event=last_event_of(consent, "consent.withdrawn"), by=by_ben)
    assert states() == {"planned": 3}
    assert tasks() == [("check_in", "open"), ("thank", "cancelled")]


def test_what_is_too_late_by_then_stays_cancelled(consent, by_ben, monday):
    withdraw_consent(consent=consent, by=by_ben)
    with clock.travel(monday + timedelta(days=5)):
        restore_consent(consent=consent, by=by_ben)
    assert states() == {"cancelled": 1, "planned": 2}


def test_what_somebody_cancelled_does_not_come_back(consent, by_ben):
    from followups.actions import cancel_message

    cancel_message(message=Message.objects.get(rule__key="check_in_2_days"), by=by_ben, reason="no")
    withdraw_consent(consent=consent, by=by_ben)
    restore_consent(consent=consent, by=by_ben)
    assert states() == {"cancelled": 1, "planned": 2}


def test_only_what_goes_by_it_is_touched(consent, rosa, ben, by_ben):
    offers = rosa.consents.create(owner=ben, channel="email", purpose="marketing")
    Message.objects.filter(rule__key="check_in_2_days").update(purpose="marketing")
    withdraw_consent(consent=offers, by=by_ben)
    assert dict(Message.objects.values_list("rule__key", "state")) == {
        "thank_first_order": "planned", "check_in_2_days": "cancelled", "check_in_2_weeks": "planned",
    }  # fmt: skip


def test_what_is_being_sent_is_left_alone(consent, by_ben):
    now = clock.now()
    begun = Message.objects.filter(rule__key="thank_first_order")
    begun.update(state="claimed", begun_at=now, lease_token=1, lease_until=now + timedelta(minutes=1))
    withdraw_consent(consent=consent, by=by_ben)
    assert states() == {"cancelled": 2, "claimed": 1}


def test_what_a_worker_holds_and_has_not_begun_does_not_go(consent, by_ben):
    until = clock.now() + timedelta(minutes=1)
    Message.objects.filter(rule__key="thank_first_order").update(
        state="claimed", lease_token=1, lease_until=until
    )
    withdraw_consent(consent=consent, by=by_ben)
    assert states() == {"cancelled": 3}
