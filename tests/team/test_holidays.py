"""Public holidays are days off, told by name, unless hours are set for that very day."""

from datetime import UTC, date, datetime, time

import pytest

from appointments.facts import free_times
from appointments.models import HoursOnDay, MeetingKind
from kit import clock
from team import actions
from team.actions.hours import days_off_of
from team.errors import TeamRefused
from team.holidays import DaysOff, holidays_in, is_place, next_holidays, place_choices

CHRISTMAS, EPIPHANY = date(2026, 12, 25), date(2026, 1, 6)


def test_a_part_of_a_country_has_holidays_of_its_own():
    assert holidays_in("DE", 2026)[CHRISTMAS] == "Christmas Day"
    assert (EPIPHANY in holidays_in("DE", 2026), EPIPHANY in holidays_in("DE-BY", 2026)) == (False, True)


def test_names_come_in_the_language_of_the_reader_where_they_are_known():
    assert holidays_in("DE", 2026, "de")[CHRISTMAS] == "Erster Weihnachtstag"
    assert holidays_in("DE", 2026, "xx")[CHRISTMAS] == "Christmas Day"


@pytest.mark.parametrize("place", ["", "XX", "DE-XX", "de", "-", "DE-", "PT-"])
def test_a_place_that_is_none_has_no_holidays(place):
    assert not is_place(place)
    assert not holidays_in(place, 2026)


def test_the_next_ones_go_over_the_end_of_the_year():
    assert next_holidays("DE", date(2026, 12, 20), 3, "en") == [
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 26), "Second Day of Christmas"),
        (date(2027, 1, 1), "New Year's Day"),
    ]
    assert next_holidays("", date(2026, 12, 20), 3) == []


def test_days_off_are_ones_own_and_the_places_but_for_days_that_are_worked():
    off = DaysOff({date(2026, 3, 9)}, "DE", {CHRISTMAS})
    assert [day in off for day in (date(2026, 3, 9), date(2026, 12, 26), CHRISTMAS, date(2026, 3, 10))] == [
        True, True, False, False,
    ]  # fmt: skip


def test_choices_begin_with_the_own_country_and_its_parts():
    choices = place_choices("DE", "en")
    assert (choices[0], choices[2][0]) == (("", "none"), "All countries")
    name, own = choices[1]
    assert (name, own[0], ("DE-BY", "Bayern") in own) == ("Germany", ("DE", "Germany, all of it"), True)
    assert ("PT", "Portugal") in choices[2][1]


def test_a_holiday_has_no_free_times_unless_hours_are_set_for_it(ben, by_ben):
    actions.change_settings(distributor=ben, by=by_ben, holidays_of="DE")
    kind = MeetingKind.objects.create(owner=ben, name="Talk", slug="talk", minutes=60)
    with clock.travel(datetime(2026, 12, 22, 8, tzinfo=UTC)):
        assert free_times(ben, kind, CHRISTMAS, CHRISTMAS) == []
        HoursOnDay.objects.create(owner=ben, day=CHRISTMAS, opens=time(9), closes=time(10))
        assert len(free_times(ben, kind, CHRISTMAS, CHRISTMAS)) == 1
        assert CHRISTMAS in days_off_of(ben)


def test_a_place_nobody_knows_is_refused(ben, by_ben):
    with pytest.raises(TeamRefused) as refusal:
        actions.change_settings(distributor=ben, by=by_ben, holidays_of="XX")
    assert refusal.value.field == "holidays_of"


def test_the_page_keeps_a_place_and_shows_what_comes(as_ben, ben, monday):
    assert as_ben.post("/settings/hours/holidays/", {"holidays_of": "DE-BY"}).status_code == 302
    ben.refresh_from_db()
    assert ben.holidays_of == "DE-BY"
    shown = as_ben.get("/settings/hours/").context["holidays"]
    assert shown[0] == (date(2026, 4, 3), "Good Friday")
    assert as_ben.post("/settings/hours/holidays/", {"holidays_of": "ZZ"}).status_code == 422
