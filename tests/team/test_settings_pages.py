"""The pages of the settings: each form calls its verb, errors come back with what was typed."""

from datetime import date, time

import pytest

from kit.models import Event
from team.actions.hours import hours_of
from team.models import Distributor
from team.office_hours import USUAL_HOURS, Stretch

PROFILE = {
    "name": "Ben Otto",
    "greeting": "Ben",
    "signature": "Yours, Ben",
    "handle": "benno",
    "language": "en",
    "zone": "America/Vancouver",
    "theme": "dark",
    "shortcuts": "off",
    "daily_limit": "7",
}
PAGES = ["/settings/", "/settings/hours/", "/settings/team/", "/settings/security/", "/welcome/"]


@pytest.mark.parametrize("address", PAGES)
def test_pages_open_and_change_nothing(as_ben, address):
    assert as_ben.get(address).status_code == 200
    assert not Event.objects.exists()


@pytest.mark.parametrize("address", ["/settings/", "/settings/hours/", "/settings/security/"])
def test_staff_have_settings_too(client, db, address):
    client.force_login(Distributor.objects.create_superuser("admin@kept.example", "x", name="Admin"))
    assert client.get(address).status_code == 200


def test_the_profile_is_kept(as_ben, ben):
    answer = as_ben.post("/settings/", PROFILE)
    assert (answer.status_code, answer["Location"]) == (302, "/settings/")
    ben.refresh_from_db()
    assert (ben.name, ben.handle, ben.zone, ben.theme, ben.shortcuts, ben.daily_limit) == (
        "Ben Otto",
        "benno",
        "America/Vancouver",
        "dark",
        "off",
        7,
    )
    assert ben.review_repeat_thanks is False
    assert ben.email == "ben@kept.example"


def test_a_change_of_settings_is_undone_from_the_toast(as_ben, ben):
    as_ben.post("/settings/", PROFILE)
    event = Event.objects.get(kind="settings.changed")
    assert f"/undo/{event.pk}/" in as_ben.get("/settings/").content.decode()
    as_ben.post(f"/undo/{event.pk}/")
    ben.refresh_from_db()
    assert (ben.name, ben.zone, ben.theme, ben.shortcuts) == ("Ben", "Europe/Berlin", "system", "device")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("handle", "not a handle"),
        ("handle", "cleo"),
        ("zone", "Middle/Earth"),
        ("daily_limit", "0"),
        ("daily_limit", "many"),
        ("theme", "pink"),
        ("shortcuts", "maybe"),
        ("language", "tlh"),
    ],
)
def test_a_wrong_profile_comes_back(as_ben, ben, cleo, field, value):
    answer = as_ben.post("/settings/", PROFILE | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    ben.refresh_from_db()
    assert ben.name == "Ben"


def test_the_colours_are_on_the_page(as_ben, ben):
    Distributor.objects.filter(pk=ben.pk).update(theme="dark")
    assert 'data-theme="dark"' in as_ben.get("/settings/").content.decode()


def test_pages_show_the_clock_of_the_person(as_ben, ben, monday):
    """The clock is held at 9:30 in UTC; Ben's invitation runs out at 9:30 there, 18:30 in Tokyo."""
    Distributor.objects.filter(pk=ben.pk).update(zone="Asia/Tokyo")
    page = as_ben.post("/settings/team/", {"name": "Dora", "email": "dora@post.example"})
    assert "18:30" in page.content.decode()


WEEK = {f"day_{day}_{number}_{end}": "" for day in range(7) for number in (1, 2) for end in ("from", "to")}


def test_the_week_is_kept(as_ben, ben):
    times = {
        "day_0_1_from": "09:00",
        "day_0_1_to": "12:00",
        "day_0_2_from": "14:00",
        "day_0_2_to": "18:00",
        "day_5_1_from": "10:00",
        "day_5_1_to": "13:00",
    }
    assert as_ben.post("/settings/hours/week/", WEEK | times).status_code == 302
    assert hours_of(ben) == [
        Stretch(0, time(9), time(12)),
        Stretch(0, time(14), time(18)),
        Stretch(5, time(10), time(13)),
    ]
    shown = {name: as_ben.get("/settings/hours/").context["hours_form"][name].value() for name in times}
    assert shown == {name: time.fromisoformat(value) for name, value in times.items()}


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"day_0_1_from": "09:00"}, "day_0_1_to"),
        ({"day_3_2_to": "09:00"}, "day_3_2_from"),
        ({"day_0_1_from": "18:00", "day_0_1_to": "09:00"}, "day_0_1_from"),
        ({"day_0_1_from": "25:00", "day_0_1_to": "09:00"}, "day_0_1_from"),
        (
            {
                "day_0_1_from": "09:00",
                "day_0_1_to": "12:00",
                "day_0_2_from": "11:00",
                "day_0_2_to": "13:00",
            },
            "day_0_1_from",
        ),
    ],
)
def test_a_wrong_week_comes_back(as_ben, ben, times, field):
    answer = as_ben.post("/settings/hours/week/", WEEK | times)
    assert answer.status_code == 422
    assert list(answer.context["hours_form"].errors) == [field]
    assert hours_of(ben) == []


def test_three_stretches_of_a_day_are_all_offered(as_ben, ben):
    for opens in (8, 12, 16):
        ben.office_hours.create(weekday=2, opens=time(opens), closes=time(opens + 2))
    form = as_ben.get("/settings/hours/").context["hours_form"]
    assert form["day_2_3_from"].value() == time(16)


def test_the_usual_hours_by_one_press(as_ben, ben):
    answer = as_ben.post("/settings/hours/usual/", {"next": "/welcome/"})
    assert answer["Location"] == "/welcome/"
    assert hours_of(ben) == list(USUAL_HOURS)
    assert as_ben.get("/welcome/").context["has_hours"]


@pytest.mark.parametrize("to", ["https://evil.example/", "foo"])
def test_nobody_is_led_away(as_ben, to):
    answer = as_ben.post("/settings/hours/usual/", {"next": to})
    assert answer["Location"] == "/settings/hours/"


def test_quiet_hours_are_kept(as_ben, ben):
    as_ben.post(
        "/settings/hours/quiet/", {"quiet_hours_on": "on", "quiet_from": "20:30", "quiet_until": "07:00"}
    )
    ben.refresh_from_db()
    assert (ben.quiet_hours_on, ben.quiet_from, ben.quiet_until) == (True, time(20, 30), time(7))


def test_quiet_hours_without_length_come_back(as_ben, ben):
    answer = as_ben.post(
        "/settings/hours/quiet/", {"quiet_hours_on": "on", "quiet_from": "20:00", "quiet_until": "20:00"}
    )
    assert answer.status_code == 422
    ben.refresh_from_db()
    assert ben.quiet_from == time(21)


def test_days_off_are_taken_and_given_back(as_ben, ben, monday):
    as_ben.post("/settings/hours/off/", {"first": "2026-03-10", "last": "2026-03-11", "reason": "sea"})
    days = list(as_ben.get("/settings/hours/").context["days_off"])
    assert [day.day for day in days] == [date(2026, 3, 10), date(2026, 3, 11)]
    as_ben.post(f"/settings/hours/off/{days[0].pk}/back/")
    assert [day.day for day in ben.days_off.all()] == [date(2026, 3, 11)]


@pytest.mark.parametrize(
    "days", [{"first": ""}, {"first": "2026-02-30"}, {"first": "2026-03-11", "last": "2026-03-10"}]
)
def test_wrong_days_off_come_back(as_ben, ben, days):
    assert as_ben.post("/settings/hours/off/", days).status_code == 422
    assert not ben.days_off.exists()


def test_a_day_off_of_somebody_else_does_not_exist(as_cleo, ben):
    day = ben.days_off.create(day=date(2026, 3, 10))
    assert as_cleo.post(f"/settings/hours/off/{day.pk}/back/").status_code == 404
    assert ben.days_off.count() == 1


@pytest.mark.parametrize(
    "address",
    ["/settings/hours/week/", "/settings/hours/usual/", "/settings/hours/quiet/", "/settings/hours/off/"],
)
def test_looking_at_a_verb_is_not_doing_it(as_ben, address):
    assert as_ben.get(address).status_code == 405
