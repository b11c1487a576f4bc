"""Done, pressed on the person's page, logs the contact as it does on Today."""

import re
from datetime import date, timedelta

import pytest

from customers.models import Customer, Phone, Touch
from followups.models import Rule, Task
from kit.ids import uuid7

DONE = re.compile(r'<form[^>]*action="([^"]*/done/)".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="(next|touch_kind)" value="([^"]*)">')


@pytest.fixture
def task(ben, rosa, monday):
    due = monday + timedelta(days=2)
    return Task.objects.create(
        owner=ben, customer=rosa, kind="check_in", local_date=date(2026, 3, 4), due_at=due
    )


def press_done(client, person):
    """Send the form of the next step as the page wrote it."""
    form = DONE.search(client.get(person.get_absolute_url()).content.decode())
    return client.post(form[1], dict(HIDDEN.findall(form[0])))


@pytest.mark.parametrize(("preferred", "kind"), [("", "message"), ("phone", "call")])
def test_done_logs_the_way_that_fits(as_ben, ben, rosa, task, preferred, kind):
    Phone.objects.create(customer=rosa, owner=ben, number="+4930123456")
    Customer.objects.filter(pk=rosa.pk).update(preferred_channel=preferred)
    assert press_done(as_ben, rosa).url == rosa.get_absolute_url()
    task.refresh_from_db()
    assert (task.state, list(Touch.objects.values_list("kind", flat=True))) == ("done", [kind])


def test_nothing_is_logged_where_nobody_can_be_reached(as_ben, rosa, task):
    rosa.emails.all().delete()
    press_done(as_ben, rosa)
    task.refresh_from_db()
    assert (task.state, Touch.objects.count()) == ("done", 0)


def test_two_of_one_kind_are_told_apart_by_their_step_and_why_no_letter_goes(as_ben, ben, rosa, monday):
    why = "Instead of a letter: There is no email address to write to."
    for key in ("thank_first_order", "thank_repeat_order"):
        Task.objects.create(
            owner=ben, customer=rosa, kind="thank", local_date=date(2026, 3, 4), due_at=monday, reason=why,
            rule=Rule.objects.get(owner=None, key=key), occurrence=f"order:{uuid7()}",
        )  # fmt: skip
    page = as_ben.get(rosa.get_absolute_url()).content.decode()
    assert f'{why} <span class="soft">Thank you for the first order. </span>' in page
    assert f"<li>Say thank you, Wed 4 Mar: Thank you for ordering again. {why}</li>" in page
