"""The playbooks of the house at work: rungs, climbs, answers, orders, introductions; nothing twice."""

from datetime import UTC, date, datetime

import pytest

from customers.actions import add_evidence, climb_by_hand, log_touch, revoke_climb, revoke_touch
from customers.ladder import Kind
from customers.models import Customer
from followups.actions import cancel_for_order, expire_old, owe_for_order, plan_ahead
from followups.models import Message, Task
from kit import clock
from kit.events import Actor, Door
from kit.ids import uuid7
from tests.followups.test_owing import purchase

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)


def person(owner, name="Noor", **values):
    return Customer.objects.create(owner=owner, name=name, created_at=clock.now(), **values)


def waiting() -> list[tuple]:
    tasks = Task.objects.open().values_list("rule__key", "local_date")
    letters = Message.objects.waiting().values_list("rule__key", "local_date")
    return sorted([*tasks, *letters], key=lambda row: row[1])


def pass_days(days: int) -> list[tuple]:
    """Let days pass, and return what came up, by its first day on the list."""
    seen = {}
    for _ in range(days):
        expire_old(by=HOUSE)
        plan_ahead(by=HOUSE)
        for task in Task.objects.due(clock.now()):
            seen.setdefault((task.rule.key, task.occurrence), clock.now().date())
        assert Task.objects.due(clock.now()).count() <= 1
        clock.advance(days=1)
    return [(key, day) for (key, _), day in seen.items()]


def test_a_prospect_is_asked_after_on_days_1_3_7_14_and_30_and_then_rests(ben, by_ben, monday):
    noor = person(ben)
    log_touch(person=noor, by=by_ben, kind="sample")
    march = [("prospect_1_day", 3), ("prospect_3_days", 5), ("prospect_7_days", 9), ("prospect_14_days", 16)]
    assert pass_days(95) == [
        *[(key, date(2026, 3, day)) for key, day in march],
        ("prospect_30_days", date(2026, 4, 1)),
        ("prospect_rest", date(2026, 5, 31)),
    ]


def test_their_answer_ends_it_and_comes_back_with_it(ben, by_ben, monday):
    noor = person(ben)
    log_touch(person=noor, by=by_ben, kind="sample")
    plan_ahead(by=HOUSE)
    assert waiting() == [("prospect_1_day", date(2026, 3, 3))]
    answered = log_touch(person=noor, by=by_ben, kind="message", direction="in")
    assert (waiting(), plan_ahead(by=HOUSE)) == ([], 0)
    revoke_touch(touch=answered, by=by_ben)
    assert waiting() == [("prospect_1_day", date(2026, 3, 3))]


def test_a_call_in_between_is_a_step_done_and_not_the_end(ben, by_ben, monday):
    noor = person(ben)
    log_touch(person=noor, by=by_ben, kind="sample")
    clock.advance(days=1)
    plan_ahead(by=HOUSE)
    log_touch(person=noor, by=by_ben, kind="call")
    assert waiting() == [("prospect_3_days", date(2026, 3, 5))]
    assert [key for key, _ in pass_days(10)] == ["prospect_3_days", "prospect_7_days"]


def test_an_order_ends_what_was_asked_before_and_void_brings_it_back(ben, by_ben, monday):
    noor = person(
        ben, rung=4, rung_since=date(2025, 1, 1), slips_on=date(2026, 3, 3), cools_on=date(2026, 6, 1)
    )
    assert plan_ahead(by=HOUSE) == 1
    assert waiting() == [("slipping_word", date(2026, 3, 3))]
    order = purchase(is_first=False)
    owe_for_order(person=noor, by=by_ben, purchase=order)
    assert Task.objects.get(rule__key="slipping_word").reason == "They have ordered since."
    cancel_for_order(person=noor, by=by_ben, order_id=order.id, reason="void")
    assert waiting() == [("slipping_word", date(2026, 3, 3))]


def test_a_climb_begins_the_steps_of_the_new_rung_and_ends_the_former_ones(rosa, by_ben, monday):
    log_touch(person=rosa, by=by_ben, kind="sample")
    plan_ahead(by=HOUSE)
    climbed = climb_by_hand(person=rosa, by=by_ben, rung=5, reason="joined")
    assert waiting() == [("joined_welcome", date(2026, 3, 2)), ("joined_2_days", date(2026, 3, 4))]
    assert Task.objects.get(rule__key="prospect_1_day").reason == "They stand on another rung now."
    welcome = Message.objects.get(rule__key="joined_welcome")
    assert (welcome.state, welcome.letter.subject) == ("draft", "Welcome, Rosa")
    revoke_climb(step=climbed, by=by_ben)
    assert waiting() == [("prospect_1_day", date(2026, 3, 3))]


def test_a_new_member_is_met_for_ninety_days_and_then_every_two_weeks(ben, by_ben, monday):
    climb_by_hand(person=person(ben), by=by_ben, rung=5, reason="joined")
    found = [(key, (day - date(2026, 3, 2)).days) for key, day in pass_days(140)]
    assert found == [
        ("joined_welcome", 0), ("joined_2_days", 2), ("joined_7_days", 7), ("joined_14_days", 14),
        ("joined_21_days", 21), ("joined_30_days", 30),
        *[("member_weekly", day) for day in range(37, 90, 7)],
        ("member_goals", 104), ("member_goals", 118), ("member_goals", 132),
    ]  # fmt: skip


def test_an_introduction_is_thanked_for_once_a_day_and_not_when_it_never_was(rosa, ben, by_ben, monday):
    friends = [person(ben, name) for name in ("Mia", "Tom")]
    for friend in friends:
        add_evidence(
            person=rosa,
            by=by_ben,
            kind=Kind.REFERRAL,
            on=date(2026, 3, 2),
            source=friend.pk,
            reason=friend.name,
        )
    assert plan_ahead(by=HOUSE) == 1
    assert plan_ahead(by=HOUSE) == 0
    thanks = Message.objects.get(rule__key="thank_referral")
    assert (thanks.occurrence, thanks.state) == ("referral:2026-03-02", "draft")
    assert "thank you for telling Mia, Tom about me" in thanks.letter.text
    rosa.steps.update(revoked_at=clock.now())
    plan_ahead(by=HOUSE)
    thanks.refresh_from_db()
    assert (thanks.state, thanks.reason_code) == ("cancelled", "cause_gone")


def test_who_introduced_somebody_hears_how_it_went(rosa, ben, by_ben, monday):
    mia = person(ben, "Mia", introduced_by=rosa, orders_count=1)
    add_evidence(person=mia, by=by_ben, kind=Kind.ORDER, on=date(2026, 3, 2), source=uuid7())
    plan_ahead(by=HOUSE)
    task = Task.objects.get(rule__key="friend_ordered")
    assert (task.customer, task.kind, task.occurrence) == (rosa, "outcome", f"friend:{mia.pk}")
    assert task.script.startswith("Ask the friend first")


def test_who_said_no_is_left_alone(ben, by_ben, monday):
    noor = person(ben)
    log_touch(person=noor, by=by_ben, kind="sample")
    Customer.objects.filter(pk=noor.pk).update(refused_on=date(2026, 3, 2))
    assert plan_ahead(by=HOUSE) == 0


def test_a_letter_by_the_calendar_keeps_its_hour_over_a_change_of_clocks(rosa, ben, monday):
    from followups.models import Rule

    Rule.objects.create(
        owner=ben, key="word", kind="check_in", title="A word", anchor="climb", offset_days=0, every=1,
        every_unit="day", action="letter", letter="check_in_days", at_time="09:00", keep_hours=12,
        active_from=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    Customer.objects.filter(pk=rosa.pk).update(rung=5, rung_since=date(2026, 3, 1), touches_a_week=7)
    Rule.objects.filter(owner=None).update(is_active=False)
    with clock.travel(datetime(2026, 3, 27, 7, tzinfo=UTC)):
        for _ in range(4):
            plan_ahead(by=HOUSE)
            clock.advance(days=1)
    due = Message.objects.filter(rule__key="word").order_by("due_at").values_list("due_at", flat=True)
    assert [f"{moment:%d %H:%M}" for moment in due] == [
        "27 08:00", "28 08:00", "29 07:00", "30 07:00", "31 07:00", "01 07:00",
    ]  # fmt: skip
