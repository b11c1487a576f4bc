"""The public page: anyone asks for a time, and nobody learns who is known."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from appointments.actions import book, confirm, sweep_requests
from appointments.actions.letters import ensure_letters
from appointments.booking_page import booking_token
from appointments.models import Appointment, Availability, Guest, MeetingKind
from customers.models import Customer
from followups.models import Message, Task
from followups.tokens import token_for
from kit import clock
from kit.events import Actor, Door

pytestmark = pytest.mark.django_db

PAGE = "/b/ben/"
NOBODY = Actor(None, Door.TASK)


def answers(slot, **more) -> dict:
    return {
        "kind": "first-talk", "at": slot.isoformat(), "name": "Ruta Kazlauskienė",
        "contact": "ruta@post.example", "message": "Something for dry hands", "zone": "Europe/Vilnius", **more,
    }  # fmt: skip


def letters(state="planned") -> list[str]:
    return [one.rule.key for one in Message.objects.filter(state=state).order_by("due_at", "pk")]


def test_a_stranger_asks_and_confirms_by_the_letter(client, ben, talk, slot):
    response = client.post(PAGE, answers(slot))
    assert response.status_code == 302
    assert response.url.startswith("/b/ben/asked/?how=email")
    made, ruta = Appointment.objects.get(), Customer.objects.get(name="Ruta Kazlauskienė")
    assert (made.state, made.held_until - clock.now()) == ("asked", timedelta(minutes=15))
    assert (made.asked_at, made.answered_at) == (None, None)
    assert (ruta.get_rung_display(), ruta.zone, ruta.source) == ("Prospect", "Europe/Vilnius", "Booking page")
    touch = ruta.touches.get()
    assert (touch.direction, touch.inquiry, touch.note) == ("in", True, "Something for dry hands")
    consent = ruta.consents.get()
    assert (consent.channel, consent.purpose, consent.source) == ("email", "service", "On the booking page")
    assert consent.wording == (
        "By email you get a letter to confirm it, a reminder the day before and one an hour before, and a word "
        "when something about it changes or was agreed; nothing else. By phone it is a call or a text from Ben "
        "about this appointment. You can stop all letters with one tap."
    )
    assert consent.wording in client.get(PAGE).content.decode()
    guest = made.guests.get()
    assert (guest.message, guest.zone) == ("Something for dry hands", "Europe/Vilnius")
    assert letters() == ["meeting_asked"]
    client.post(reverse("appointment-guest-confirm", args=[token_for("appointment", guest.token)]))
    made.refresh_from_db()
    assert (made.state, made.held_until) == ("confirmed", None)
    assert letters()[0] == "meeting_booked"


def test_what_nobody_confirms_is_free_again(client, ben, talk, slot):
    client.post(PAGE, answers(slot))
    with clock.travel(clock.now() + timedelta(minutes=16)):
        assert sweep_requests(by=NOBODY) == 1
        assert Appointment.objects.get().state == "cancelled"
        assert client.post(PAGE, answers(slot, contact="jonas@post.example")).status_code == 302


def test_who_leaves_a_phone_waits_for_the_distributor(client, ben, by_ben, talk, slot):
    response = client.post(PAGE, answers(slot, contact="+370 612 34567"))
    assert response.url.startswith("/b/ben/asked/?how=phone")
    made = Appointment.objects.get()
    assert (made.state, made.asked_at, letters()) == ("asked", clock.now(), [])
    assert made.held_until == min(slot, clock.now() + timedelta(days=1))
    confirm(appointment=made, by=by_ben, side="us")
    made.refresh_from_db()
    assert (made.state, made.answered_at) == ("confirmed", clock.now())


@pytest.mark.parametrize("contact", ["ROSA@post.example", "030 1234567"])
def test_somebody_known_is_found_and_the_page_says_nothing_of_it(client, ben, rosa, talk, slot, contact):
    rosa.phones.create(owner=ben, number="+49301234567")
    known = client.post(PAGE, answers(slot, contact=contact))
    assert Customer.objects.count() == 1
    assert Guest.objects.get().customer == rosa
    other = "else@post.example" if "@" in contact else "030 7654321"
    stranger = client.post(PAGE, answers(slot + timedelta(hours=2), contact=other))
    assert known.url.partition("&")[0] == stranger.url.partition("&")[0]
    assert rosa.touches.count() == 0
    made = Appointment.objects.order_by("starts_at").first()
    confirm(appointment=made, by=NOBODY)
    assert rosa.touches.get().inquiry


def test_who_took_consent_back_is_not_written_to_on_a_strangers_word(client, ben, rosa, talk, slot):
    rosa.consents.update(withdrawn_at=clock.now())
    ensure_letters()
    client.post(PAGE, answers(slot, contact="rosa@post.example"))
    assert (letters(), rosa.consents.filter(withdrawn_at=None).count()) == ([], 0)
    made = Appointment.objects.get()
    assert (made.held_until - clock.now(), made.asked_at) == (timedelta(minutes=15), None)
    with clock.travel(clock.now() + timedelta(minutes=16)):
        assert sweep_requests(by=NOBODY) == 1
    assert [task.rule.key for task in Task.objects.open()] == ["meeting_wish"]


@pytest.mark.parametrize("contact", ["rosa@post.example", "030 1234567"])
def test_a_stranger_agrees_to_nothing_for_somebody_known(client, ben, rosa, talk, slot, contact):
    rosa.phones.create(owner=ben, number="+49301234567")
    rosa.consents.all().delete()
    assert client.post(PAGE, answers(slot, contact=contact)).status_code == 302
    assert (Guest.objects.get().customer, rosa.consents.count()) == (rosa, 0)


@pytest.mark.parametrize("contact", ["ruta@post.example", "rosa@post.example", "+370 612 34567"])
def test_pressed_twice_is_once(client, ben, rosa, talk, slot, contact):
    sent = [client.post(PAGE, answers(slot, contact=contact)) for _ in range(2)]
    assert [one.status_code for one in sent] == [302, 302]
    assert sent[0].url == sent[1].url
    assert (Appointment.objects.count(), Guest.objects.count()) == (1, 1)


def test_the_last_seat_pressed_twice_is_once(client, ben, rosa, by_ben, slot):
    kind = MeetingKind.objects.create(owner=ben, name="Tasting", slug="tasting", minutes=60, seats=2)
    book(owner=ben, by=by_ben, kind=kind, starts_at=slot, people=[rosa])
    sent = [client.post(PAGE, answers(slot, kind="tasting")).status_code for _ in range(2)]
    assert (sent, Guest.objects.count()) == ([302, 302], 2)


def test_pressed_twice_by_their_own_link_is_once(client, ben, rosa, talk, slot):
    said = {"kind": "first-talk", "at": slot.isoformat(), "p": booking_token(rosa)}
    first, second = client.post(PAGE, said), client.post(PAGE, said)
    assert (first.status_code, first.url) == (302, second.url)
    assert Appointment.objects.count() == 1


def test_nobody_learns_of_a_booking_by_typing_an_address(client, ben, rosa, by_ben, talk, slot):
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    with clock.travel(clock.now() + timedelta(hours=1)):
        assert client.post(PAGE, answers(slot, contact="rosa@post.example")).status_code == 409


def test_answers_stay_where_something_is_amiss(client, ben, talk, slot):
    response = client.post(PAGE, answers(slot, contact="+370 612 345"))
    page = response.content.decode()
    assert (response.status_code, Appointment.objects.count()) == (422, 0)
    assert "One digit seems to be missing." in page
    assert 'value="Ruta Kazlauskienė"' in page
    assert f'value="{slot.isoformat()}" checked' in page


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("", "This field is required."),
        ("ruta@post", "This does not look like an email address."),
        ("ruta", "This does not look like an email address."),
        ("+370 612 345 678 901", "There seems to be a digit too many."),
        ("+999 123456", "No country begins with this number."),
    ],
)
def test_what_is_no_way_to_reach_somebody(client, ben, talk, slot, contact, said):
    response = client.post(PAGE, answers(slot, contact=contact))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert Customer.objects.count() == 0


@pytest.mark.parametrize(
    "at",
    [
        "", "x", "2026-03-29T02:30:00", "2026-03-03", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["first-talk", "tasting"])
def test_a_time_that_is_none(client, ben, talk, monday, at, kind):
    MeetingKind.objects.create(owner=ben, name="Tasting", slug="tasting", minutes=60, seats=2)
    response = client.post(PAGE, {**answers(monday, kind=kind), "at": at})
    assert (response.status_code, Appointment.objects.count(), Customer.objects.count()) == (422, 0, 0)
    said = client.get(f"{PAGE}asked/", {"how": "email", "at": at, "zone": "Pacific/Apia"})
    assert said.status_code == 200


def test_a_page_left_open_overnight_names_three_other_times(client, ben, talk, slot):
    with clock.travel(slot + timedelta(hours=20)):
        response = client.post(PAGE, answers(slot))
        page = response.content.decode()
    assert (response.status_code, page.count('form="ask" name="at"')) == (422, 3)
    assert "That time is over." in page
    assert "Something for dry hands" in page


def test_a_taken_time_names_three_others(client, ben, rosa, by_ben, talk, slot):
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    response = client.post(PAGE, answers(slot))
    page = response.content.decode()
    assert (response.status_code, page.count('form="ask" name="at"')) == (409, 3)
    assert "That time was just taken." in page
    assert not Customer.objects.filter(name__startswith="Ruta").exists()


def test_one_stranger_does_not_hold_many_times(client, ben, talk, slot):
    sent = [client.post(PAGE, answers(slot + n * timedelta(hours=2))).status_code for n in range(3)]
    assert (sent, Appointment.objects.count()) == ([302, 302, 302], 2)


def test_one_address_does_not_ask_without_end(client, ben, talk, slot, settings):
    settings.BOOKING_ASKS = 2
    sent = [
        client.post(PAGE, answers(slot + n * timedelta(hours=2), contact=f"p{n}@post.example")).status_code
        for n in range(3)
    ]
    assert (sent, Appointment.objects.count()) == ([302, 302, 429], 2)


def test_what_one_address_asks_too_much_is_nothing_to_the_others(client, ben, talk, slot, settings):
    settings.BOOKING_ASKS = 2
    for n in range(25):
        client.post(PAGE, answers(slot, contact=f"p{n}@post.example"), REMOTE_ADDR="203.0.113.9")
    other = client.post(PAGE, answers(slot + timedelta(hours=2)), REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 302


@pytest.mark.parametrize(
    "name",
    ["You won: http://evil.example/claim", "go to www.evil", "a@evil.example", "evil.example", "x" * 81],
)
def test_a_name_carries_no_link_to_a_strangers_mailbox(client, ben, talk, slot, name):
    response = client.post(PAGE, answers(slot, name=name))
    assert (response.status_code, Customer.objects.count(), letters()) == (422, 0, [])


@pytest.mark.parametrize(
    "name", ["Dr. Ana M. Ruiz", "Prof.Dr.Weiß", "J.R. Smith", "李小龍", "Anna-Lena O’Hara"]
)
def test_a_name_is_a_name(client, ben, talk, slot, name):
    assert client.post(PAGE, answers(slot, name=name)).status_code == 302
    assert Customer.objects.get().name == name


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(client, ben, talk, slot):
    response = client.post(PAGE, answers(slot, subject="Cheap"))
    assert (response.status_code, Customer.objects.count(), Appointment.objects.count()) == (302, 0, 0)


@pytest.mark.parametrize("handle", ["nobody", "ben"])
def test_no_page_is_said_kindly(client, ben, talk, handle):
    Availability.objects.create(owner=ben, page_open=False)
    response = client.get(f"/b/{handle}/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_only_kinds_for_anyone_are_shown(client, ben, talk, monday, slot):
    MeetingKind.objects.create(owner=ben, name="Review", slug="review", who="known")
    MeetingKind.objects.create(owner=ben, name="My own", slug="own", who="nobody")
    page = client.get(PAGE).content.decode()
    assert ("First talk" in page, "Review" in page, "My own" in page) == (True, False, False)
    assert client.post(PAGE, answers(slot, kind="review")).status_code == 422


def test_somebody_known_books_at_once_by_their_own_link(client, ben, rosa, talk, monday, slot):
    MeetingKind.objects.create(owner=ben, name="Review", slug="review", who="known", minutes=20)
    link = f"{PAGE}?p={booking_token(rosa)}"
    page = client.get(link).content.decode()
    assert ("Review" in page, "Rosa" in page, "rosa@post.example" in page) == (True, True, False)
    response = client.post(PAGE, {"kind": "review", "at": slot.isoformat(), "p": booking_token(rosa)})
    made = Appointment.objects.get()
    assert (made.state, made.guests.get().customer) == ("booked", rosa)
    assert response.url == reverse(
        "appointment-guest", args=[token_for("appointment", made.guests.get().token)]
    )


@pytest.mark.parametrize("purpose", ["appointment", "preferences", "reply"])
def test_a_token_of_another_purpose_is_a_strangers(client, ben, rosa, talk, monday, purpose):
    page = client.get(f"{PAGE}?p={token_for(purpose, rosa.pk)}").content.decode()
    assert "Rosa" not in page
    assert 'name="contact"' in page


def test_times_are_those_of_the_visitor_and_both_are_said(client, ben, talk, monday):
    page = client.get(f"{PAGE}?zone=Asia/Tokyo&day=2026-03-03").content.decode()
    assert ("Times in <bdi>Tokyo</bdi>" in page, "those in <bdi>Berlin</bdi>" in page) == (True, True)
    own = client.get(f"{PAGE}?zone=Europe/Paris&day=2026-03-03").content.decode()
    assert "those in <bdi>Berlin</bdi>" not in own


def test_the_hour_that_comes_twice_is_offered_twice_and_told_apart(client, ben, monday):
    zone_night = datetime(2026, 10, 24, 20, tzinfo=UTC)
    MeetingKind.objects.create(
        owner=ben, name="Night", slug="night", minutes=15, minutes_after=0, place="phone"
    )
    ben.hours_on_days.create(day="2026-10-25", opens="02:00", closes="04:00")
    with clock.travel(zone_night):
        page = client.get(f"{PAGE}?day=2026-10-25").content.decode()
    assert (page.count("UTC+2"), page.count("UTC+1")) == (4, 4)
    assert 'value="2026-10-25T00:30:00+00:00"' in page
    assert 'value="2026-10-25T01:30:00+00:00"' in page


def test_the_hour_that_is_left_out_is_not_offered(client, ben, monday):
    MeetingKind.objects.create(
        owner=ben, name="Night", slug="night", minutes=15, minutes_after=0, place="phone"
    )
    ben.hours_on_days.create(day="2026-03-29", opens="01:00", closes="04:00")
    with clock.travel(datetime(2026, 3, 28, 12, tzinfo=UTC)):
        page = client.get(f"{PAGE}?day=2026-03-29").content.decode()
    assert (page.count('type="radio"'), ">2:30<" in page) == (8, False)


def test_a_full_day_says_so_and_offers_the_list(client, ben, rosa, by_ben, talk, slot):
    Availability.objects.create(owner=ben, most_a_day=1)
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    page = client.get(f"{PAGE}?day=2026-03-03").content.decode()
    assert ('class="full"' in page, "Put me on the waiting list" in page) == (True, True)


def test_nothing_to_book_is_said(client, ben):
    assert "There is nothing to book at the moment." in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"kind": "x"}).status_code == 422


def test_the_page_is_not_for_search_engines_nor_kept_by_caches(client, ben, talk):
    response = client.get(PAGE)
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert "sessionid" not in response.cookies


def test_long_texts_are_refused(client, ben, talk, slot):
    for field in ("name", "contact", "message"):
        assert client.post(PAGE, answers(slot, **{field: "x" * 5000})).status_code == 422
    assert Customer.objects.count() == 0


def test_the_owner_finds_the_address_and_may_close_the_page(as_ben, client, ben, talk, monday):
    page = as_ben.get("/settings/appointments/").content.decode()
    assert "/b/ben/" in page
    assert 'href="/b/ben/"' in as_ben.get("/calendar/").content.decode()
    as_ben.post(
        "/settings/appointments/page/", {"page_open": "on", "page_words": "I am glad to hear from you."}
    )
    assert "I am glad to hear from you." in client.get(PAGE).content.decode()
    as_ben.post("/settings/appointments/page/", {"page_words": ""})
    assert client.get(PAGE).status_code == 404


def test_the_owner_finds_the_link_of_somebody_known(as_ben, ben, rosa, talk, monday):
    page = as_ben.get(f"/appointments/new/?person={rosa.pk}").content.decode()
    assert f"/b/ben/?p={booking_token(rosa)}" in page
    assert "?p=" not in as_ben.get("/appointments/new/").content.decode()


def test_where_it_is_is_said_as_the_visitor_sees_it(client, ben, talk, monday):
    MeetingKind.objects.filter(pk=talk.pk).update(place="visit")
    assert "at your place" in client.get(PAGE).content.decode()
