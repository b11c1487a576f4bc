"""Each figure that a team is counted by is counted by somebody."""

from datetime import timedelta
from decimal import Decimal

import pytest

from appointments.actions import finish
from customers.actions import log_touch
from customers.ladder import Rung
from customers.models import Customer
from followups.actions import finish_task, keep_promise, make_promise, plan_task
from followups.actions.complaints import answer_complaint, open_complaint
from followups.actions.surveys import write_down
from followups.actions.surveys.holding import Answer
from kit import clock
from sales.actions import place_order
from sales.models import Product
from team import counting
from team.figures import MONTHLY_NAMES, STANDING_NAMES
from team.models import Distributor
from tests.appointments.meetings import booked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
NOT_YET = {"encouraged"}  # nothing tells of good words yet


@pytest.fixture
def everything(ben, by_ben, rosa, team_of):
    """Each fact once, and people of the team in each state."""
    sells(ben, by_ben, rosa)
    cares(ben, by_ben, rosa)
    new, *quiet = team_of(3)
    Distributor.objects.filter(pk=new.pk).update(joined_on=ben.today())
    Distributor.objects.filter(pk=quiet[0].pk).update(status="terminated", left_on=ben.today())
    for rung in Rung:
        Customer.objects.create(owner=ben, name=rung.name, rung=rung)
    return [ben, new, *quiet]


def sells(ben, by, rosa):
    balm = Product.objects.create(
        company=ben.company, code="B", name="Balm", price=Decimal(9), pv=Decimal(3), currency="EUR"
    )
    lines, today = [(balm, 1, None)], ben.today()
    for ago in (20, 0):
        place_order(owner=ben, by=by, lines=lines, person=rosa, ordered_on=today - timedelta(days=ago))
    place_order(owner=ben, by=by, lines=lines, purpose="own_use")
    idle = ben.sponsor
    person = Customer.objects.create(owner=idle, name="Ida")
    place_order(owner=idle, by=by, lines=lines, person=person, ordered_on=today - timedelta(days=40))


def cares(ben, by, rosa):
    meeting = booked(ben, by, rosa, days=1)
    finish(appointment=meeting, by=by)
    log_touch(person=rosa, by=by, kind="call")
    tomorrow = ben.today() + timedelta(days=1)
    keep_promise(promise=make_promise(customer=rosa, by=by, text="A tin", due_on=tomorrow), by=by)
    finish_task(
        task=plan_task(person=rosa, by=by, kind="other", local_date=ben.today(), title="Write"), by=by
    )
    late = plan_task(person=rosa, by=by, kind="other", local_date=ben.today(), title="Bring it")
    type(late).objects.filter(pk=late.pk).update(local_date=ben.today() - timedelta(days=1))
    write_down(customer=rosa, by=by, measure="csat", answer=Answer(4))
    complaint = open_complaint(customer=rosa, by=by, text="The lid leaked.")
    with clock.travel(clock.now() + timedelta(minutes=5)):
        answer_complaint(complaint=complaint, by=by, heard="It leaked.")


def test_each_figure_is_counted_by_somebody(company, ana, everything):
    tally = counting.count(company, [ana.pk, *(one.pk for one in everything)])
    found = {name for figures in tally.months.values() for name, number in figures.items() if number}
    assert {*MONTHLY_NAMES, *STANDING_NAMES} - found == NOT_YET
