"""A letter that gave way to another goes after all where the other cannot: nobody is left without both."""

from datetime import timedelta

import pytest

from followups.actions import plan_ahead
from followups.delivery import deliver_due
from followups.models import Message, Rule
from kit import clock
from tests.followups.test_going_together import HOUSE, letters, two_letters  # noqa: F401

pytestmark = pytest.mark.django_db
FAULTS = {"paused": {"is_active": False}, "broken": {"subject": "", "text": "", "letter": "there_is_none"}}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_gave_way_goes_where_the_other_does_not(two_letters, sink, smtp, fault):  # noqa: F811
    plan_ahead(by=HOUSE)
    assert letters()["How to use it"][0] == "cancelled"
    Rule.objects.filter(title="Greeting").update(**FAULTS[fault])
    greeting = Message.objects.get(rule__title="Greeting")
    for hours in range(0, 48, 2):
        with clock.travel(greeting.due_at + timedelta(hours=hours, minutes=1)):
            plan_ahead(by=HOUSE)
            deliver_due(line=smtp)
    assert letters()["How to use it"][0] == "sent", letters()
    assert len(sink.letters) == 1
