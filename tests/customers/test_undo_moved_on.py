"""Undo says no, with the reason, where the world moved on."""

import pytest

from customers import actions
from customers.errors import MovedOn, PersonGone
from customers.models import Consent, Note, Touch
from kit.events import last_event_of
from kit.models import Event
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")


def newest(kind):
    return Event.objects.filter(kind=kind).latest("id")


def refused(event, by, error=MovedOn) -> str:
    before = Event.objects.count()
    with pytest.raises(error) as refusal:
        undo(event=event, by=by)
    assert Event.objects.count() == before
    return refusal.value.message


def test_an_edit_puts_back_only_what_it_changed(rosa, by_ben):
    actions.change_person(person=rosa, by=by_ben, version=1, greeting="Rosie")
    edit = last_event_of(rosa)
    actions.change_person(person=rosa, by=by_ben, version=2, source="Fair", phones=["+4930123456"])
    undo(event=edit, by=by_ben)
    rosa.refresh_from_db()
    assert (rosa.greeting, rosa.source) == ("Rosa", "Fair")
    assert [phone.number for phone in rosa.phones.all()] == ["+4930123456"]


def test_an_edit_names_what_was_changed_again(rosa, by_ben):
    actions.change_person(person=rosa, by=by_ben, version=1, greeting="Rosie", source="Fair", warmth="cold")
    edit = last_event_of(rosa)
    actions.change_person(person=rosa, by=by_ben, version=2, greeting="R", warmth="warm")
    assert refused(edit, by_ben) == (
        "Changed again since: How to address, Knows you. Open the person and change it there."
    )


@pytest.mark.parametrize("kind", ["touch.logged", "note.added", "ladder.climbed", "consent.given"])
def test_nothing_is_undone_for_somebody_who_was_deleted(rosa, by_ben, kind):
    actions.log_touch(person=rosa, by=by_ben, kind="call")
    actions.add_note(person=rosa, by=by_ben, text="Word")
    actions.climb_by_hand(person=rosa, by=by_ben, rung=4, reason="Buys since 2019")
    actions.give_consent(person=rosa, by=by_ben, channel="phone", purpose="service")
    event = newest(kind)
    actions.delete_person(person=rosa, by=by_ben)
    assert refused(event, by_ben, PersonGone) == "This person was deleted."


def test_what_was_taken_back_since(rosa, by_ben):
    touch = actions.log_touch(person=rosa, by=by_ben, kind="call")
    note = actions.add_note(person=rosa, by=by_ben, text="Word")
    step = actions.climb_by_hand(person=rosa, by=by_ben, rung=4, reason="Buys since 2019")
    actions.revoke_touch(touch=touch, by=by_ben)
    actions.revoke_note(note=note, by=by_ben)
    actions.revoke_climb(step=step, by=by_ben)
    for kind in ("touch.logged", "note.added", "ladder.climbed"):
        assert refused(newest(kind), by_ben) == "This was taken back since."


def test_a_consent_they_took_back_themselves(rosa, by_ben):
    consent = actions.give_consent(person=rosa, by=by_ben, channel="phone", purpose="service")
    actions.withdraw_consent(consent=consent, by=by_ben)
    assert refused(newest("consent.given"), by_ben) == "They have taken the consent back since."
    assert Consent.objects.standing().count() == 1


def test_a_contact_taken_back_counts_again_with_its_evidence(rosa, by_ben):
    touch = actions.log_touch(person=rosa, by=by_ben, kind="sample")
    actions.revoke_touch(touch=touch, by=by_ben)
    assert undo(event=newest("touch.revoked"), by=by_ben) == "The contact counts again."
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.last_contact_at) == (2, touch.at)
    assert actions.recount_facts(check=True) == []
    undo(event=newest("touch.restored"), by=by_ben)
    assert Touch.objects.standing().count() == 0


def test_a_note_taken_back_comes_back(rosa, by_ben):
    note = actions.add_note(person=rosa, by=by_ben, text="Word")
    actions.revoke_note(note=note, by=by_ben)
    assert undo(event=newest("note.revoked"), by=by_ben) == "The note is back."
    assert Note.objects.get().revoked_at is None


def test_somebody_brought_back_goes_again(rosa, by_ben, ben):
    actions.delete_person(person=rosa, by=by_ben)
    actions.restore_person(person=rosa, by=by_ben)
    assert undo(event=newest("customer.restored"), by=by_ben) == "Rosa Lind is off your list again."
