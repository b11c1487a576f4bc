"""What people say they want: kept once, dropped, met, and all of it taken back."""

import pytest

from customers import actions
from customers.errors import CustomerError, PersonGone
from customers.models import Want
from kit.ids import uuid7
from kit.models import Event
from kit.telling import tell
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")


def wants(person):
    return [(want.text, want.origin) for want in person.wants.unmet().order_by("said_at", "pk")]


def take_back(by):
    return undo(event=Event.objects.latest("id"), by=by)


def test_a_want_is_kept_in_their_words(rosa, by_ben):
    want = actions.note_want(customer=rosa, by=by_ben, text="  something for \n dry hands ")
    assert wants(rosa) == [("something for dry hands", "hand")]
    assert want.owner == rosa.owner
    assert tell(want.event, {}).sentence == "%(person)s wants something"
    assert tell(want.event, {}).said == "something for dry hands"
    assert take_back(by_ben) == "That is off the list again."
    assert wants(rosa) == []


def test_the_same_words_of_the_same_origin_are_one(rosa, by_ben):
    meeting, other = uuid7(), uuid7()
    one = actions.note_want(customer=rosa, by=by_ben, text="a tin", origin="meeting", origin_id=meeting)
    again = actions.note_want(customer=rosa, by=by_ben, text="a tin", origin="meeting", origin_id=meeting)
    actions.note_want(customer=rosa, by=by_ben, text="a tin", origin="meeting", origin_id=other)
    assert (again.pk, again.event, Want.objects.count()) == (one.pk, None, 2)


def test_what_is_dropped_or_met_comes_back(rosa, by_ben):
    want = actions.note_want(customer=rosa, by=by_ben, text="a tin")
    actions.drop_want(want=want, by=by_ben)
    assert actions.drop_want(want=want, by=by_ben).event is None
    assert wants(rosa) == []
    take_back(by_ben)
    assert wants(rosa) == [("a tin", "hand")]
    actions.meet_want(want=want, by=by_ben)
    assert actions.meet_want(want=want, by=by_ben).event is None
    assert wants(rosa) == []
    assert take_back(by_ben) == "They still want it."
    assert wants(rosa) == [("a tin", "hand")]


def test_words_that_do_not_fit_are_refused_by_hand_and_cut_elsewhere(rosa, by_ben):
    with pytest.raises(CustomerError, match="at most 300"):
        actions.note_want(customer=rosa, by=by_ben, text="x" * 301)
    with pytest.raises(CustomerError, match="Write something first"):
        actions.note_want(customer=rosa, by=by_ben, text=" \n ")
    cut = actions.note_want(customer=rosa, by=by_ben, text="x" * 301, origin="meeting", origin_id=uuid7())
    assert cut.text == "x" * 299 + "…"


def test_of_somebody_taken_off_the_list_nothing_is_kept(rosa, by_ben):
    want = actions.note_want(customer=rosa, by=by_ben, text="a tin")
    actions.delete_person(person=rosa, by=by_ben)
    with pytest.raises(PersonGone):
        actions.note_want(customer=rosa, by=by_ben, text="a tin")
    with pytest.raises(PersonGone):
        actions.drop_want(want=want, by=by_ben)
