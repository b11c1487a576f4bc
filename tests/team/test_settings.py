"""How somebody works: changed by a verb, written down, taken back."""

from datetime import date, time

import pytest

from kit.models import Event
from kit.undo import undo
from team import actions
from team.actions.hours import hours_of
from team.errors import TeamRefused
from team.models import Distributor
from team.office_hours import USUAL_HOURS, Stretch


def fresh(ben):
    return Distributor.objects.get(pk=ben.pk)


def test_only_what_is_new_is_written_down(ben, by_ben):
    event = actions.change_settings(distributor=ben, by=by_ben, name="Ben", zone="Asia/Tokyo", daily_limit=5)
    assert event.kind == "settings.changed"
    assert event.before == {"zone": "Europe/Berlin", "daily_limit": 12}
    assert event.after == {"zone": "Asia/Tokyo", "daily_limit": 5}
    assert (fresh(ben).zone, ben.zone) == ("Asia/Tokyo", "Asia/Tokyo")


def test_nothing_new_is_no_event(ben, by_ben):
    assert actions.change_settings(distributor=ben, by=by_ben, name="Ben ") is None
    assert not Event.objects.exists()


def test_changes_are_taken_back(ben, by_ben):
    event = actions.change_settings(distributor=ben, by=by_ben, signature="Yours, Ben", quiet_from=time(20))
    undo(event=event, by=by_ben)
    assert (fresh(ben).signature, fresh(ben).quiet_from) == ("", time(21))


def test_a_change_made_again_since_is_not_taken_back(ben, by_ben):
    event = actions.change_settings(distributor=ben, by=by_ben, greeting="Benno")
    actions.change_settings(distributor=ben, by=by_ben, greeting="Benny")
    with pytest.raises(TeamRefused):
        undo(event=event, by=by_ben)
    assert fresh(ben).greeting == "Benny"


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"name": " "}, "name"), ({"zone": "Middle/Earth"}, "zone"), ({"handle": "CLEO"}, "handle")],
)
def test_refusals(ben, cleo, by_ben, fields, field):
    with pytest.raises(TeamRefused) as refusal:
        actions.change_settings(distributor=ben, by=by_ben, **fields)
    assert refusal.value.field == field
    assert not Event.objects.exists()


def test_the_tree_is_no_setting(ben, by_ben):
    with pytest.raises(TypeError):
        actions.change_settings(distributor=ben, by=by_ben, path="0")


def test_a_handle_can_be_given_up(ben, by_ben):
    actions.change_settings(distributor=ben, by=by_ben, handle="")
    assert fresh(ben).handle is None


def test_hours_replace_the_week_and_come_back(ben, by_ben):
    actions.set_hours(distributor=ben, by=by_ben, hours=USUAL_HOURS)
    event = actions.set_hours(distributor=ben, by=by_ben, hours=[Stretch(5, time(10), time(13))])
    assert hours_of(fresh(ben)) == [Stretch(5, time(10), time(13))]
    assert event.before["hours"][0] == [0, "09:00", "18:00"]
    undo(event=event, by=by_ben)
    assert hours_of(fresh(ben)) == list(USUAL_HOURS)


def test_hours_changed_again_since_are_not_taken_back(ben, by_ben):
    event = actions.set_hours(distributor=ben, by=by_ben, hours=USUAL_HOURS)
    later = [Stretch(5, time(10), time(13))]
    actions.set_hours(distributor=ben, by=by_ben, hours=later)
    with pytest.raises(TeamRefused, match="changed this again"):
        undo(event=event, by=by_ben)
    assert hours_of(fresh(ben)) == later


def test_the_same_hours_again_are_no_event(ben, by_ben):
    actions.set_hours(distributor=ben, by=by_ben, hours=USUAL_HOURS)
    assert actions.set_hours(distributor=ben, by=by_ben, hours=reversed(USUAL_HOURS)) is None


@pytest.mark.parametrize(
    "hours",
    [
        [Stretch(2, time(12), time(9))],
        [Stretch(2, time(9), time(9))],
        [Stretch(2, time(9), time(12)), Stretch(2, time(11), time(15))],
    ],
)
def test_hours_that_cannot_be_are_refused(ben, by_ben, hours):
    with pytest.raises(TeamRefused) as refusal:
        actions.set_hours(distributor=ben, by=by_ben, hours=hours)
    assert refusal.value.field == "day_2"
    assert hours_of(fresh(ben)) == []


def test_quiet_hours_need_a_length(ben, by_ben):
    quiet = {"quiet_from": time(8), "quiet_until": time(8)}
    with pytest.raises(TeamRefused):
        actions.set_quiet_hours(distributor=ben, by=by_ben, on=True, **quiet)
    assert actions.set_quiet_hours(distributor=ben, by=by_ben, on=False, **quiet)


def test_days_off_are_taken_in_a_row_and_given_back(ben, by_ben):
    days = {"first": date(2026, 3, 3), "last": date(2026, 3, 5)}
    event = actions.take_days_off(distributor=ben, by=by_ben, **days, reason=" at the sea ")
    assert event.after == {
        "days": ["2026-03-03", "2026-03-04", "2026-03-05"],
        "reason": "at the sea",
    }
    middle = ben.days_off.get(day=date(2026, 3, 4))
    back = actions.give_back_day_off(day_off=middle, by=by_ben)
    assert list(ben.days_off.values_list("day", flat=True)) == [date(2026, 3, 3), date(2026, 3, 5)]
    undo(event=back, by=by_ben)
    assert ben.days_off.count() == 3
    undo(event=event, by=by_ben)
    assert ben.days_off.count() == 0


def test_only_new_days_off_are_written_down(ben, by_ben):
    actions.take_days_off(distributor=ben, by=by_ben, first=date(2026, 3, 4))
    event = actions.take_days_off(distributor=ben, by=by_ben, first=date(2026, 3, 3), last=date(2026, 3, 4))
    assert event.after["days"] == ["2026-03-03"]
    assert actions.take_days_off(distributor=ben, by=by_ben, first=date(2026, 3, 4)) is None


@pytest.mark.parametrize("last", [date(2026, 3, 1), date(2028, 3, 3)])
def test_days_off_end_after_they_begin_and_within_a_year(ben, by_ben, last):
    with pytest.raises(TeamRefused) as refusal:
        actions.take_days_off(distributor=ben, by=by_ben, first=date(2026, 3, 3), last=last)
    assert refusal.value.field == "last"
