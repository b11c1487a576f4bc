"""Promises: given, kept early, on the day or late by the day that was told, broken, released, taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from customers.actions import delete_person
from followups import actions
from followups.errors import Closed, PromiseChanged
from followups.models import Promise
from followups.promising import Ended, Figures, figures, kept_as
from kit import clock
from kit.errors import Refused
from kit.ids import uuid7
from kit.models import Event
from kit.telling import tell
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")

MONDAY, THURSDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6)


@pytest.fixture
def promise(rosa, by_ben):
    return actions.make_promise(
        customer=rosa, by=by_ben, text="a smaller tin", due_on=THURSDAY, told_on=FRIDAY
    )


def stands(promise):
    row = Promise.objects.get(pk=promise.pk)
    return row.state, row.reason, row.closed_at is not None


def take_back(by):
    return undo(event=Event.objects.filter(kind__startswith="promise.").latest("id"), by=by)


def test_a_promise_is_told_for_the_day_it_is_due_unless_said_otherwise(rosa, by_ben, promise):
    plain = actions.make_promise(customer=rosa, by=by_ben, text="the  leaflet ", due_on=MONDAY)
    assert (plain.text, plain.due_on, plain.told_on, plain.owner) == (
        "the leaflet",
        MONDAY,
        MONDAY,
        rosa.owner,
    )
    assert (promise.due_on, promise.told_on) == (THURSDAY, FRIDAY)
    told = tell(promise.event, {str(promise.pk): promise.text})
    assert told.sentence == "Promised to %(person)s: A smaller tin"
    assert told.more == "By Thu 5 Mar"


@pytest.mark.parametrize(
    ("day", "state"), [(4, "early"), (5, "early"), (6, "kept"), (7, "late")], ids=lambda value: str(value)
)
def test_how_it_was_kept_is_judged_by_the_day_that_was_told(by_ben, promise, day, state):
    with clock.travel(datetime(2026, 3, day, 12, tzinfo=UTC)):
        actions.keep_promise(promise=promise, by=by_ben)
        assert stands(promise) == (state, "", True)
        assert actions.keep_promise(promise=promise, by=by_ben).event is None
        assert take_back(by_ben) == "The promise is open again."
        assert stands(promise) == ("open", "", False)


def test_the_day_is_that_of_the_owners_zone(ben, by_ben, promise):
    ben.zone = "Pacific/Auckland"
    ben.save(update_fields=["zone"])
    with clock.travel(datetime(2026, 3, 6, 12, tzinfo=UTC)):  # Saturday there
        actions.keep_promise(promise=promise, by=by_ben)
    assert stands(promise) == ("late", "", True)


def test_the_same_words_of_the_same_meeting_are_one(rosa, by_ben):
    said = {"customer": rosa, "by": by_ben, "text": "a tin", "origin": "meeting", "origin_id": uuid7()}
    one = actions.make_promise(**said, due_on=THURSDAY)
    again = actions.make_promise(**said, due_on=FRIDAY)
    assert (again.pk, again.event, Promise.objects.count()) == (one.pk, None, 1)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"due_on": date(2199, 1, 1)}, "due_on"),
        ({"due_on": FRIDAY, "told_on": THURSDAY}, "told_on"),
        ({"due_on": FRIDAY, "text": " \n"}, "text"),
        ({"due_on": FRIDAY, "text": "x" * 301}, "text"),
    ],
)
def test_what_cannot_be_promised_is_refused_at_its_field(rosa, by_ben, said, field):
    with pytest.raises(Refused) as refusal:
        actions.make_promise(**{"customer": rosa, "by": by_ben, "text": "a tin", **said})
    assert refusal.value.field == field
    assert Promise.objects.count() == 0


def test_a_promise_is_broken_with_a_reason(by_ben, promise):
    with pytest.raises(Refused):
        actions.break_promise(promise=promise, by=by_ben, reason=" ")
    actions.break_promise(promise=promise, by=by_ben, reason="Out of stock")
    assert stands(promise) == ("broken", "Out of stock", True)
    with pytest.raises(Closed, match="cannot be kept"):
        actions.keep_promise(promise=promise, by=by_ben)
    take_back(by_ben)
    assert stands(promise) == ("open", "", False)


def test_who_no_longer_wants_it_releases(by_ben, promise):
    actions.release_promise(promise=promise, by=by_ben)
    assert stands(promise) == ("released", "", True)
    assert actions.release_promise(promise=promise, by=by_ben, reason="again").event is None
    take_back(by_ben)
    assert stands(promise) == ("open", "", False)


def test_changing_moves_the_day_told_only_where_it_must(by_ben, promise):
    actions.change_promise(promise=promise, by=by_ben, due_on=MONDAY)
    assert (promise.due_on, promise.told_on, promise.version) == (MONDAY, FRIDAY, 2)
    later = FRIDAY + timedelta(days=7)
    actions.change_promise(promise=promise, by=by_ben, due_on=later, text="two tins", version=2)
    assert (promise.text, promise.due_on, promise.told_on) == ("two tins", later, later)
    with pytest.raises(PromiseChanged):
        actions.change_promise(promise=promise, by=by_ben, text="three", version=2)
    assert take_back(by_ben) == "The promise is as before."
    row = Promise.objects.get()
    assert (row.text, row.due_on, row.told_on) == ("a smaller tin", MONDAY, FRIDAY)


def test_words_are_mended_after_the_day_has_gone_by(by_ben, promise):
    with clock.travel(datetime(2026, 3, 20, 12, tzinfo=UTC)):
        actions.change_promise(promise=promise, by=by_ben, text="the tin")
        assert promise.text == "the tin"
        with pytest.raises(Refused):
            actions.change_promise(promise=promise, by=by_ben, due_on=date(2026, 3, 19))


def test_a_change_that_was_changed_since_is_not_undone(by_ben, promise):
    actions.change_promise(promise=promise, by=by_ben, text="one")
    first = Event.objects.latest("id")
    actions.change_promise(promise=promise, by=by_ben, text="two")
    with pytest.raises(Closed, match="changed again since"):
        undo(event=first, by=by_ben)


def test_one_given_by_mistake_counts_nowhere(by_ben, rosa, promise):
    assert take_back(by_ben) == "The promise is taken back."
    assert (Promise.objects.open().count(), Promise.objects.standing().count()) == (0, 0)
    assert actions.take_back_promise(promise=promise, by=by_ben).event is None
    with pytest.raises(Closed, match="taken back"):
        actions.keep_promise(promise=promise, by=by_ben)


def test_to_somebody_taken_off_the_list_nothing_is_promised(by_ben, rosa, promise):
    delete_person(person=rosa, by=by_ben)
    with pytest.raises(Closed):
        actions.make_promise(customer=rosa, by=by_ben, text="a tin", due_on=FRIDAY)
    with pytest.raises(Closed):
        actions.keep_promise(promise=promise, by=by_ben)


def test_figures_leave_out_what_was_released():
    days = [(4, "early"), (6, "kept"), (9, "late"), (5, "broken"), (5, "released")]
    ended = [Ended(state, FRIDAY, date(2026, 3, day)) for day, state in days]
    assert figures(ended) == Figures(ended=4, kept=2, days_early=1.0)
    assert figures(ended).percent == 50
    assert figures([]).percent is None
    assert [kept_as(FRIDAY, date(2026, 3, day)) for day in (5, 6, 7)] == ["early", "kept", "late"]
