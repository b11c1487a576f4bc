"""The waiting list: who comes first is offered first what comes free, then the next."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from appointments.actions import book, cancel, confirm, sweep_requests
from appointments.actions import waiting as waiting_list
from appointments.actions.seats import confirm_seat, give_seat_back, take_seat
from appointments.actions.waiting import offer_freed, stop_waiting, wait_for
from appointments.errors import AppointmentError
from appointments.models import Appointment, Availability, MeetingKind, Waiting
from appointments.turns import offered_until
from customers.actions import delete_person
from customers.models import Consent, Customer, Email
from followups.models import Message, Task
from followups.tokens import token_for
from kit import clock
from kit.events import Actor, Door, last_event_of
from kit.undo import undo

pytestmark = pytest.mark.django_db

NOBODY = Actor(None, Door.TASK)
TUESDAY = date(2026, 3, 3)
HOUR = timedelta(hours=1)


def person(owner, name) -> Customer:
    made = Customer.objects.create(owner=owner, name=name)
    key = f"{name.lower()}@post.example"
    Email.objects.create(customer=made, owner=owner, address=key, key=key)
    Consent.objects.create(owner=owner, customer=made, channel="email", purpose="service")
    return made


@pytest.fixture
def full(ben, rosa, by_ben, talk, slot) -> Appointment:
    """The one meeting that Ben wants on that Tuesday."""
    Availability.objects.create(owner=ben, most_a_day=1)
    return book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


@pytest.fixture
def line(ben, full, talk) -> list[Waiting]:
    """Ada, then Bo."""
    return [
        wait_for(owner=ben, kind=talk, day=TUESDAY, person=person(ben, name), by=NOBODY)
        for name in ("Ada", "Bo")
    ]


def states() -> list[str]:
    return list(Waiting.objects.order_by("created_at", "pk").values_list("state", flat=True))


def sweep() -> int:
    sweep_requests(by=NOBODY)
    return offer_freed(by=NOBODY)


def test_nothing_is_offered_while_the_day_is_full(line):
    assert (sweep(), states()) == (0, ["waiting", "waiting"])
    assert Message.objects.filter(rule__key="meeting_listed", state="planned").count() == 2


def test_who_waits_first_is_offered_what_comes_free(line, full, by_ben):
    cancel(appointment=full, by=by_ben)
    assert (sweep(), sweep(), states()) == (1, 0, ["offered", "waiting"])
    ada = Waiting.objects.get(pk=line[0].pk)
    held = ada.guest.appointment
    assert (held.state, held.held_until, ada.offered_until) == (
        "asked",
        ada.offered_until,
        clock.now() + 3 * HOUR,
    )
    assert Message.objects.get(rule__key="meeting_offered").customer == ada.customer
    confirm(appointment=held, by=NOBODY)
    assert (sweep(), states()) == (0, ["taken", "waiting"])


def test_an_offer_that_passes_goes_to_the_next(line, full, by_ben):
    cancel(appointment=full, by=by_ben)
    sweep()
    with clock.travel(clock.now() + 3 * HOUR):
        assert (sweep(), states()) == (1, ["gone", "offered"])
        Waiting.objects.filter(state="offered").get()
    assert Message.objects.filter(rule__key="meeting_offered").count() == 2


def test_what_comes_free_is_not_a_strangers_meanwhile(client, line, full, by_ben, slot):
    cancel(appointment=full, by=by_ben)
    page = client.get("/b/ben/?day=2026-03-03").content.decode()
    assert "Put me on the waiting list" in page
    said = {"kind": "first-talk", "at": slot.isoformat(), "name": "Eva", "contact": "eva@post.example"}
    response = client.post("/b/ben/", said)
    assert (response.status_code, Customer.objects.filter(name="Eva").count()) == (409, 0)


def test_nobody_is_asked_at_night(line, full, by_ben):
    cancel(appointment=full, by=by_ben)
    with clock.travel(datetime(2026, 3, 2, 22, tzinfo=UTC)):
        assert (sweep(), states()) == (0, ["waiting", "waiting"])


def test_a_day_that_is_over_ends_the_waiting(line):
    with clock.travel(datetime(2026, 3, 5, 12, tzinfo=UTC)):
        sweep()
    assert states() == ["gone", "gone"]


def test_who_cannot_be_written_to_is_a_task(ben, full, talk, by_ben):
    bare = Customer.objects.create(owner=ben, name="No mail")
    wait_for(owner=ben, kind=talk, day=TUESDAY, person=bare, by=NOBODY)
    cancel(appointment=full, by=by_ben)
    sweep()
    assert [task.title for task in Task.objects.filter(customer=bare)] != []


def test_twice_is_once_and_five_days_are_the_most(ben, full, talk, line):
    ada = line[0].customer
    Availability.objects.filter(owner=ben).update(most_a_day=0)
    assert wait_for(owner=ben, kind=talk, day=TUESDAY, person=ada, by=NOBODY) == line[0]
    for number in range(1, 5):
        wait_for(owner=ben, kind=talk, day=TUESDAY + timedelta(days=number), person=ada, by=NOBODY)
    with pytest.raises(AppointmentError):
        wait_for(owner=ben, kind=talk, day=TUESDAY + timedelta(days=9), person=ada, by=NOBODY)


def test_somebody_deleted_who_waits_stops_nobody_else(ben, line, full, by_ben):
    delete_person(person=line[0].customer, by=by_ben)
    cancel(appointment=full, by=by_ben)
    sweep()
    assert states() == ["gone", "offered"]


def test_a_place_that_breaks_stops_nobody_elses(line, full, by_ben, monkeypatch):
    ada, free_time = line[0].customer, waiting_list._free_time

    def breaks(row):
        if row.customer == ada:
            raise ValueError("broken")
        return free_time(row)

    cancel(appointment=full, by=by_ben)
    monkeypatch.setattr(waiting_list, "_free_time", breaks)
    sweep()
    assert states() == ["waiting", "offered"]


def test_for_a_day_with_free_times_nobody_waits(client, ben, talk, slot):
    said = {"kind": "first-talk", "day": "2026-03-03", "name": "Eva", "contact": "eva@post.example"}
    assert client.post("/b/ben/wait/", said).status_code == 422
    assert (Waiting.objects.count(), Customer.objects.count()) == (0, 0)
    with pytest.raises(AppointmentError, match="free times"):
        wait_for(owner=ben, kind=talk, day=TUESDAY, person=person(ben, "Ada"), by=NOBODY)


def test_for_a_group_with_a_seat_nobody_waits(ben, by_ben, slot):
    kind = MeetingKind.objects.create(owner=ben, name="Tasting", slug="tasting", minutes=60, seats=2)
    book(owner=ben, by=by_ben, kind=kind, starts_at=slot)
    with pytest.raises(AppointmentError, match="free times"):
        wait_for(owner=ben, kind=kind, day=TUESDAY, person=person(ben, "Ada"), by=NOBODY)


def test_a_stranger_puts_themself_on_the_list(client, ben, full, talk):
    said = {"kind": "first-talk", "day": "2026-03-03", "name": "Eva", "contact": "eva@post.example"}
    response = client.post("/b/ben/wait/", said)
    assert response.url.startswith("/b/ben/asked/?how=list")
    assert "You are on the waiting list" in client.get(response.url).content.decode()
    row = Waiting.objects.get()
    assert (row.customer.name, row.day, row.state) == ("Eva", TUESDAY, "waiting")
    assert client.post("/b/ben/wait/", {**said, "day": "x"}).status_code == 422
    assert client.post("/b/ben/wait/", {**said, "day": "2020-01-01"}).status_code == 422


def test_a_stranger_keeps_nothing_from_others_before_they_confirm_it(client, ben, full, by_ben, talk, slot):
    client.post(
        "/b/ben/wait/",
        {"kind": "first-talk", "day": "2026-03-03", "name": "Eva", "contact": "eva@post.example"},
    )
    cancel(appointment=full, by=by_ben)
    assert (sweep(), states()) == (0, ["waiting"])
    assert slot.isoformat() in client.get("/b/ben/?day=2026-03-03").content.decode()
    path = f"/w/{token_for('waiting', Waiting.objects.get().pk)}/"
    assert "Yes, I wait" in client.get(path).content.decode()
    for _ in range(2):
        assert client.post(path).url == path
    assert "Yes, I wait" not in client.get(path).content.decode()
    assert slot.isoformat() not in client.get("/b/ben/?day=2026-03-03").content.decode()
    assert (sweep(), states()) == (1, ["offered"])


def test_they_leave_by_the_link_of_their_letter(client, line, full, by_ben):
    cancel(appointment=full, by=by_ben)
    sweep()
    path = f"/w/{token_for('waiting', line[0].pk)}/"
    assert "Take me off the list" in client.get(path).content.decode()
    assert client.post(f"{path}leave/").status_code == 302
    assert (states(), Appointment.objects.filter(state="asked").count()) == (["gone", "waiting"], 0)
    assert "You are not on the list any more." in client.get(path).content.decode()
    assert client.get(f"/w/{token_for('appointment', line[0].pk)}/").status_code == 404


def test_the_owner_sees_who_waits_takes_them_off_and_puts_them_back(as_ben, by_ben, line):
    page = as_ben.get("/calendar/?show=day&day=2026-03-03").content.decode()
    assert page.index(">Ada<") < page.index(">Bo<")
    as_ben.post(f"/waiting/{line[0].pk}/stop/")
    assert states() == ["gone", "waiting"]
    undo(event=last_event_of(line[0]), by=by_ben)
    assert states() == ["waiting", "waiting"]
    stop_waiting(waiting=line[0], by=by_ben)
    stop_waiting(waiting=line[0], by=by_ben)
    assert states() == ["gone", "waiting"]


def test_a_seat_of_a_group_that_comes_free(ben, by_ben, slot):
    kind = MeetingKind.objects.create(owner=ben, name="Tasting", slug="tasting", minutes=60, seats=1 + 1)
    group = book(owner=ben, by=by_ben, kind=kind, starts_at=slot)
    first, _ = (take_seat(appointment=group, person=person(ben, name), by=by_ben) for name in ("One", "Two"))
    waits = wait_for(owner=ben, kind=kind, day=TUESDAY, person=person(ben, "Ada"), by=NOBODY)
    assert (waits.appointment, sweep()) == (group, 0)
    give_seat_back(guest=first, by=NOBODY)
    assert sweep() == 1
    waits.refresh_from_db()
    assert (waits.state, waits.guest.state, waits.guest.appointment) == ("offered", "asked", group)
    confirm_seat(guest=waits.guest, by=NOBODY)
    sweep()
    assert states() == ["taken"]


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(("ahead", "hours"), [(24, 3), (3, 2), (1.4, None), (1, None)])
def test_until_when_something_is_offered(ahead, hours):
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    until = offered_until(now + ahead * HOUR, now, BERLIN)
    assert until == (now + hours * HOUR if hours else None)
