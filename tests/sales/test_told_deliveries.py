"""A told day of delivery is a promise: it goes with its order, whatever becomes of it, and back."""

from datetime import date

import pytest

from followups.actions import (
    apologise_in_time,
    break_promise,
    change_promise,
    keep_promise,
    release_promise,
    take_back_promise,
)
from followups.errors import Closed
from followups.models import Promise, Task
from kit import clock
from kit.events import Actor, Door
from kit.models import Event
from kit.undo import undo
from sales.actions import (
    change_order,
    deliver_order,
    place_order,
    return_order,
    take_back_delivery,
    void_order,
)
from tests.sales.conftest import berlin

pytestmark = pytest.mark.django_db
HOUSE = Actor(None, Door.TASK)
TOLD, PLANNED, LATER = date(2026, 3, 6), date(2026, 3, 5), date(2026, 3, 20)


@pytest.fixture(autouse=True)
def tuesday():
    with clock.travel(berlin(2026, 3, 3, 9)):
        yield


def ordered(ben, by_ben, rosa, balm, **said):
    said = {"told_delivery_on": TOLD, "planned_delivery_on": PLANNED, **said}
    return place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 2, None)], **said)


@pytest.fixture
def order(ben, by_ben, rosa, balm):
    return ordered(ben, by_ben, rosa, balm, extras="A sample")


def promise() -> Promise:
    return Promise.objects.get()


def stands() -> tuple:
    row = promise()
    return row.state, row.told_on, row.ended_on, row.missed_on, row.revoked_at is not None


def take_back(kind, by):
    undo(event=Event.objects.filter(kind=kind).latest("id"), by=by)


def test_what_was_told_is_promised(order, rosa):
    row = promise()
    assert (row.text, row.kind, row.extra, row.customer) == (
        "Deliver: 2 × Hand balm",
        "delivery",
        "A sample",
        rosa,
    )
    assert (row.given_on, row.due_on, row.told_on, row.state) == (date(2026, 3, 3), PLANNED, TOLD, "open")
    assert (row.origin, row.origin_id) == ("order", order.pk)


def test_nobody_told_is_nothing_promised(ben, by_ben, rosa, balm):
    ordered(ben, by_ben, rosa, balm, told_delivery_on=None)
    assert not Promise.objects.exists()


def test_planned_for_later_than_was_told_is_due_on_the_day_told(ben, by_ben, rosa, balm):
    ordered(ben, by_ben, rosa, balm, planned_delivery_on=LATER)
    assert promise().due_on == TOLD


@pytest.mark.parametrize(("day", "state"), [(5, "early"), (6, "kept"), (7, "late")])
def test_delivered_is_kept_by_the_day_it_was(order, by_ben, day, state):
    on = date(2026, 3, day)
    with clock.travel(berlin(2026, 3, 9, 9)):
        deliver_order(order=order, by=by_ben, on=on)
        assert stands() == (state, TOLD, on, None, False)
        assert Task.objects.filter(kind="apology").count() == (state == "late")
        take_back("order.delivered", by_ben)
        assert stands() == ("open", TOLD, None, None, False)


def test_a_corrected_day_of_delivery_corrects_the_promise(order, by_ben):
    with clock.travel(berlin(2026, 3, 9, 9)):
        deliver_order(order=order, by=by_ben, on=date(2026, 3, 8))
        deliver_order(order=order, by=by_ben, on=TOLD)
        assert stands() == ("kept", TOLD, TOLD, None, False)
        assert [task.state for task in Task.objects.filter(kind="apology")] == ["cancelled"]
        take_back_delivery(order=order, by=by_ben)
        assert stands() == ("open", TOLD, None, None, False)


def test_void_it_was_never_given_and_undone_it_was(order, by_ben):
    void_order(order=order, by=by_ben, reason="Typed twice")
    assert stands() == ("open", TOLD, None, None, True)
    take_back("order.voided", by_ben)
    assert stands() == ("open", TOLD, None, None, False)


def test_placing_undone_takes_the_promise_with_it(order, by_ben):
    take_back("order.placed", by_ben)
    assert stands() == ("open", TOLD, None, None, True)


def test_given_back_before_it_came_they_no_longer_want_it(order, by_ben):
    return_order(order=order, by=by_ben, reason="Changed her mind")
    assert stands() == ("released", TOLD, date(2026, 3, 3), None, False)
    assert promise().reason == "Changed her mind"
    take_back("order.returned", by_ben)
    assert stands() == ("open", TOLD, None, None, False)


def test_given_back_after_it_came_it_was_kept(order, by_ben):
    deliver_order(order=order, by=by_ben, on=date(2026, 3, 3))
    return_order(order=order, by=by_ben, reason="Broken glass")
    assert stands()[0] == "early"


def test_another_day_told_in_time_is_the_day_that_counts(order, by_ben):
    change_order(order=order, by=by_ben, told_delivery_on=LATER)
    assert stands() == ("open", LATER, None, None, False)
    take_back("order.changed", by_ben)
    assert stands() == ("open", TOLD, None, None, False)


def test_another_day_told_afterwards_forgets_nothing(order, by_ben):
    with clock.travel(berlin(2026, 3, 9, 9)):
        assert apologise_in_time(by=HOUSE) == 1
        change_order(order=order, by=by_ben, told_delivery_on=LATER)
        assert stands() == ("open", LATER, None, TOLD, False)
        take_back("order.changed", by_ben)
        assert stands() == ("open", TOLD, None, None, False)


def test_a_day_told_first_later_and_no_day_any_more(ben, by_ben, rosa, balm):
    order = ordered(ben, by_ben, rosa, balm, told_delivery_on=None, planned_delivery_on=None)
    change_order(order=order, by=by_ben, told_delivery_on=TOLD)
    assert stands() == ("open", TOLD, None, None, False)
    change_order(order=order, by=by_ben, told_delivery_on=None)
    assert stands() == ("open", TOLD, None, None, True)


def test_extras_of_the_order_are_given_beside_it(order, by_ben):
    change_order(order=order, by=by_ben, extras="A card")
    assert promise().extra == "A card"


def test_what_is_typed_of_a_day_gone_by_is_history(ben, by_ben, rosa, balm):
    order = ordered(
        ben, by_ben, rosa, balm, ordered_on=date(2026, 2, 1), told_delivery_on=date(2026, 2, 9),
        planned_delivery_on=None,
    )  # fmt: skip
    assert not Promise.objects.exists()
    deliver_order(order=order, by=by_ben, on=date(2026, 2, 9))
    assert stands()[0] == "kept"


def test_what_cannot_be_kept_is_said_here_and_open_again_with_another_day(order, by_ben):
    break_promise(promise=promise(), by=by_ben, reason="Sold out")
    change_order(order=order, by=by_ben, extras="A card")
    assert stands()[0] == "broken"
    change_order(order=order, by=by_ben, told_delivery_on=LATER)
    assert stands() == ("open", LATER, None, TOLD, False)
    deliver_order(order=order, by=by_ben, on=date(2026, 3, 3))
    assert stands()[0] == "early"


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (keep_promise, {}),
        (change_promise, {"text": "Other"}),
        (release_promise, {}),
        (take_back_promise, {}),
    ],
)
def test_the_rest_is_done_at_the_order(order, by_ben, verb, said):
    with pytest.raises(Closed) as refusal:
        verb(promise=promise(), by=by_ben, **said)
    assert refusal.value.code == "of_an_order"
