"""The dry run says what the planner then does, and who gets nothing and why; it writes nothing."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from customers.actions import log_touch
from customers.models import Customer
from followups.actions import plan_ahead
from followups.actions.forecast import forecast
from followups.actions.playbooks import add_step, change_step, go_live
from followups.drafting import draft_steps, live_steps
from followups.models import Message, Playbook, Task
from followups.wording import turned_said
from kit import clock
from kit.events import Actor, Door
from sales.actions import place_order
from sales.models import Product

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)


def steps_of(key):
    return live_steps(Playbook.objects.get(owner=None, key=key))


def rules_of(key):
    return list(Playbook.objects.get(owner=None, key=key).steps.order_by("position"))


def person(owner, name, **values):
    return Customer.objects.create(owner=owner, name=name, created_at=clock.now(), **values)


def told(run):
    return [
        (line.person.name, line.step_key, line.local_date, line.channel, line.action) for line in run.lines
    ]


def test_it_is_what_the_planner_does(ben, by_ben, monday):
    for n in range(3):
        one = person(ben, f"P {n}")
        log_touch(person=one, by=by_ben, kind="sample", at=clock.now() - timedelta(days=n))
    run = forecast(ben, rules_of("prospect"), playbook_key="prospect")
    assert not Task.objects.exists()
    assert (run.counts, run.people) == ({"task": len(run.lines)}, 3)
    for _ in range(31):
        plan_ahead(by=HOUSE)
        Task.objects.due(clock.now()).update(state="done", closed_at=clock.now())
        clock.advance(days=1)
    last = date(2026, 3, 2) + timedelta(days=30)
    done = Task.objects.filter(local_date__lte=last).values_list("customer__name", "rule__key", "local_date")
    assert Counter(line[:3] for line in told(run)) == Counter(done)


def test_letters_go_by_a_way_and_at_their_hour_else_it_is_a_task(rosa, ben, monday):
    person(ben, "Mia")
    Customer.objects.update(slips_on=date(2026, 3, 20), cools_on=date(2026, 6, 1))
    word = replace(steps_of("slipping")[0], action="letter", letter="check_in_days")
    run = forecast(ben, [word], playbook_key="slipping")
    assert told(run) == [
        ("Mia", "slipping_word", date(2026, 3, 20), "", "task"),
        ("Rosa Lind", "slipping_word", date(2026, 3, 20), "email", "letter"),
    ]
    assert f"{run.lines[1].when:%H:%M}" == "09:00"


def test_who_gets_nothing_and_why(rosa, ben, monday):
    Customer.objects.filter(pk=rosa.pk).update(
        slips_on=date(2026, 3, 9), cools_on=date(2026, 6, 1), grieving_until=date(2026, 5, 1)
    )
    run = forecast(ben, steps_of("slipping"), playbook_key="slipping")
    assert [(held.person, held.step_key, held.code) for held in run.held] == [
        (rosa, "slipping_word", "grieving")
    ]
    assert run.held[0].sentence
    assert run.lines == []


def test_what_was_done_is_not_foretold_again_and_what_waits_is(ben, monday):
    person(ben, "Mia", slips_on=date(2026, 3, 3), cools_on=date(2026, 3, 20))
    plan_ahead(by=HOUSE)
    assert [line[1:3] for line in told(forecast(ben, rules_of("slipping"), playbook_key="slipping"))] == [
        ("slipping_word", date(2026, 3, 3)), ("win_back", date(2026, 3, 20)),
    ]  # fmt: skip
    Task.objects.update(state="done", closed_at=clock.now())
    run = forecast(ben, rules_of("slipping"), playbook_key="slipping")
    assert [line[1] for line in told(run)] == ["win_back"]


def test_only_ones_own_people(ben, cleo, monday):
    person(cleo, "Yara", slips_on=date(2026, 3, 3), cools_on=date(2026, 3, 20))
    assert forecast(ben, rules_of("slipping"), playbook_key="slipping").people == 0


@pytest.mark.parametrize("people", [1, 30])
def test_the_number_of_people_costs_no_queries(ben, monday, django_assert_num_queries, people):
    for n in range(people):
        person(ben, f"P {n}", slips_on=date(2026, 3, 3), cools_on=date(2026, 3, 20))
    steps = steps_of("slipping")
    with django_assert_num_queries(16):
        assert forecast(ben, steps, playbook_key="slipping").people == people
    assert not Message.objects.exists()


def lines_by_row(rows):
    return Counter(
        (row.customer.name, row.rule.key, row.local_date, getattr(row, "channel", ""))
        for row in rows
        if row.local_date <= date(2026, 4, 1)
    )


@pytest.fixture
def book(rosa, ben, by_ben, company, monday):
    """Orders of today and of two weeks ago; the playbooks of orders are the distributor's own."""
    balm = Product.objects.create(
        company=company, code="HB", name="Hand balm", price=Decimal("12.00"), currency="EUR"
    )
    mia = person(ben, "Mia")
    for one, days in ((rosa, 0), (mia, 3)):
        place_order(
            owner=ben, by=by_ben, person=one, lines=[(balm, 1, None)],
            ordered_on=date(2026, 3, 2) - timedelta(days=days),
        )  # fmt: skip
    return balm


def waits(ben):
    theirs = {"owner": ben}
    letters = Message.objects.waiting().filter(**theirs).select_related("rule", "customer")
    return [*letters, *Task.objects.open().filter(**theirs).select_related("rule", "customer")]


def of(rows, key):
    return [row for row in rows if row.rule.playbook and row.rule.playbook.key == key]


EDITS = {
    "order": [
        (add_step, {"title": "A word", "kind": "thank", "anchor": "first_order", "action": "review", "subject": "A word", "text": "Hi"}),
        (add_step, {"title": "A card", "kind": "thank", "anchor": "first_order", "action": "review", "subject": "A word", "text": "Hi", "channels": ["post"]}),
    ],
    "delivery": [
        (add_step, {"title": "Week one", "kind": "check_in", "anchor": "delivery", "offset_days": 7, "action": "task"}),
        (add_step, {"title": "Long ago", "kind": "check_in", "anchor": "delivery", "offset_days": 1, "action": "task"}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("key", EDITS)
def test_what_it_says_of_an_edited_playbook_is_what_then_stands(ben, by_ben, book, key):
    for edit, values in EDITS[key]:
        edit(playbook=Playbook.objects.of(ben.pk).get(key=key), owner=ben, by=by_ben, values=values)
    own = Playbook.objects.get(owner=ben, key=key)
    run = forecast(ben, draft_steps(own), playbook_key=key)
    go_live(playbook=own, owner=ben, by=by_ben)
    expected = Counter((line.person.name, line.step_key, line.local_date, line.channel) for line in run.lines)
    assert expected == lines_by_row(of(waits(ben), key))
    for _ in range(30):
        plan_ahead(by=HOUSE)
        clock.advance(days=1)
    assert expected == lines_by_row(of(waits(ben), key))


def test_whoever_was_thanked_is_promised_nothing_by_a_new_step_with_the_order(ben, by_ben, book):
    before = forecast(ben, live_steps(Playbook.objects.of(ben.pk).get(key="order")), playbook_key="order")
    for edit, values in EDITS["order"]:
        edit(playbook=Playbook.objects.of(ben.pk).get(key="order"), owner=ben, by=by_ben, values=values)
    own = Playbook.objects.get(owner=ben, key="order")
    assert told(forecast(ben, draft_steps(own), playbook_key="order")) == told(before)
    assert go_live(playbook=own, owner=ben, by=by_ben).replanned.added == []


def test_a_letter_that_becomes_a_task_says_why(ben, monday):
    person(ben, "Mia", slips_on=date(2026, 3, 20), cools_on=date(2026, 6, 1))
    word = replace(steps_of("slipping")[0], action="letter", letter="check_in_days")
    run = forecast(ben, [word], playbook_key="slipping")
    assert [line.why for line in run.lines] == ["Instead of a letter: There is no email address to write to."]


def test_what_gives_way_says_so_and_is_too_late_as_from_its_own_day(rosa, ben, by_ben, monday):
    Customer.objects.filter(pk=rosa.pk).update(slips_on=date(2026, 3, 4), cools_on=date(2026, 6, 1))
    letter = next(rule for rule in rules_of("delivery") if rule.action == "letter")
    Message.objects.create(
        owner=ben, customer=rosa, rule=letter, occurrence="order:x", state="claimed", local_date=date(2026, 3, 4),
        zone="Europe/Berlin", due_at=clock.now() + timedelta(days=2), expires_at=clock.now() + timedelta(days=9),
    )  # fmt: skip
    change_step(
        playbook=Playbook.objects.of(ben.pk).get(key="slipping"), owner=ben, by=by_ben, key="slipping_word",
        values={"action": "letter", "letter": "check_in_days", "keep_hours": 168},
    )  # fmt: skip
    own = Playbook.objects.get(owner=ben, key="slipping")
    run = forecast(ben, draft_steps(own), playbook_key="slipping")
    line = run.lines[0]
    assert (line.local_date, line.why) == (
        date(2026, 3, 5), "Moved from Wed 4 Mar: that day they hear from you anyway.",
    )  # fmt: skip
    go_live(playbook=own, owner=ben, by=by_ben)
    letter = Message.objects.get(rule__key="slipping_word")
    assert (letter.local_date, letter.expires_at.date()) == (date(2026, 3, 5), date(2026, 3, 11))
    assert turned_said(letter.context, "en") == line.why
