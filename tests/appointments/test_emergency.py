"""An emergency: the rest of a day is cancelled, and each person reads why, with times that are theirs."""

from datetime import date, time, timedelta

import pytest

from appointments.actions import arrive, book, cancel_day, set_hours_on_day
from appointments.actions.emergency import struck_by
from appointments.errors import NoSlot, Settled
from appointments.facts import free_times
from appointments.models import Appointment
from customers.models import Customer, Email
from followups.letters import words_of
from followups.models import Message, Task
from kit import clock
from kit.events import Event, last_event_of
from kit.undo import undo
from team.actions import take_days_off

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TUESDAY = date(2026, 3, 3)


@pytest.fixture
def zoe(ben):
    """Nobody asked her whether she may be written to."""
    zoe = Customer.objects.create(owner=ben, name="Zoe Quist")
    Email.objects.create(customer=zoe, owner=ben, address="zoe@post.example", key="zoe@post.example")
    return zoe


@pytest.fixture
def day(ben, rosa, zoe, by_ben, talk, slot):
    """Tuesday: Rosa at ten and at two, Zoe at four; the clock is at eleven."""
    made = [
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot + hours * HOUR, people=[who])
        for hours, who in ((0, rosa), (4, rosa), (6, zoe))
    ]
    Message.objects.all().delete()
    Task.objects.all().delete()
    with clock.travel(slot + HOUR):
        yield made


def states() -> list[str]:
    return list(Appointment.objects.order_by("starts_at").values_list("state", flat=True))


def test_who_is_struck_is_shown_with_times_that_nobody_else_is_offered(ben, day, rosa, zoe):
    one, other = struck_by(ben, TUESDAY)
    assert [one.guest.customer, other.guest.customer] == [rosa, zoe]
    assert (len(one.times), len(other.times)) == (3, 3)
    assert all(abs(mine - theirs) >= 75 * HOUR / 60 for mine in one.times for theirs in other.times)
    assert {at.date() for at in one.times}.isdisjoint({TUESDAY})
    assert states() == ["booked", "booked", "booked"]


def test_the_rest_of_the_day_is_cancelled_and_each_is_told(ben, by_ben, day):
    guest = day[1].guests.get()
    cancel_day(owner=ben, by=by_ben, day=TUESDAY, words={guest.pk: "My child is ill."})
    assert states() == ["booked", "cancelled", "cancelled"]
    (message,) = Message.objects.filter(rule__key="meeting_emergency")
    assert message.due_at == clock.now() + timedelta(minutes=1)
    text = words_of(message).text
    assert ("My child is ill." in text, text.count("/again/?at=")) == (True, 3)
    (task,) = Task.objects.open()
    assert (task.rule.key, task.customer.name) == ("meeting_emergency", "Zoe Quist")


def test_it_is_undone_as_long_as_nobody_was_told(ben, by_ben, day):
    event = cancel_day(owner=ben, by=by_ben, day=TUESDAY)
    undo(event=event, by=by_ben)
    assert states() == ["booked", "booked", "booked"]
    assert not Message.objects.filter(rule__key="meeting_emergency", state="planned").exists()
    assert not Task.objects.open().filter(rule__key="meeting_emergency").exists()


def test_once_told_it_stands(ben, by_ben, day):
    event = cancel_day(owner=ben, by=by_ben, day=TUESDAY)
    Message.objects.filter(rule__key="meeting_emergency").update(state="sent", sent_at=clock.now())
    with pytest.raises(Settled):
        undo(event=event, by=by_ben)
    assert states() == ["booked", "cancelled", "cancelled"]


def test_where_one_is_on_already_it_goes_on(ben, by_ben, day, slot):
    with clock.travel(day[1].starts_at):
        arrive(appointment=day[1], by=by_ben)
    cancel_day(owner=ben, by=by_ben, day=TUESDAY)
    assert states() == ["booked", "arrived", "cancelled"]


def test_a_day_without_anything_has_nothing_to_cancel(ben, by_ben, monday):
    with pytest.raises(Settled):
        cancel_day(owner=ben, by=by_ben, day=TUESDAY)


def test_nobody_cancels_anothers_day(cleo, by_cleo, day):
    with pytest.raises(Settled):
        cancel_day(owner=cleo, by=by_cleo, day=TUESDAY)
    assert states() == ["booked", "booked", "booked"]


def test_the_page_shows_first_and_does_it_by_the_button(as_ben, ben, day):
    page = as_ben.get("/calendar/2026-03-03/emergency/").content.decode()
    assert ("Rosa Lind" in page, "Zoe Quist" in page, states()) == (True, True, ["booked"] * 3)
    guest = day[2].guests.get()
    answer = as_ben.post("/calendar/2026-03-03/emergency/", {f"words_{guest.pk}": "Sorry, Zoe."})
    assert (answer.status_code, answer.url) == (302, "/calendar/?day=2026-03-03")
    assert states() == ["booked", "cancelled", "cancelled"]
    assert Task.objects.open().get().context["words"] == "Sorry, Zoe."
    event = last_event_of(ben, "calendar.cleared")
    assert isinstance(event, Event)


def closed(ben) -> list[tuple]:
    return [(row.opens, row.closes) for row in ben.hours_on_days.filter(day=TUESDAY)]


def test_nothing_more_is_booked_today_and_the_morning_was_a_day_of_work(ben, by_ben, day, talk, rosa, slot):
    cancel_day(owner=ben, by=by_ben, day=TUESDAY)
    assert (free_times(ben, talk, TUESDAY, TUESDAY), closed(ben)) == ([], [(time(9), time(11))])
    assert not ben.days_off.exists()
    with pytest.raises(NoSlot) as refused:
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 4 * HOUR, people=[rosa])
    assert refused.value.code == "closed"


def test_a_day_to_come_is_taken_off(ben, by_ben, day, talk, slot):
    with clock.travel(slot - 24 * HOUR):
        cancel_day(owner=ben, by=by_ben, day=TUESDAY)
        assert [(row.day, row.reason) for row in ben.days_off.all()] == [(TUESDAY, "An emergency")]
        assert (free_times(ben, talk, TUESDAY, TUESDAY), closed(ben)) == ([], [])


def test_so_is_today_before_its_first_hour(ben, by_ben, day, slot):
    with clock.travel(slot - 3 * HOUR):
        cancel_day(owner=ben, by=by_ben, day=TUESDAY)
        assert ([row.day for row in ben.days_off.all()], closed(ben)) == ([TUESDAY], [])


@pytest.mark.parametrize("ahead", [1, -24])
def test_undone_the_day_is_open_as_it_was(ben, by_ben, day, talk, slot, ahead):
    with clock.travel(slot + ahead * HOUR):
        undo(event=cancel_day(owner=ben, by=by_ben, day=TUESDAY), by=by_ben)
        assert (closed(ben), ben.days_off.count(), states()) == ([], 0, ["booked"] * 3)


def test_a_day_that_was_off_before_stays_off_when_undone(ben, by_ben, day, slot):
    with clock.travel(slot - 24 * HOUR):
        take_days_off(distributor=ben, by=by_ben, first=TUESDAY, reason="Fair")
        undo(event=cancel_day(owner=ben, by=by_ben, day=TUESDAY), by=by_ben)
        assert [row.reason for row in ben.days_off.all()] == ["Fair"]


def test_hours_that_were_changed_since_stay_as_they_are(ben, by_ben, day):
    event = cancel_day(owner=ben, by=by_ben, day=TUESDAY)
    set_hours_on_day(owner=ben, by=by_ben, day=TUESDAY, hours=[(time(20), time(21))])
    undo(event=event, by=by_ben)
    assert closed(ben) == [(time(20), time(21))]


def test_the_page_says_before_that_the_day_is_closed(as_ben, day, slot):
    address = "/calendar/2026-03-03/emergency/"
    assert "Nothing more can be booked today after that." in as_ben.get(address).content.decode()
    with clock.travel(slot - 24 * HOUR):
        assert "The day is taken off with it" in as_ben.get(address).content.decode()
