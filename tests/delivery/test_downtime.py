"""After a time without delivery: what is urgent goes, what is late says so, of the rest one is asked."""

from datetime import timedelta

import pytest

from customers.models import Customer
from followups import actions, tasks
from followups.delivery import deliver_due, downtime, notice
from followups.delivery.rates import spread
from followups.models import Message, SendingAccount
from kit import clock
from kit.models import Event, Pulse
from kit.undo import undo

pytestmark = pytest.mark.django_db
states = Message.objects.counted_by_state


@pytest.fixture
def silence(monday):
    """Let nothing be delivered for so many hours, up to now."""

    def silent(hours):
        Pulse.objects.update_or_create(
            name=downtime.PULSE, defaults={"ticked_at": clock.now() - timedelta(hours=hours)}
        )

    return silent


def overdue(plan_letters, count, hours=1.0, **values):
    due = {"due_at": clock.now() - timedelta(hours=hours), "expires_at": clock.now() + timedelta(days=2)}
    return plan_letters(count, rule="check_in_2_days", **due | values)


def test_fifty_letters_after_a_short_outage_simply_go(sink, smtp, plan_letters, silence):
    overdue(plan_letters, 50)
    silence(hours=2)
    notice()
    assert deliver_due(line=smtp) == 50


def test_more_than_fifty_wait_for_a_word_and_what_is_urgent_goes(sink, smtp, plan_letters, silence):
    waited = overdue(plan_letters, 51)
    overdue(plan_letters, 3, start="urgent", priority=0)
    silence(hours=2)
    notice()
    assert states() == {"draft": 51, "planned": 3}
    assert deliver_due(line=smtp) == 3
    row = Message.objects.get(pk=waited[0].pk)
    assert (row.reason_code, row.reason) == (
        "waited",
        "It waited while nothing could be sent. You decide whether it still goes.",
    )
    assert Event.objects.filter(kind="message.waited").count() == 51


def test_after_six_hours_even_one_is_asked_about_and_what_is_late_says_so(
    sink, smtp, plan_letters, silence, ben
):
    overdue(plan_letters, 1)
    overdue(plan_letters, 1, start="late", hours=60, expires_at=clock.now() - timedelta(hours=1))
    overdue(plan_letters, 1, start="fresh", hours=0.1)
    silence(hours=7)
    tasks.deliver_due.apply()
    assert states() == {"draft": 1, "expired": 1, "sent": 1}


def test_the_house_of_another_is_not_held_for_ones_many(sink, smtp, plan_letters, silence, ana):
    hers = overdue(plan_letters, 2, start="hers")
    Message.objects.filter(pk__in=[row.pk for row in hers]).update(owner=ana)
    Customer.objects.filter(pk__in=[row.customer_id for row in hers]).update(owner=ana)
    overdue(plan_letters, 60)
    silence(hours=1)
    notice()
    assert set(Message.objects.waited().values_list("owner__name", flat=True)) == {"Ben"}
    assert Message.objects.filter(owner=ana, state="planned").count() == 2


def test_a_restart_is_no_outage(plan_letters, silence):
    overdue(plan_letters, 60)
    silence(hours=0.1)
    notice()
    assert states() == {"planned": 60}
    assert Pulse.objects.get(name=downtime.PULSE).ticked_at == clock.now()


def test_a_mail_server_that_was_away_for_long_counts_too(sink, smtp, plan_letters, monday):
    overdue(plan_letters, 55)
    SendingAccount.objects.create(
        name="house",
        failures=3,
        since=monday - timedelta(hours=1),
        blocked_until=monday - timedelta(minutes=1),
    )
    assert deliver_due(line=smtp) == 1
    assert states() == {"sent": 1, "draft": 54}


def test_send_all_spreads_them_over_an_hour_and_each_is_looked_at_again(
    sink, smtp, plan_letters, silence, ben, by_ben
):
    overdue(plan_letters, 60)
    silence(hours=2)
    notice()
    outcome = actions.send_waited(owner=ben, by=by_ben)
    assert (outcome.changed, states()) == (60, {"planned": 60})
    dues = sorted(Message.objects.values_list("due_at", flat=True))
    assert dues == [clock.now() + timedelta(minutes=n) for n in range(60)]
    assert deliver_due(line=smtp) == 1
    withdrawn = Message.objects.filter(state="planned").first()
    withdrawn.customer.consents.update(withdrawn_at=clock.now())
    clock.advance(hours=1)
    assert deliver_due(line=smtp) == 58
    assert states() == {"sent": 59, "refused": 1}


def test_sending_can_be_taken_back_for_those_that_have_not_gone(
    sink, smtp, plan_letters, silence, ben, by_ben
):
    overdue(plan_letters, 60)
    silence(hours=2)
    notice()
    event = actions.send_waited(owner=ben, by=by_ben).event
    deliver_due(line=smtp)
    assert undo(event=event, by=by_ben) == "59 letters wait for your word."
    assert (states(), Message.objects.waited().count()) == ({"sent": 1, "draft": 59}, 59)


def test_some_can_be_chosen_and_the_rest_dropped_and_taken_back(plan_letters, silence, ben, by_ben):
    rows = overdue(plan_letters, 60)
    silence(hours=2)
    notice()
    chosen = [row.pk for row in rows[:5]]
    assert actions.send_waited(owner=ben, by=by_ben, messages=chosen).changed == 5
    outcome = actions.drop_waited(owner=ben, by=by_ben)
    assert (outcome.changed, states()) == (55, {"planned": 5, "cancelled": 55})
    assert undo(event=outcome.event, by=by_ben) == "55 letters wait for your word."
    assert states() == {"planned": 5, "draft": 55}
    assert actions.drop_waited(owner=ben, by=by_ben, messages=chosen).changed == 0


def test_nobody_decides_about_anothers_letters(plan_letters, silence, cleo, by_cleo):
    rows = overdue(plan_letters, 60)
    silence(hours=2)
    notice()
    assert actions.send_waited(owner=cleo, by=by_cleo).changed == 0
    assert actions.drop_waited(owner=cleo, by=by_cleo, messages=[row.pk for row in rows]).changed == 0


@pytest.mark.parametrize(
    ("count", "rate", "last"), [(2, 120, 30), (60, 120, 59), (600, 5, 599 / 5), (3, 0, 40)]
)
def test_what_waited_is_spread_over_an_hour_or_by_the_rate(count, rate, last):
    assert spread(count, rate)[-1] == timedelta(minutes=last)
    assert spread(0, rate) == []
