"""The meeting room by its addresses: what it shows, saving with and without a script, orders, the end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from appointments import actions
from appointments.models import MeetingKind, NotedLine, Notes
from customers.actions.wants import note_want
from followups.actions.promises import make_promise
from kit import clock
from mlmcrm.meeting_page import caught_in, notes_of, room_of
from sales.models import Order, Product

AGENDA = [
    {"title": "How is Sami", "minutes": 3},
    {"title": "Balm", "minutes": 10, "hint": "The night balm first"},
]


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="HB", name="Hand balm", price=Decimal(12), currency="EUR"
    )


@pytest.fixture
def meeting(ben, by_ben, rosa, monday):
    kind = MeetingKind.objects.create(
        owner=ben, name="Talk", slug="talk", minutes=30, seats=3, place="phone", agenda=AGENDA
    )
    at = clock.now() + timedelta(minutes=10)
    return actions.book(owner=ben, by=by_ben, kind=kind, starts_at=at, people=[rosa], anyway=True)


def to(name: str, meeting) -> str:
    return reverse(f"meeting{name}", args=[meeting.pk])


def save(client, meeting, text: str, revision=0, *, script=True):
    accept = {"headers": {"accept": "application/json"}} if script else {}
    body = {"text": text, "revision": revision, "page": "a"}
    return client.post(to("-save", meeting), body, **accept)


def test_before_the_meeting_the_room_tells_who_comes(as_ben, ben, by_ben, rosa, meeting):
    make_promise(customer=rosa, by=by_ben, text="A sample", due_on=ben.today())
    note_want(customer=rosa, by=by_ben, text="Something without perfume")
    shown = as_ben.get(to("", meeting)).context["room"]
    assert [
        (one.person.name, [p.text for p in one.promises], [w.text for w in one.wants]) for one in shown.people
    ] == [("Rosa Lind", ["A sample"], ["Something without perfume"])]
    assert [step.item.title for step in shown.steps] == ["How is Sami", "Balm"]
    assert (shown.minutes, shown.seconds, shown.people[0].missing) == (
        30, 0, ["phone", "birthday", "best time to reach them"],
    )  # fmt: skip


def test_to_look_at_the_room_changes_nothing(as_ben, meeting):
    as_ben.get(to("", meeting))
    assert Notes.objects.count() == 0


def test_the_browser_may_listen_here_alone(as_ben, meeting):
    assert "microphone=(self)" in as_ben.get(to("", meeting)).headers["Permissions-Policy"]
    assert "microphone=()" in as_ben.get("/today/").headers["Permissions-Policy"]


def test_the_next_appointment_of_the_day_is_named(ben, by_ben, rosa, meeting):
    at = meeting.ends_at + timedelta(hours=3)
    following = actions.book(
        owner=ben, by=by_ben, kind=meeting.kind, starts_at=at, people=[rosa], anyway=True
    )
    room = room_of(ben, meeting, list(meeting.guests.select_related("customer")), notes_of(meeting))
    assert room.following == following


def test_the_clock_survives_a_reload(as_ben, meeting):
    as_ben.post(to("-begin", meeting))
    clock.advance(minutes=12, seconds=40)
    room = as_ben.get(to("", meeting)).context["room"]
    assert (room.clock, room.seconds, room.steps[0].left) == ("12:40", 760, -9)


def test_items_are_gone_through(as_ben, meeting):
    as_ben.post(to("-begin", meeting))
    clock.advance(minutes=4)
    answer = as_ben.post(
        to("-item", meeting), {"position": 0, "do": "finish"}, headers={"hx-request": "true"}
    )
    assert [(step.took, step.is_running) for step in answer.context["steps"]] == [(4, False), (0, True)]
    assert as_ben.post(to("-item", meeting), {"position": "x"}).status_code == 422


def test_a_script_is_told_what_stands_and_what_was_caught(as_ben, meeting, balm):
    answer = save(as_ben, meeting, "! Ask about the card, by Thursday\n+ 2 hand balm")
    assert answer.status_code == 200
    assert (answer.json()["revision"], answer.json()["saved"]) == (1, "10:30")
    assert "by Thu 5 Mar." in answer.json()["caught"]
    assert "Order, €24.00" in answer.json()["caught"]


def test_two_pages_never_write_over_each_other(as_ben, meeting):
    save(as_ben, meeting, "from the phone")
    answer = save(as_ben, meeting, "from the desk", 0)
    assert (answer.status_code, answer.json()["text"], answer.json()["revision"]) == (
        409,
        "from the phone",
        1,
    )
    assert Notes.objects.get().text == "from the phone"


def test_without_a_script_both_texts_are_shown_and_nothing_is_written(as_ben, meeting):
    save(as_ben, meeting, "from the phone")
    answer = save(as_ben, meeting, "from the desk", 0, script=False)
    assert answer.status_code == 409
    assert answer.context["notes"].text == "from the phone\nfrom the desk"
    assert Notes.objects.get().text == "from the phone"
    again = save(as_ben, meeting, answer.context["notes"].text, 1, script=False)
    assert again.status_code == 302


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40])
def test_a_revision_that_is_none_never_writes_over_one(as_ben, meeting, revision):
    save(as_ben, meeting, "kept")
    assert save(as_ben, meeting, "other", revision).status_code == 409
    assert Notes.objects.get().text == "kept"


def test_more_than_the_notes_hold_is_said_and_not_lost(as_ben, meeting):
    assert save(as_ben, meeting, "a" * 100_001).json()["code"] == "too_long"
    shown = save(as_ben, meeting, "a" * 100_001, script=False)
    assert (shown.status_code, len(shown.context["notes"].text)) == (422, 100_001)


def test_who_is_signed_out_is_sent_to_sign_in(client, meeting):
    assert save(client, meeting, "x").url == f"/accounts/login/?next={to('-save', meeting)}"


def test_the_end_saves_what_was_typed_and_leads_to_the_notes(as_ben, meeting):
    as_ben.post(to("-begin", meeting))
    answer = as_ben.post(to("-end", meeting), {"text": "! A sample\r\n~ Soap", "revision": 0})
    assert answer.status_code == 302
    assert list(NotedLine.objects.values_list("mark", "text")) == [("promise", "A sample"), ("want", "Soap")]
    meeting.refresh_from_db()
    assert meeting.state == "finished"


def test_an_end_upon_an_old_page_ends_nothing(as_ben, meeting):
    save(as_ben, meeting, "from the phone")
    answer = as_ben.post(to("-end", meeting), {"text": "from the desk", "revision": 0})
    assert answer.status_code == 409
    assert Notes.objects.get().ended_at is None


def test_an_order_is_entered_from_its_line_once_and_known_again(as_ben, ben, meeting, balm, rosa):
    save(as_ben, meeting, "Sami\n+ 2 hand balm")
    form = as_ben.get(to("-order", meeting), {"line": 1}).context["form"]
    assert (form["typed"].value(), form["person"].value()) == ("2 hand balm", str(rosa.pk))
    body = {name: form[name].value() or "" for name in ("person", "typed", "request_key", "purpose")}
    for _again in range(2):
        answer = as_ben.post(to("-order", meeting), body, headers={"hx-request": "true"})
        assert answer.headers["HX-Trigger"] == "kept:ordered"
    order = Order.objects.get()
    (caught,) = caught_in(ben, meeting, list(meeting.guests.all()), notes_of(meeting).text)
    assert (order.total, caught.order) == (Decimal(24), order)
    as_ben.post(to("-end", meeting))
    assert NotedLine.objects.get().order_id == order.pk


def test_an_order_that_is_entered_after_the_end_is_linked_too(as_ben, meeting, balm):
    save(as_ben, meeting, "+ 2 hand balm")
    as_ben.post(to("-end", meeting))
    form = as_ben.get(to("-order", meeting), {"line": 0}).context["form"]
    body = {name: form[name].value() or "" for name in ("person", "typed", "request_key", "purpose")}
    as_ben.post(to("-order", meeting), body)
    assert NotedLine.objects.get().order_id == Order.objects.get().pk


def test_an_order_that_is_not_clear_asks(as_ben, meeting, balm):
    body = {"person": meeting.guests.get().customer_id, "typed": "2 unknown things"}
    answer = as_ben.post(to("-order", meeting), body, headers={"hx-request": "true"})
    assert answer.status_code == 422
    assert Order.objects.count() == 0


def test_a_cancelled_meeting_says_so(as_ben, by_ben, meeting):
    actions.cancel(appointment=meeting, by=by_ben)
    assert save(as_ben, meeting, "x").status_code == 422
    assert as_ben.get(to("", meeting)).status_code == 200
    assert as_ben.post(to("-begin", meeting)).status_code == 422
