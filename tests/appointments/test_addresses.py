"""A visit has an address: asked on the page, taken from the person, and told to those whom it concerns."""

import pytest
from django.urls import reverse

from appointments.actions import book, confirm
from appointments.actions.letters import guest_token
from appointments.booking_page import booking_token
from appointments.entries import entries_of, guest_entry
from appointments.models import Appointment, Availability, Feed
from appointments.own_letters import write_before
from customers.models import Customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
PAGE = "/b/ben/"
NEW = "/appointments/new/"


@pytest.fixture
def visit(talk):
    talk.place = "visit"
    talk.save()
    return talk


@pytest.fixture
def rosa_at_home(rosa):
    rosa.address = "Rose Lane 7\n12345  Berlin"
    rosa.save()
    return rosa


def answers(slot, **more) -> dict:
    return {
        "kind": "first-talk", "at": slot.isoformat(), "name": "Ruta", "contact": "ruta@post.example",
        "zone": "Europe/Vilnius", **more,
    }  # fmt: skip


def test_only_for_a_visit_the_page_asks_where(client, ben, talk):
    assert 'name="address"' not in client.get(PAGE).content.decode()
    talk.place = "visit"
    talk.save()
    assert 'name="address"' in client.get(PAGE).content.decode()


def test_what_they_write_is_where_to_go_and_is_theirs_once_they_confirm(client, visit, slot, by_ben):
    client.post(PAGE, answers(slot, address="Oak Street 3"))
    made, ruta = Appointment.objects.get(), Customer.objects.get(name="Ruta")
    assert (made.address, ruta.address) == ("Oak Street 3", "")
    confirm(appointment=made, by=by_ben)
    ruta.refresh_from_db()
    assert ruta.address == "Oak Street 3"


def test_who_comes_by_their_own_link_keeps_the_address_that_is_known(client, visit, rosa_at_home, slot):
    said = {**answers(slot, address="Oak Street 3"), "p": booking_token(rosa_at_home)}
    client.post(PAGE, said)
    rosa_at_home.refresh_from_db()
    assert Appointment.objects.get().address == "Oak Street 3"
    assert rosa_at_home.address == "Rose Lane 7\n12345  Berlin"


def test_without_a_word_it_is_where_they_live(client, visit, rosa_at_home, slot):
    client.post(PAGE, {**answers(slot), "p": booking_token(rosa_at_home)})
    assert Appointment.objects.get().address == "Rose Lane 7, 12345 Berlin"


def test_the_form_of_a_visit_begins_with_it_and_takes_another(as_ben, visit, rosa_at_home, slot):
    page = as_ben.get(f"{NEW}?person={rosa_at_home.pk}")
    assert 'value="Rose Lane 7, 12345 Berlin"' in page.content.decode()
    body = {"kind": visit.pk, "person": rosa_at_home.pk, "at": slot.isoformat()}
    as_ben.post(NEW, {**body, "address": "At the mill"})
    made = Appointment.objects.get()
    assert made.address == "At the mill"
    assert "At the mill" in as_ben.get(made.get_absolute_url()).content.decode()


def test_the_own_letter_and_calendar_say_it(ben, by_ben, visit, rosa_at_home, slot, mailoutbox):
    Availability.objects.create(owner=ben)
    made = book(owner=ben, by=by_ben, kind=visit, starts_at=slot, people=[rosa_at_home])
    write_before(made)
    assert "at their place: Rose Lane 7, 12345 Berlin" in mailoutbox[0].body
    feed = Feed(owner=ben, shows_titles=True)
    assert [entry.place for entry in entries_of(feed)] == ["Rose Lane 7, 12345 Berlin"]


def test_guests_of_a_group_do_not_learn_where_one_of_them_lives(client, ben, by_ben, visit, rosa, slot):
    visit.seats = 6
    visit.save()
    made = book(
        owner=ben, by=by_ben, kind=visit, starts_at=slot, people=[rosa], address="Rose Lane 7", anyway=True
    )
    guest = made.guests.select_related("customer__owner", "appointment__kind").get()
    assert guest_entry(guest, "link").place == "at your place"
    page = client.get(reverse("appointment-guest", args=[guest_token(guest)])).content.decode()
    assert (made.address, "Rose Lane" in page) == ("Rose Lane 7", False)
