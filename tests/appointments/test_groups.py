"""Groups: seats are taken one by one, given back, and never oversold."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from appointments.actions import answer, book, move_as_guest, sweep_requests
from appointments.actions.seats import confirm_seat, take_seat
from appointments.errors import AppointmentError, JustTaken, Settled
from appointments.models import Appointment, Guest, MeetingKind
from customers.models import Customer
from followups.models import Message
from followups.tokens import token_for
from kit import clock
from kit.events import Actor, Door

PAGE = "/b/ben/"
NOBODY = Actor(None, Door.TASK)
LATER = timedelta(minutes=15)


@pytest.fixture
def tastings(ben):
    return MeetingKind.objects.create(
        owner=ben, name="Tasting", slug="tasting", minutes=60, place="here", seats=2
    )


@pytest.fixture
def tasting(ben, by_ben, tastings, slot):
    return book(owner=ben, by=by_ben, kind=tastings, starts_at=slot)


@pytest.mark.django_db
def test_the_page_says_how_each_guest_stands_and_how_many_seats_are_taken(as_ben, ben, by_ben, tasting):
    one, two = people(ben, 2)
    take_seat(appointment=tasting, person=one, by=by_ben)
    asked = take_seat(appointment=tasting, person=two, by=NOBODY, held_until=clock.now() + LATER)
    page = as_ben.get(tasting.get_absolute_url()).content.decode()
    assert "2 of 2 seats" in page
    assert page.count(f"/seats/{asked.pk}/confirm/") == page.count("/confirm/") - 1 == 1
    assert ('<span class="tag">booked</span>' in page, '<span class="tag now">asked for</span>' in page) == (
        True,
        True,
    )


def people(owner, count) -> list[Customer]:
    return [Customer.objects.create(owner=owner, name=f"Person {number}") for number in range(count)]


def seats(group) -> list[str]:
    return sorted(group.guests.values_list("state", flat=True))


def asks(client, slot, number=0, **more):
    said = {"kind": "tasting", "at": slot.isoformat(), "name": "Ada", "contact": f"ada{number}@post.example"}
    return client.post(PAGE, {**said, **more})


@pytest.mark.django_db
def test_a_group_is_planned_without_people_a_talk_is_not(ben, by_ben, tasting, talk, slot):
    assert (tasting.seats, tasting.guests.count(), tasting.state) == (2, 0, "booked")
    with pytest.raises(AppointmentError):
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 5 * LATER)


@pytest.mark.django_db
def test_the_owner_plans_one_on_the_page(as_ben, ben, tastings, slot):
    page = as_ben.get("/appointments/new/?kind=" + str(tastings.pk)).content.decode()
    assert 'name="at"' in page
    response = as_ben.post("/appointments/new/", {"kind": str(tastings.pk), "at": slot.isoformat()})
    assert response.status_code == 302
    assert Appointment.objects.get().guests.count() == 0


@pytest.mark.django_db
def test_a_seat_is_asked_for_and_confirmed(client, tasting, slot):
    page = client.get(f"{PAGE}?kind=tasting").content.decode()
    assert "2 seats left" in page
    assert asks(client, slot).status_code == 302
    guest = tasting.guests.get()
    assert (guest.state, guest.held_until - clock.now()) == ("asked", LATER)
    assert "1 seat left" in client.get(f"{PAGE}?kind=tasting").content.decode()
    client.post(reverse("appointment-guest-confirm", args=[token_for("appointment", guest.token)]))
    guest.refresh_from_db()
    assert (guest.state, guest.held_until) == ("confirmed", None)
    keys = sorted(Message.objects.filter(state="planned").values_list("rule__key", flat=True))
    assert keys == ["meeting_booked", "meeting_soon"]


@pytest.mark.django_db
def test_a_seat_that_nobody_confirms_is_free_again_and_can_be_asked_for_again(client, tasting, slot):
    asks(client, slot)
    with clock.travel(clock.now() + LATER):
        sweep_requests(by=NOBODY)
        assert seats(tasting) == ["cancelled"]
        asks(client, slot)
        assert seats(tasting) == ["asked"]
    assert Message.objects.filter(rule__key="meeting_asked").count() == 2


@pytest.mark.django_db
def test_a_full_group_says_when_else_and_offers_the_list(client, ben, by_ben, tastings, tasting, slot):
    other = book(owner=ben, by=by_ben, kind=tastings, starts_at=slot + timedelta(days=1))
    for person in people(ben, 2):
        take_seat(appointment=tasting, person=person, by=by_ben)
    response = asks(client, slot)
    page = response.content.decode()
    assert (response.status_code, page.count('form="ask" name="at"')) == (409, 1)
    assert f'value="{other.starts_at.isoformat()}"' in page
    assert "Put me on the waiting list" in client.get(f"{PAGE}?kind=tasting&day=2026-03-03").content.decode()


@pytest.mark.django_db
def test_one_guest_comes_and_goes_for_themselves_alone(ben, by_ben, tasting):
    one, other = people(ben, 2)
    seat = take_seat(appointment=tasting, person=one, by=by_ben)
    assert take_seat(appointment=tasting, person=one, by=by_ben) == seat
    take_seat(appointment=tasting, person=other, by=by_ben)
    answer(guest=seat, by=NOBODY, coming=False)
    tasting.refresh_from_db()
    assert (tasting.state, seats(tasting)) == ("booked", ["booked", "cancelled"])
    with pytest.raises(Settled):
        move_as_guest(guest=seat, by=NOBODY, starts_at=tasting.ends_at)
    take_seat(appointment=tasting, person=people(ben, 1)[0], by=by_ben)
    with pytest.raises(JustTaken):
        confirm_seat(guest=seat, by=NOBODY)


@pytest.mark.django_db
def test_a_group_that_is_over_or_off_has_no_seats(ben, by_ben, tasting):
    Appointment.objects.update(state="cancelled")
    tasting.refresh_from_db()
    with pytest.raises(Settled):
        take_seat(appointment=tasting, person=people(ben, 1)[0], by=by_ben)


def rush(group, by, guests, **how) -> list[str]:
    """Everybody asks for the last seat at the same moment; return what each was told."""
    start, told = Barrier(len(guests)), []

    def ask(person):
        start.wait(timeout=30)
        try:
            take_seat(appointment=group, person=person, by=by, **how)
            told.append("seated")
        except JustTaken:
            told.append("just_taken")
        finally:
            connection.close()

    threads = [Thread(target=ask, args=(person,)) for person in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_had_once(ben, by_ben, tasting):
    assert rush(tasting, by_ben, people(ben, 8)) == ["just_taken"] * 6 + ["seated"] * 2
    assert Guest.objects.filter(appointment=tasting).count() == 2
