"""A letter that would come after the time of day of its step is planned for the next day."""

from datetime import date, time

import pytest

from customers.models import Customer
from followups.actions import plan_ahead
from followups.models import Message, Rule
from kit.events import Actor, Door

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("until", "day"), [(None, 3), (time(11), 4)])
def test_the_planner_keeps_the_time_of_day_of_a_step(rosa, ben, monday, until, day):
    ben.quiet_hours_on, ben.quiet_from, ben.quiet_until = True, time(21), time(12)
    ben.save()
    Customer.objects.filter(pk=rosa.pk).update(birth_month=3, birth_day=3, rung=3)
    Rule.objects.exclude(key="birthday").update(is_active=False)
    Rule.objects.filter(key="birthday").update(
        action="letter", letter="welcome", at_time=time(9), until_time=until, keep_hours=72
    )
    plan_ahead(by=Actor(None, Door.TASK))
    assert Message.objects.get().local_date == date(2026, 3, day)
