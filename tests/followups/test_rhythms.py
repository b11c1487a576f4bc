"""What comes by the calendar: a word after a long silence, birthdays. Twice is once."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import F

from customers.actions import log_touch
from customers.models import Consent, Customer, Email
from followups.actions import expire_old, plan_ahead, rhythms
from followups.models import Letter, Message, Rule, Task
from kit import clock
from kit.events import Actor, Door, Event

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)


def person(owner, name="Noor", since=None, **values):
    return Customer.objects.create(owner=owner, name=name, created_at=since or clock.now(), **values)


def reachable(customer):
    line = f"{customer.pk}@post.example"
    Email.objects.create(customer=customer, owner=customer.owner, address=line, key=line)
    Consent.objects.create(owner=customer.owner, customer=customer, channel="email", purpose="service")


def planned():
    return list(Task.objects.order_by("created_at").values_list("rule__key", "occurrence", "local_date"))


@pytest.mark.parametrize(("warmth", "days"), [("cold", 30), ("warm", 90)])
def test_after_a_long_silence_a_word_is_planned_two_days_ahead(ben, monday, warmth, days):
    person(ben, warmth=warmth)
    clock.advance(days=days - 3)
    assert plan_ahead(by=HOUSE) == 0
    clock.advance(days=1)
    assert plan_ahead(by=HOUSE) == 1
    assert planned() == [("reach_out", "2026-03-02:1", date(2026, 3, 2) + timedelta(days=days))]
    assert plan_ahead(by=HOUSE) == 0


def test_three_words_without_an_answer_are_enough(ben, monday):
    person(ben, warmth="cold")
    for _ in range(30):
        clock.advance(days=5)
        plan_ahead(by=HOUSE)
        expire_old(by=HOUSE)
    assert [occurrence for _, occurrence, _ in planned()] == ["2026-03-02:1", "2026-03-02:2", "2026-03-02:3"]
    assert set(Task.objects.values_list("state", flat=True)) == {"expired"}


def test_a_contact_restarts_the_silence(ben, by_ben, monday):
    noor = person(ben, warmth="cold")
    clock.advance(days=20)
    log_touch(person=noor, by=by_ben, kind="call")
    clock.advance(days=20)
    assert plan_ahead(by=HOUSE) == 0
    clock.advance(days=9)
    assert plan_ahead(by=HOUSE) == 1
    assert planned() == [("reach_out", "2026-03-22:1", date(2026, 4, 21))]


def test_customers_the_deleted_and_the_busy_are_left_alone(ben, monday, by_ben):
    person(ben, "Customer", rung=3, warmth="cold")
    person(ben, "Gone", deleted_at=clock.now(), warmth="cold")
    clock.advance(days=30)
    assert plan_ahead(by=HOUSE) == 0


def test_an_own_interval_takes_the_place_of_the_houses(ben, cleo, monday):
    person(ben)
    person(cleo)
    Rule.objects.create(
        owner=ben, key="reach_out", kind="reach_out", title="Often", anchor="last_contact",
        offset_days=10, action="task", active_from=clock.now(),
    )  # fmt: skip
    clock.advance(days=10)
    assert plan_ahead(by=HOUSE) == 1
    assert Task.objects.get().owner == ben


def test_a_birthday_is_wished_once_a_year_and_passes_with_its_day(ben, monday):
    person(ben, birth_month=3, birth_day=3)
    person(ben, "Cold", birth_month=3, birth_day=3, warmth="cold")
    assert plan_ahead(by=HOUSE) == 1
    assert plan_ahead(by=HOUSE) == 0
    task = Task.objects.get()
    assert (task.kind, task.occurrence, task.local_date) == ("birthday", "2026", date(2026, 3, 3))
    assert task.expires_at == task.due_at + timedelta(hours=24)


def test_a_birthday_that_was_yesterday_is_not_wished(ben, monday):
    person(ben, birth_month=3, birth_day=1)
    assert plan_ahead(by=HOUSE) == 0


def test_people_of_29_february_have_their_day_every_year(ben):
    with clock.travel(datetime(2026, 2, 27, 9, tzinfo=UTC)):
        person(ben, birth_month=2, birth_day=29)
        assert plan_ahead(by=HOUSE) == 1
        assert Task.objects.get().local_date == date(2026, 2, 28)


@pytest.mark.django_db(transaction=True)
def test_others_may_write_while_it_plans(ben, monday, monkeypatch):
    monkeypatch.setattr(rhythms, "BATCH", 2)
    for n in range(5):
        person(ben, f"P {n}")
    clock.advance(days=90)

    def write():
        Customer.objects.update(version=F("version") + 1)
        connection.close()

    def with_a_writer(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if 'FROM "customers_customer"' in sql and not connection.in_atomic_block:
            writer = Thread(target=write)
            writer.start()
            writer.join()
        return result

    with connection.execute_wrapper(with_a_writer):
        assert plan_ahead(by=HOUSE) == 5


def test_an_import_of_many_is_looked_at_in_a_few_queries(ben, monday, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(rhythms, "BATCH", 500)
    Customer.objects.bulk_create(
        Customer(owner=ben, name=f"P {n}", name_key=f"p {n}", created_at=clock.now()) for n in range(600)
    )
    with django_assert_num_queries(
        33
    ):  # the rules; one for each of 26; what has lost its cause, letters and tasks
        assert plan_ahead(by=HOUSE) == 0


@pytest.mark.parametrize("number", [3, 30])
@pytest.mark.parametrize(("action", "queries"), [("task", 20), ("letter", 25), ("review", 26)])
def test_what_a_batch_is_planned_with_does_not_grow_with_it(
    ben, ana, monday, django_assert_num_queries, action, queries, number
):
    """What is asked about people, and what is written, is asked and written for all of them at once."""
    Rule.objects.filter(key="birthday").update(action=action, letter="welcome")
    Rule.objects.exclude(key="birthday").update(is_active=False)
    for n in range(number):
        reachable(person((ben, ana)[n % 2], f"P {n}", birth_month=3, birth_day=3))
    with django_assert_num_queries(queries):
        assert plan_ahead(by=HOUSE) == number
    rows = Task.objects if action == "task" else Message.objects
    assert rows.count() == number
    assert Event.objects.filter(kind__in=("task.planned", "message.planned")).count() == number
    assert Customer.objects.filter(next_due_at=None).count() == 0
    assert Letter.objects.exclude(text="").count() == (number if action == "review" else 0)
