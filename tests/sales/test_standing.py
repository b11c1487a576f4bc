"""Standing orders: the rhythm, the verbs with their undo, the letter before a run, and the runs themselves."""

from datetime import date, timedelta

import pytest

from customers.actions import delete_person
from followups.actions import finish_task
from followups.actions.complaints import open_complaint
from followups.models import Message, Task
from kit import clock
from kit.events import Actor, Door
from kit.models import Event
from kit.undo import undo
from sales import actions
from sales.actions.standing_letters import ensure_letters
from sales.actions.standing_runs import run_due_standing_orders
from sales.errors import StandingChanged, StandingRefused
from sales.models import Order, StandingOrder
from sales.standing import announced_on, is_missed, run_after
from team.actions import leave_team

pytestmark = pytest.mark.usefixtures("monday")
WORKER = Actor(None, Door.TASK)
THEM = Actor(None, Door.WEB)
AGREED = "On the phone, 2 March: the same every month until I say no."


@pytest.fixture
def begin(rosa, balm, by_ben):
    ensure_letters()

    def begin(starts_on=date(2026, 3, 31), every=1, unit="month", **more):
        values = {"lines": [(balm, 2)], "agreed_words": AGREED, **more}
        return actions.begin_standing(
            person=rosa, by=by_ben, every=every, unit=unit, starts_on=starts_on, **values
        )

    return begin


def coming(standing):
    return list(standing.runs.filter(state="coming").values_list("number", "planned_on", "due_on"))


def on(day):
    """Noon of a day."""
    return clock.travel(clock.now() + (day - clock.now().date()))


def sweep(day):
    with on(day):
        return run_due_standing_orders(by=WORKER)


def take_back(by):
    return undo(event=Event.objects.filter(kind__startswith="standing").latest("id"), by=by)


@pytest.mark.parametrize(
    ("starts_on", "every", "unit", "after", "day"),
    [
        (date(2026, 1, 31), 1, "month", date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28), date(2026, 3, 31)),
        (date(2024, 2, 29), 12, "month", date(2027, 3, 1), date(2028, 2, 29)),
        (date(2026, 3, 2), 6, "week", date(2026, 3, 2), date(2026, 4, 13)),
        (date(2026, 3, 2), 1, "week", date(2025, 1, 1), date(2026, 3, 2)),
        (date(2026, 3, 2), 1, "month", date(2036, 3, 1), date(2036, 3, 2)),
    ],
)
def test_runs_count_from_the_first_day(starts_on, every, unit, after, day):
    assert run_after(starts_on, every, unit, after) == day


def test_a_run_is_announced_days_before_and_let_be_after_a_week():
    day = date(2026, 3, 31)
    assert announced_on(day) == date(2026, 3, 26)
    assert [is_missed(day, day + timedelta(days=days)) for days in (0, 7, 8)] == [False, False, True]


def test_it_begins_with_what_was_agreed_and_its_first_run(begin, rosa, balm):
    row = begin()
    assert (row.state, row.next_on, row.agreed_words) == ("running", date(2026, 3, 31), AGREED)
    assert list(row.lines.values_list("product", "quantity")) == [(balm.pk, 2)]
    assert coming(row) == [(1, date(2026, 3, 31), date(2026, 3, 31))]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agreed_words": " "}, "agreed_words"),
        ({"agreed_words": "x" * 2001}, "agreed_words"),
        ({"lines": []}, "lines"),
        ({"every": 0}, "every"),
        ({"every": 53}, "every"),
        ({"unit": "day"}, "unit"),
        ({"starts_on": date(2026, 3, 1)}, "starts_on"),
        ({"starts_on": date(2028, 3, 1)}, "starts_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(begin, change, field):
    with pytest.raises(StandingRefused) as refusal:
        begin(**change)
    assert refusal.value.field == field
    assert not StandingOrder.objects.exists()


def test_goods_that_nobody_sells_are_refused(begin, balm, cleos_soap):
    for product, said in (
        (cleos_soap, "There is no such product."),
        (balm, "Hand balm is no longer for sale."),
    ):
        product.is_active = product is not balm
        with pytest.raises(StandingRefused) as refusal:
            begin(lines=[(product, 1)])
        assert refusal.value.message == said


def test_skipping_leaves_one_run_out_and_undo_brings_it_back(begin, by_ben):
    row = begin()
    actions.skip_run(standing=row, by=by_ben, number=1)
    assert coming(row) == [(2, date(2026, 4, 30), date(2026, 4, 30))]
    assert actions.skip_run(standing=row, by=by_ben, number=1).event is None
    assert take_back(by_ben) == "The standing order is as before."
    assert coming(row) == [(1, date(2026, 3, 31), date(2026, 3, 31))]


def test_a_delay_moves_one_run_and_not_the_rhythm(begin, by_ben):
    row = begin()
    actions.delay_run(standing=row, by=by_ben, to=date(2026, 4, 7))
    assert (coming(row), row.next_on) == ([(1, date(2026, 3, 31), date(2026, 4, 7))], date(2026, 4, 7))
    for to in (date(2026, 3, 2), date(2026, 4, 30)):
        with pytest.raises(StandingRefused) as refusal:
            actions.delay_run(standing=row, by=by_ben, to=to)
        assert refusal.value.field == "to"
    assert sweep(date(2026, 4, 7)) == 1
    assert coming(row) == [(2, date(2026, 4, 30), date(2026, 4, 30))]


def test_pausing_and_taking_up_again_keeps_the_rhythm(begin, by_ben):
    row = begin()
    actions.pause_standing(standing=row, by=by_ben)
    assert (row.state, row.next_on, coming(row)) == ("paused", None, [])
    assert sweep(date(2026, 4, 1)) == 0
    with on(date(2026, 5, 5)):
        actions.resume_standing(standing=row, by=by_ben)
    assert coming(row) == [(1, date(2026, 5, 31), date(2026, 5, 31))]


def test_a_change_counts_from_the_next_day(begin, by_ben, tea):
    row = begin()
    actions.change_standing(
        standing=row, by=by_ben, version=1, lines=[(tea, 1)], every=6, unit="week", next_on=date(2026, 3, 16)
    )
    assert (row.starts_on, row.every, row.unit) == (date(2026, 3, 16), 6, "week")
    assert coming(row) == [(1, date(2026, 3, 16), date(2026, 3, 16))]
    with pytest.raises(StandingChanged):
        actions.change_standing(standing=row, by=by_ben, version=1, every=2)
    take_back(by_ben)
    row.refresh_from_db()
    assert (row.starts_on, row.every, row.unit, row.lines.get().quantity) == (
        date(2026, 3, 31),
        1,
        "month",
        2,
    )


def test_ending_says_why_and_undo_lets_it_go_on(begin, by_ben):
    row = begin()
    actions.end_standing(standing=row, by=by_ben, reason="Moves abroad")
    assert (row.state, row.ended_reason, coming(row)) == ("ended", "Moves abroad", [])
    for verb in (actions.pause_standing, actions.skip_run):
        with pytest.raises(StandingRefused):
            verb(standing=row, by=by_ben)
    take_back(by_ben)
    row.refresh_from_db()
    assert (row.state, row.ended_at, coming(row)[0][0]) == ("running", None, 1)


def test_undo_of_beginning_ends_it(begin, by_ben):
    row = begin()
    assert take_back(by_ben) == "The standing order is taken back."
    row.refresh_from_db()
    assert row.state == "ended"


def test_the_letter_comes_days_before_and_moves_with_the_run(begin, by_ben):
    row = begin()
    first = Message.objects.get(rule__key="standing_reminder", state="planned")
    assert (first.local_date, first.context["goods"]) == (date(2026, 3, 26), "2 × Hand balm")
    assert "/o/" in first.context["link"]
    actions.skip_run(standing=row, by=by_ben)
    first.refresh_from_db()
    after = Message.objects.get(rule__key="standing_reminder", state="planned")
    assert (first.state, after.local_date) == ("cancelled", date(2026, 4, 25))
    actions.end_standing(standing=row, by=by_ben)
    assert not Message.objects.filter(rule__key="standing_reminder", state="planned").exists()


def test_a_run_places_the_order_with_the_price_of_the_day_and_once(begin, rosa, balm):
    row = begin()
    balm.price = 14
    balm.save()
    assert sweep(date(2026, 3, 30)) == 0
    assert [sweep(date(2026, 3, 31)), sweep(date(2026, 3, 31))] == [1, 0]
    order = Order.objects.get()
    assert (order.customer, order.total, order.ordered_on) == (rosa, 28, date(2026, 3, 31))
    run = row.runs.get(number=1)
    assert (run.state, run.order) == ("done", order)
    assert coming(row) == [(2, date(2026, 4, 30), date(2026, 4, 30))]


def test_a_product_that_is_gone_becomes_a_task_and_no_order(begin, rosa, balm):
    row = begin()
    balm.is_active = False
    balm.save()
    assert sweep(date(2026, 3, 31)) == 0
    run = row.runs.get(number=1)
    assert (run.state, run.reason, Order.objects.count()) == ("missed", "Hand balm is no longer for sale.", 0)
    task = Task.objects.get(kind="standing")
    assert task.title == "Their standing order did not run: Hand balm is no longer for sale."
    assert coming(row)[0][0] == 2


def test_after_a_long_stop_nothing_piles_up(begin):
    row = begin()
    assert sweep(date(2026, 6, 10)) == 0
    assert list(row.runs.order_by("number").values_list("number", "state", "due_on")) == [
        (1, "missed", date(2026, 3, 31)),
        (2, "coming", date(2026, 6, 30)),
    ]


def test_nothing_runs_for_somebody_off_the_list(begin, rosa, by_ben):
    row = begin()
    delete_person(person=rosa, by=by_ben)
    assert sweep(date(2026, 3, 31)) == 0
    assert (row.runs.get(number=1).state, Task.objects.filter(kind="standing").count()) == ("missed", 0)


def test_one_that_cannot_run_does_not_hold_up_the_others(begin, monkeypatch):
    one, other = begin(), begin(agreed_words="And as much again for my sister.")
    real = actions.standing_runs.run_standing

    def breaking(*, id, by):
        if id == one.pk:
            raise RuntimeError
        return real(id=id, by=by)

    monkeypatch.setattr(actions.standing_runs, "run_standing", breaking)
    assert sweep(date(2026, 3, 31)) == 1
    assert other.runs.get(number=1).state == "done"


def test_a_day_that_was_left_out_stays_so_when_it_is_taken_up_again(begin, by_ben):
    standing = begin()
    actions.skip_run(standing=standing, by=WORKER, number=1)
    actions.pause_standing(standing=standing, by=by_ben)
    actions.resume_standing(standing=standing, by=by_ben)
    assert coming(standing) == [(2, date(2026, 4, 30), date(2026, 4, 30))]


def test_what_they_ended_themselves_only_they_take_up_again(begin, by_ben):
    standing = begin()
    actions.end_standing(standing=standing, by=THEM, reason="Stop, please")
    with pytest.raises(StandingRefused) as refused:
        actions.resume_standing(standing=standing, by=by_ben)
    assert refused.value.code == "theirs"
    actions.resume_standing(standing=standing, by=THEM)
    assert standing.state == "running"


def test_undo_of_taking_up_again_knows_when_it_had_ended(begin, by_ben):
    standing = begin()
    actions.end_standing(standing=standing, by=by_ben, reason="moves away")
    ended = StandingOrder.objects.get().ended_at
    with on(date(2026, 3, 5)):
        actions.resume_standing(standing=standing, by=by_ben)
        take_back(by_ben)
    row = StandingOrder.objects.get()
    assert (row.state, row.ended_at, row.ended_reason) == ("ended", ended, "moves away")


def test_undo_brings_no_run_of_a_day_gone_by(begin, by_ben):
    standing = begin()
    actions.pause_standing(standing=standing, by=by_ben)
    with on(date(2026, 4, 2)):
        take_back(by_ben)
    assert (sweep(date(2026, 4, 2)), coming(standing)) == (0, [(1, date(2026, 4, 30), date(2026, 4, 30))])


def test_of_somebody_who_left_the_team_nothing_runs(begin, ben, by_ben):
    begin()
    leave_team(distributor=ben, by=by_ben)
    assert sweep(date(2026, 3, 31)) == 0


def test_a_run_that_waits_for_a_complaint_is_put_on_the_list_once(begin, rosa, by_ben):
    begin()
    with on(date(2026, 3, 31)):
        open_complaint(customer=rosa, by=by_ben, text="Broken", origin="hand")
        run_due_standing_orders(by=WORKER)
        finish_task(task=Task.objects.open().get(kind="standing"), by=by_ben)
        run_due_standing_orders(by=WORKER)
    assert list(Task.objects.filter(kind="standing").values_list("state", flat=True)) == ["done"]


def test_a_double_tap_begins_one(begin):
    first, again = begin(), begin()
    assert (again.pk, again.event, StandingOrder.objects.count()) == (first.pk, None, 1)
    assert begin(starts_on=date(2026, 4, 30)).pk != first.pk


def test_who_no_letter_reaches_is_told_by_hand(begin, rosa):
    rosa.emails.all().delete()
    begin()
    assert list(Task.objects.filter(customer=rosa).values_list("rule__key", flat=True)) == [
        "standing_reminder"
    ]
