"""Times and lengths that cannot be: refused by the verbs, and said at their fields on the pages."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from appointments.actions import add_kind, book, move, protect_time, set_hours_on_day
from appointments.errors import AppointmentError, JustTaken, NoSlot
from appointments.facts import free_times
from appointments.models import Appointment
from kit import clock

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
KIND = {
    "name": "Odd", "about": "", "minutes": "30", "place": "phone", "address": "", "travel_minutes": "0",
    "minutes_before": "0", "minutes_after": "0", "seats": "1", "who": "anyone", "agenda": "",
}  # fmt: skip


@pytest.fixture
def meeting(ben, rosa, by_ben, talk, slot):
    return book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("minutes", 0), ("minutes", -5), ("minutes", 1800), ("minutes_before", 1441),
        ("minutes_after", -1), ("travel_minutes", 2000), ("seats", 0),
    ],
)  # fmt: skip
def test_lengths_that_cannot_be(ben, by_ben, as_ben, field, value):
    with pytest.raises(AppointmentError) as refused:
        add_kind(owner=ben, by=by_ben, name="Odd", **{field: value})
    assert refused.value.field == field
    page = as_ben.post("/settings/appointments/kinds/add/", {**KIND, field: str(value)})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert ben.meeting_kinds.count() == 0


def test_an_agenda_that_cannot_be_read_is_said_at_its_line(as_ben):
    page = as_ben.post("/settings/appointments/kinds/add/", {**KIND, "agenda": "5 min One\n0 min Two"})
    assert page.context["form"].errors["agenda"] == ["Line 2: from 1 to 720 minutes, please."]


@pytest.mark.parametrize(("starts", "ends"), [("12:00", "11:00"), ("12:00", "12:00")])
def test_the_end_before_the_beginning(ben, by_ben, as_ben, starts, ends):
    with pytest.raises(AppointmentError):
        protect_time(
            owner=ben, by=by_ben, weekday=1, starts=time.fromisoformat(starts), ends=time.fromisoformat(ends)
        )  # fmt: skip
    with pytest.raises(AppointmentError):
        hours = [(time.fromisoformat(starts), time.fromisoformat(ends))]
        set_hours_on_day(owner=ben, by=by_ben, day=date(2026, 3, 3), hours=hours)
    page = as_ben.post(
        "/settings/appointments/protected/", {"weekday": "1", "starts": starts, "ends": ends, "title": ""}
    )
    assert (page.status_code, list(page.context["protected_form"].errors)) == (422, ["ends"])


def test_pauses_longer_than_the_day_leave_a_day_of_one(ben, rosa, by_ben, talk, slot):
    talk.minutes_before = talk.minutes_after = 720
    talk.save()
    day = date(2026, 3, 3)
    assert free_times(ben, talk, day, day)
    book(owner=ben, by=by_ben, kind=talk, starts_at=slot, people=[rosa])
    assert free_times(ben, talk, day, day) == []
    with pytest.raises(JustTaken):
        book(owner=ben, by=by_ben, kind=talk, starts_at=slot + 8 * HOUR, people=[rosa], anyway=True)


def test_the_past_is_over_for_every_door(ben, rosa, by_ben, as_ben, talk, meeting, slot, monday):
    past = monday - HOUR
    with pytest.raises(NoSlot) as refused:
        book(owner=ben, by=by_ben, kind=talk, starts_at=past, people=[rosa], anyway=True)
    assert refused.value.code == "past"
    with pytest.raises(NoSlot):
        move(appointment=meeting, by=by_ben, starts_at=past, anyway=True)
    new = {"kind": str(talk.pk), "person": str(rosa.pk), "at": past.isoformat()}
    assert as_ben.post("/appointments/new/", new).status_code == 422
    placed = as_ben.post(
        f"/appointments/{meeting.pk}/place/",
        {"day": "2026-03-02", "clock": "08:00"},
        headers={"HX-Request": "true"},
    )
    assert (placed.status_code, "That time is over." in placed.content.decode()) == (422, True)
    assert placed.content.decode().count('name="at"') == 2
    assert Appointment.objects.get().starts_at == slot


@pytest.mark.parametrize(
    "at", ["", "never", "2026-03-03T10:00:00", "9999999999", "2026-13-45T25:61:00Z", "\x00"]
)
def test_moments_that_are_none(as_ben, meeting, slot, at):
    for door in ("move", "place"):
        assert as_ben.post(f"/appointments/{meeting.pk}/{door}/", {"at": at}).status_code == 422
    assert Appointment.objects.get().starts_at == slot


def test_a_time_that_the_clocks_skip_is_the_first_after_it(as_ben, meeting):
    """In Berlin 02:30 on 29 March 2026 does not exist; it is 3:00 then."""
    answer = as_ben.post(
        f"/appointments/{meeting.pk}/place/", {"day": "2026-03-29", "clock": "02:30", "anyway": "on"}
    )
    assert answer.status_code == 302
    assert Appointment.objects.get().starts_at == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_of_a_time_that_comes_twice_the_first_is_taken(as_ben, ben, meeting):
    ben.zone = "Europe/Berlin"
    with clock.travel(datetime(2026, 10, 1, 8, tzinfo=UTC)):
        answer = as_ben.post(
            f"/appointments/{meeting.pk}/place/", {"day": "2026-10-25", "clock": "02:30", "anyway": "on"}
        )
    assert answer.status_code == 302
    assert Appointment.objects.get().starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_page_left_open_does_not_write_over_a_change(as_ben, by_ben, meeting, later):
    before = meeting.version
    move(appointment=meeting, by=by_ben, starts_at=later)
    answer = as_ben.post(
        f"/appointments/{meeting.pk}/place/", {"day": "2026-03-04", "clock": "10:00", "version": str(before)}
    )
    assert (answer.status_code, "This was changed since you opened it." in answer.content.decode()) == (
        422,
        True,
    )
    assert Appointment.objects.get().starts_at == later


@pytest.mark.parametrize("minutes", ["0", "-1", "1800", "ten", "", "99999999999999999999"])
def test_minutes_of_lateness_that_cannot_be(as_ben, client, meeting, slot, minutes):
    with clock.travel(slot):
        assert as_ben.post(f"/appointments/{meeting.pk}/late/", {"minutes": minutes}).status_code == 422
    assert Appointment.objects.get().late_minutes is None


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_days_of_emergencies_that_are_none(as_ben, meeting, day):
    assert as_ben.get(f"/calendar/{day}/emergency/").status_code == 404
