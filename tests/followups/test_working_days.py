"""A task falls due on a day on which the distributor works, unless somebody waits for it."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.actions import owe_for_order, plan_ahead
from followups.models import Task
from kit import clock
from kit.events import Actor, Door
from team.models import DayOff, OfficeHours
from team.office_hours import Stretch, working_day
from tests.followups.test_owing import purchase
from tests.followups.test_pacing import imported  # noqa: F401 (a fixture)

HOUSE = Actor(None, Door.TASK)
WEEKDAYS = tuple(Stretch(weekday, time(9), time(18)) for weekday in range(5))

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
weeks = st.lists(st.builds(Stretch, st.integers(0, 6), st.just(time(9)), st.just(time(12))), max_size=5)
offs = st.lists(days, max_size=30).map(set)


@given(days, weeks, offs)
def test_the_next_working_day_is_the_first_with_hours_that_is_not_off(day, hours, off):
    found = working_day(day, hours, off)
    assert found >= day
    if not hours:
        assert found == day
        return
    weekdays = {stretch.weekday for stretch in hours}
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert found.weekday() in weekdays and found not in off
    assert all(one.weekday() not in weekdays or one in off for one in between)


def test_who_is_off_for_good_keeps_the_day():
    off = {date(2026, 3, 2) + timedelta(days=n) for n in range(500)}
    assert working_day(date(2026, 3, 2), WEEKDAYS, off) == date(2026, 3, 2)


@pytest.fixture
def office(ben):
    """Ben works from Monday to Friday."""
    OfficeHours.objects.bulk_create(
        OfficeHours(distributor=ben, weekday=one.weekday, opens=one.opens, closes=one.closes)
        for one in WEEKDAYS
    )
    return ben


def day_of(key):
    return Task.objects.get(rule__key=key).local_date


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("off", "day"), [([], date(2026, 5, 4)), ([date(2026, 5, 4)], date(2026, 5, 5))], ids=["works", "off"]
)
def test_a_task_for_the_weekend_stands_on_mondays_list(office, rosa, by_ben, monday, off, day):
    DayOff.objects.bulk_create(DayOff(distributor=office, day=one) for one in off)
    clock.advance(days=-2)  # a Saturday: the two months end on one
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(ordered_on=date(2026, 2, 28)))
    assert day_of("check_in_2_months") == day
    task = Task.objects.get(rule__key="check_in_2_months")
    assert task.due_at == datetime.combine(day, time(), office.zoneinfo)


@pytest.mark.django_db
def test_what_somebody_waits_for_is_due_on_a_sunday_too(office, rosa, by_ben, monday):
    rosa.consents.all().delete()
    clock.advance(days=-1)
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(ordered_on=date(2026, 3, 1)))
    assert day_of("thank_first_order") == date(2026, 3, 1)


@pytest.mark.django_db
def test_words_that_come_in_turn_keep_to_working_days(office, imported):  # noqa: F811
    plan_ahead(by=HOUSE)
    days = list(Task.objects.values_list("local_date", flat=True))
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}
    assert max(days.count(day) for day in days) == 6
