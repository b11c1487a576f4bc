"""What can be booked, how much and when not: by the verbs, taken back, and on the page."""

from datetime import date, time

import pytest

from appointments.actions import (
    add_kind,
    change_availability,
    change_kind,
    ensure_kinds,
    free_protected_time,
    protect_time,
    retire_kind,
    set_hours_on_day,
)
from appointments.actions.availability import hours_on
from appointments.errors import AppointmentError, Settled
from appointments.facts import terms_of
from appointments.models import Availability, MeetingKind, ProtectedTime
from kit.events import Event
from kit.undo import undo

pytestmark = pytest.mark.django_db
PAGE = "/settings/appointments/"
KIND = {
    "name": "Tasting", "minutes": "90", "place": "here", "travel_minutes": "0", "minutes_before": "15",
    "minutes_after": "30", "seats": "8", "who": "known",
}  # fmt: skip


def last() -> Event:
    return Event.objects.order_by("-at", "-pk")[0]


def test_who_has_no_kinds_gets_those_of_the_house_once(ben, by_ben):
    names = [kind.name for kind in ensure_kinds(owner=ben, by=by_ben)]
    assert names == ["First talk", "Presentation", "Looking back together", "Sample drop", "Training"]
    assert [kind.name for kind in ensure_kinds(owner=ben, by=by_ben)] == names


def test_who_retired_all_gets_none_anew(ben, by_ben, talk):
    retire_kind(kind=talk, by=by_ben)
    assert ensure_kinds(owner=ben, by=by_ben) == []


def test_kinds_of_one_name_have_addresses_of_their_own(ben, by_ben):
    slugs = [add_kind(owner=ben, by=by_ben, name=name).slug for name in ("Talk", "Talk", "山田", "Talk")]
    assert slugs == ["talk", "talk-2", "meeting", "talk-3"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("minutes", 0),
        ("minutes", 1800),
        ("seats", 0),
        ("minutes_after", 1441),
        ("travel_minutes", -1),
    ],
)
def test_kinds_that_cannot_be(ben, by_ben, field, value):
    with pytest.raises(AppointmentError) as refused:
        add_kind(owner=ben, by=by_ben, **{"name": "Talk", field: value})
    assert (refused.value.field, MeetingKind.objects.count()) == (field, 0)


def test_a_change_is_taken_back_unless_it_was_changed_again(by_ben, talk):
    event = change_kind(kind=talk, by=by_ben, minutes=45, name=talk.name)
    assert (event.before, event.after) == ({"minutes": 60}, {"minutes": 45})
    assert change_kind(kind=talk, by=by_ben, minutes=45) is None
    undo(event=event, by=by_ben)
    assert MeetingKind.objects.get().minutes == 60
    event = change_kind(kind=talk, by=by_ben, minutes=30)
    change_kind(kind=talk, by=by_ben, minutes=20)
    with pytest.raises(Settled):
        undo(event=event, by=by_ben)


def test_limits_are_kept_and_taken_back(ben, by_ben):
    event = change_availability(owner=ben, by=by_ben, most_a_day=4, notice_minutes=240)
    assert (terms_of(ben).most_a_day, terms_of(ben).notice_minutes) == (4, 240)
    undo(event=event, by=by_ben)
    assert (terms_of(ben).most_a_day, terms_of(ben).notice_minutes) == (None, 120)


@pytest.mark.parametrize(
    ("field", "value"),
    [("most_a_day", 0), ("step_minutes", 0), ("furthest_days", 0), ("notice_minutes", 90_000)],
)
def test_limits_that_cannot_be(ben, by_ben, field, value):
    with pytest.raises(AppointmentError) as refused:
        change_availability(owner=ben, by=by_ben, **{field: value})
    assert refused.value.field == field


def test_a_protected_time_comes_and_goes(ben, by_ben):
    protect_time(owner=ben, by=by_ben, weekday=2, starts=time(12), ends=time(13), title="Choir")
    row = ProtectedTime.objects.get()
    with pytest.raises(AppointmentError):
        protect_time(owner=ben, by=by_ben, weekday=2, starts=time(12), ends=time(14))
    event = free_protected_time(protected=row, by=by_ben)
    undo(event=event, by=by_ben)
    assert [str(one) for one in ProtectedTime.objects.all()] == ["Wednesday 12:00-13:00"]
    undo(event=last_added(), by=by_ben)
    assert not ProtectedTime.objects.exists()


def last_added() -> Event:
    return Event.objects.filter(kind="protected_time.added").order_by("-at", "-pk")[0]


def test_hours_of_a_day_are_set_and_taken_back(ben, by_ben):
    day = date(2026, 5, 1)
    event = set_hours_on_day(owner=ben, by=by_ben, day=day, hours=[(time(10), time(12))])
    assert hours_on(ben, day) == [(time(10), time(12))]
    undo(event=event, by=by_ben)
    assert hours_on(ben, day) == []
    for wrong in ([(time(12), time(10))], [(time(9), time(12)), (time(11), time(13))]):
        with pytest.raises(AppointmentError):
            set_hours_on_day(owner=ben, by=by_ben, day=day, hours=wrong)


def test_on_the_page_a_kind_is_added_changed_and_retired(as_ben, ben):
    assert as_ben.post(f"{PAGE}kinds/add/", KIND).status_code == 302
    kind = MeetingKind.objects.get()
    assert (kind.name, kind.minutes, kind.seats, kind.who, kind.owner) == ("Tasting", 90, 8, "known", ben)
    assert as_ben.post(f"{PAGE}kinds/{kind.pk}/", {**KIND, "minutes": "60"}).status_code == 302
    as_ben.post(f"{PAGE}kinds/{kind.pk}/retire/")
    kind.refresh_from_db()
    assert (kind.minutes, kind.is_active) == (60, False)


def test_what_cannot_be_is_said_at_its_field(as_ben, talk):
    page = as_ben.post(f"{PAGE}kinds/{talk.pk}/", {**KIND, "minutes": "1800"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["minutes"])
    page = as_ben.post(
        f"{PAGE}limits/",
        {
            "step_minutes": "1",
            "notice_minutes": "0",
            "furthest_days": "9",
            "pause_minutes": "0",
            "early_minutes": "5",
        },
    )
    assert (page.status_code, list(page.context["limits_form"].errors)) == (422, ["step_minutes"])
    page = as_ben.post(f"{PAGE}protected/", {"weekday": "1", "starts": "12:00", "ends": "11:00"})
    assert (page.status_code, list(page.context["protected_form"].errors)) == (422, ["ends"])


def test_looking_makes_nothing(as_ben, ben):
    assert as_ben.get(PAGE).status_code == 200
    assert not MeetingKind.objects.exists()
    assert not Availability.objects.exists()


def test_the_page_gives_the_usual_kinds_by_a_press(as_ben, ben):
    as_ben.post(f"{PAGE}kinds/usual/")
    assert ben.meeting_kinds.count() == 5


def test_own_times_are_kept_on_the_page(as_ben, ben):
    as_ben.post(f"{PAGE}protected/", {"weekday": "1", "starts": "12:00", "ends": "13:00", "title": "Choir"})
    as_ben.post(f"{PAGE}days/", {"day": "2030-05-01", "opens": "10:00", "closes": "12:00"})
    as_ben.post(f"{PAGE}protected/{ben.protected_times.get().pk}/free/")
    assert not ben.protected_times.exists()
    as_ben.post(f"{PAGE}days/{ben.hours_on_days.get().pk}/clear/")
    assert not ben.hours_on_days.exists()
    assert as_ben.get("/history/?topic=appointments").status_code == 200
