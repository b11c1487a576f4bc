"""Promises and wants on their pages: the list, the person, Today; each deed with a way back."""

from datetime import timedelta

import pytest

from customers.actions import note_want
from customers.models import Want
from followups.actions import keep_promise, make_promise
from followups.models import Promise
from kit.models import Event
from kit.undo import undo
from mlmcrm.today import day_of

pytestmark = pytest.mark.usefixtures("monday")
DAY = timedelta(days=1)


@pytest.fixture
def promise(rosa, ben, by_ben):
    return make_promise(customer=rosa, by=by_ben, text="A red tin", due_on=ben.today() + DAY)


def page(client, address, **query) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_page_says_how_to_begin(as_ben):
    shown = page(as_ben, "/promises/")
    assert "Nothing is promised" in shown and "Figures begin" in shown
    assert "Nothing has ended yet" in page(as_ben, "/promises/", show="ended")


def test_open_ones_stand_by_their_day_with_plain_figures(as_ben, rosa, ben, by_ben, promise):
    make_promise(customer=rosa, by=by_ben, text="A blue tin", due_on=ben.today())
    done = make_promise(
        customer=rosa, by=by_ben, text="A list", due_on=ben.today(), told_on=ben.today() + 2 * DAY
    )
    keep_promise(promise=done, by=by_ben)
    shown = page(as_ben, "/promises/")
    assert shown.index("A blue tin") < shown.index("A red tin")
    assert "100 % <span" in shown and ">2.0<" in shown
    assert "A list" in page(as_ben, "/promises/", show="ended")


def test_promised_kept_and_undone_in_the_browser(as_ben, rosa, ben, by_ben):
    answer = as_ben.post(f"/people/{rosa.pk}/promise/", {"text": "A red tin", "due_on": "2026-03-05"})
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{rosa.pk}/")
    made = Promise.objects.get()
    shown = page(as_ben, f"/people/{rosa.pk}/")
    assert "A red tin" in shown and "Nothing is promised" not in shown
    as_ben.post(f"/promises/{made.pk}/keep/")
    assert Promise.objects.get().state == "early"
    undo(event=Event.objects.get(kind="promise.kept"), by=by_ben)
    assert Promise.objects.get().state == "open"


def test_a_broken_one_needs_a_reason(as_ben, promise):
    answer = as_ben.post(f"/promises/{promise.pk}/break/", {"reason": ""})
    assert (answer.status_code, "Say why, please." in answer.content.decode()) == (422, True)
    as_ben.post(f"/promises/{promise.pk}/break/", {"reason": "Sold out"})
    assert (Promise.objects.get().state, Promise.objects.get().reason) == ("broken", "Sold out")


def test_a_change_upon_an_old_page_is_told(as_ben, promise):
    words = {"text": "Two tins", "due_on": "2026-03-04", "told_on": "2026-03-04", "version": "1"}
    assert as_ben.post(f"/promises/{promise.pk}/change/", words).status_code == 302
    again = as_ben.post(f"/promises/{promise.pk}/change/", {**words, "text": "Three tins"})
    assert (again.status_code, "Changed in the meantime" in again.content.decode()) == (422, True)
    assert Promise.objects.get().text == "Two tins"


def test_a_day_gone_by_is_refused_at_its_field(as_ben, rosa):
    answer = as_ben.post(f"/people/{rosa.pk}/promise/", {"text": "A tin", "due_on": "2026-03-01"})
    assert (answer.status_code, "That day has gone by" in answer.content.decode()) == (422, True)


def test_wants_are_met_and_dropped_on_the_page_of_the_person(as_ben, rosa, by_ben):
    as_ben.post(f"/people/{rosa.pk}/want/", {"text": "Dry hands"})
    other = note_want(customer=rosa, by=by_ben, text="A present")
    want = Want.objects.get(text="Dry hands")
    assert "Dry hands" in page(as_ben, f"/people/{rosa.pk}/")
    as_ben.post(f"/wants/{want.pk}/met/")
    as_ben.post(f"/wants/{other.pk}/drop/")
    assert "Ask, listen, and keep their words." in page(as_ben, f"/people/{rosa.pk}/")


@pytest.mark.parametrize("tab", ["promise", "want"])
def test_the_composer_has_both(as_ben, rosa, tab):
    shown = page(as_ben, f"/people/{rosa.pk}/", add=tab)
    assert f'id="{tab}-form"' in shown


def test_today_shows_what_is_promised_for_today_or_before(as_ben, rosa, ben, by_ben, promise):
    assert [line.kind for line in day_of(ben).lines] == []
    due = make_promise(customer=rosa, by=by_ben, text="A blue tin", due_on=ben.today())
    day = day_of(ben)
    assert [(line.promise, line.reasons) for line in day.lines] == [(due, ("promised",))]
    shown = page(as_ben, "/today/")
    assert "A blue tin" in shown and "Promised for today" in shown
    keep_promise(promise=due, by=by_ben)
    assert ([line.kind for line in day_of(ben).lines], day_of(ben).done) == ([], 1)
