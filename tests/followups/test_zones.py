"""The nightly look at zones: what means another instant now is planned anew, the rest stays as it is."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from customers.models import Customer
from followups import tasks
from followups.actions import check_zones, plan_task, send_waited
from followups.models import Message, Task
from kit import clock
from kit.events import Actor, Door
from kit.models import Event
from tests.delivery.conftest import plan_letters  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
BY = Actor(None, Door.TASK)
DAY, TEN = date(2026, 3, 5), time(10)


@pytest.fixture
def planned(plan_letters, monday):  # noqa: F811
    def plan(zone="Europe/Berlin", due=datetime(2026, 3, 5, 9, tzinfo=UTC), **values):
        wall = {"zone": zone, "local_date": DAY, "local_time": TEN, "due_at": due}
        message = plan_letters(
            rule="check_in_2_days", expires_at=monday + timedelta(days=9), **wall | values
        )[0]
        Customer.objects.filter(pk=message.customer_id).update(zone=values.get("zone", zone))
        return message

    return plan


def test_what_fits_stays_and_leaves_no_trace(planned):
    planned()
    assert check_zones(by=BY) == 0
    assert not Event.objects.filter(kind="message.moved").exists()


def test_a_zone_whose_rule_changed_after_planning_moves_the_instant_and_not_the_wall(planned):
    message = planned(due=datetime(2026, 3, 5, 8, tzinfo=UTC))  # as if Berlin had been an hour further
    assert check_zones(by=BY) == 1
    message.refresh_from_db()
    assert (message.due_at, message.local_time) == (datetime(2026, 3, 5, 9, tzinfo=UTC), TEN)
    assert check_zones(by=BY) == 0
    event = Event.objects.get(kind="message.moved")
    assert event.after["reason"] == "The clocks where they live changed."


def test_who_moved_is_written_to_at_the_same_hour_there(planned):
    message = planned()
    Customer.objects.update(zone="America/New_York")
    assert check_zones(by=BY) == 1
    message.refresh_from_db()
    assert (message.zone, message.due_at) == ("America/New_York", datetime(2026, 3, 5, 15, tzinfo=UTC))


def test_a_zone_that_is_gone_gives_way_to_the_persons(planned):
    message = planned(zone="Europe/Berlin")
    Message.objects.update(zone="Europe/Atlantis")
    assert check_zones(by=BY) == 1
    message.refresh_from_db()
    assert message.zone == "Europe/Berlin"


def test_a_person_in_no_known_zone_stops_nothing(planned):
    planned()
    Customer.objects.update(zone="Mars/Olympus")
    Message.objects.update(due_at=datetime(2026, 3, 5, 8, tzinfo=UTC))
    other = planned(due=datetime(2026, 3, 5, 8, tzinfo=UTC))
    assert check_zones(by=BY) == 1
    other.refresh_from_db()
    assert other.due_at == datetime(2026, 3, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "apart", [{"reason_code": "quiet"}, {"attempts": 2}, {"state": "cancelled"}, {"local_time": None}]
)
def test_what_was_put_off_or_is_closed_stays(planned, apart):
    planned(due=datetime(2026, 3, 5, 8, tzinfo=UTC))
    Message.objects.update(**apart)
    assert check_zones(by=BY) == 0


def test_tasks_begin_with_the_day_of_a_distributor_who_moved(rosa, by_ben, ben, monday):
    task = plan_task(person=rosa, by=by_ben, kind="check_in", local_date=DAY)
    ben.zone = "America/New_York"
    ben.save()
    tasks.check_zones.apply().get()
    task.refresh_from_db()
    assert (task.local_date, task.due_at) == (DAY, datetime(2026, 3, 5, 5, tzinfo=UTC))
    assert Task.objects.get().customer.next_due_at == task.due_at


def test_what_was_let_go_after_waiting_keeps_its_hour(planned, ben, by_ben, monday):
    message = planned(
        zone="America/Los_Angeles", due=monday - timedelta(hours=8), state="draft", reason_code="waited"
    )
    send_waited(owner=ben, by=by_ben)
    message.refresh_from_db()
    due = message.due_at
    with clock.travel(monday - timedelta(seconds=5)):
        check_zones(by=BY)
    message.refresh_from_db()
    assert (message.due_at, message.zone) == (due, "America/Los_Angeles")
