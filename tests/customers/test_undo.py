"""Every verb that a person can press is taken back by its event."""

from datetime import date

import pytest

from customers import actions
from customers.errors import MovedOn, PersonGone
from customers.ladder import Rung
from customers.models import Consent, Customer, Note, Touch
from kit import clock
from kit.errors import Refused
from kit.models import Event
from kit.undo import undo

pytestmark = pytest.mark.usefixtures("monday")


def take_back(kind, by):
    return undo(event=Event.objects.filter(kind=kind).latest("id"), by=by)


def test_adding(ben, by_ben):
    actions.add_person(owner=ben, by=by_ben, name="Mai")
    assert take_back("customer.added", by_ben) == "Mai is not added."
    assert list(Customer.objects.visible_to(ben)) == []


def test_adding_somebody_who_ordered_since(ben, by_ben):
    actions.add_person(owner=ben, by=by_ben, name="Mai")
    Customer.objects.update(orders_count=1)
    with pytest.raises(MovedOn):
        take_back("customer.added", by_ben)
    assert Customer.objects.visible_to(ben).count() == 1


def test_changing(rosa, by_ben, ben):
    friend = actions.add_person(owner=ben, by=by_ben, name="Friend", birthday=(1980, 3, 9), tags=["tea"])
    actions.change_person(
        person=friend,
        by=by_ben,
        version=1,
        name="Fiend",
        birthday=None,
        introduced_by=rosa,
        tags=[],
        phones=["030 123456"],
    )
    assert take_back("customer.changed", by_ben) == "Friend is as before."
    friend = Customer.objects.get(pk=friend.pk)
    assert (friend.name, friend.birthday, friend.introduced_by, friend.version) == (
        "Friend",
        "1980-03-09",
        None,
        3,
    )
    assert [tag.name for tag in friend.tags.all()] == ["tea"]
    assert list(friend.phones.all()) == []
    assert list(rosa.steps.standing()) == []


def test_a_change_that_was_changed_again(rosa, by_ben):
    actions.change_person(person=rosa, by=by_ben, version=1, greeting="Rosie")
    first = Event.objects.get()
    actions.change_person(person=rosa, by=by_ben, version=2, greeting="Rosita")
    with pytest.raises(MovedOn):
        undo(event=first, by=by_ben)
    rosa.refresh_from_db()
    assert rosa.greeting == "Rosita"


def test_an_address_that_bounced_comes_back_as_one_that_does_not_work(rosa, by_ben, monday):
    actions.note_bounce(person=rosa, address="rosa@post.example", by=by_ben)
    clock.advance(days=1)
    actions.change_person(person=rosa, by=by_ben, version=None, emails=["new@post.example"])
    clock.advance(days=1)
    take_back("customer.changed", by_ben)
    assert list(rosa.emails.values_list("address", "bounced_at")) == [("rosa@post.example", monday)]


def test_deleting(rosa, by_ben, ben):
    actions.delete_person(person=rosa, by=by_ben)
    assert take_back("customer.deleted", by_ben) == "Rosa Lind is back."
    assert list(Customer.objects.visible_to(ben)) == [rosa]


def test_touching(rosa, by_ben):
    actions.log_touch(person=rosa, by=by_ben, kind="sample")
    assert take_back("touch.logged", by_ben) == "The contact is taken back."
    rosa.refresh_from_db()
    assert (rosa.rung, Touch.objects.standing().count()) == (Rung.SUSPECT, 0)


def test_noting(rosa, by_ben):
    actions.add_note(person=rosa, by=by_ben, text="Likes tea")
    assert take_back("note.added", by_ben) == "The note is taken back."
    assert Note.objects.filter(revoked_at=None).count() == 0


def test_climbing_by_hand(rosa, by_ben):
    actions.climb_by_hand(person=rosa, by=by_ben, rung=4, reason="Buys since 2019")
    assert take_back("ladder.climbed", by_ben) == "The climb is taken back."
    rosa.refresh_from_db()
    assert rosa.rung == Rung.SUSPECT


def test_climbing_by_evidence(rosa, by_ben):
    actions.add_evidence(person=rosa, by=by_ben, kind="order", on=date(2026, 1, 2), source=rosa.pk)
    with pytest.raises(Refused) as refusal:
        take_back("ladder.climbed", by_ben)
    assert refusal.value.code == "not_undoable"
    rosa.refresh_from_db()
    assert rosa.rung == Rung.CUSTOMER


def test_agreeing_and_withdrawing(rosa, by_ben):
    consent = Consent.objects.get()
    actions.withdraw_consent(consent=consent, by=by_ben)
    assert take_back("consent.withdrawn", by_ben) == "The consent stands again."
    assert Consent.objects.standing().count() == 1
    assert take_back("consent.restored", by_ben) == "The consent is taken back."
    assert Consent.objects.standing().count() == 0


def test_a_consent_stands_again_since_the_day_it_was_given(rosa, by_ben, monday):
    consent = Consent.objects.get()
    clock.advance(days=3)
    actions.withdraw_consent(consent=consent, by=by_ben)
    clock.advance(days=3)
    take_back("consent.withdrawn", by_ben)
    assert list(rosa.consents.values_list("pk", "given_at", "withdrawn_at")) == [
        (consent.pk, monday, None),
    ]


def test_a_consent_that_was_given_again_since(rosa, by_ben):
    consent = Consent.objects.get()
    actions.withdraw_consent(consent=consent, by=by_ben)
    actions.give_consent(person=rosa, by=by_ben, channel=consent.channel, purpose=consent.purpose)
    with pytest.raises(Refused) as refusal:
        take_back("consent.withdrawn", by_ben)
    assert refusal.value.message == "They have agreed again since."
    assert Consent.objects.standing().count() == 1


def test_a_consent_that_stands_again_is_restored_once(rosa, by_ben):
    consent = actions.withdraw_consent(consent=Consent.objects.get(), by=by_ben)
    actions.restore_consent(consent=consent, by=by_ben)
    before = Event.objects.count()
    assert actions.restore_consent(consent=consent, by=by_ben).withdrawn_at is None
    assert Event.objects.count() == before


def test_twice_and_too_late(rosa, by_ben):
    actions.change_person(person=rosa, by=by_ben, version=1, greeting="Rosie")
    event = Event.objects.get()
    actions.delete_person(person=rosa, by=by_ben)
    with pytest.raises(PersonGone):
        undo(event=event, by=by_ben)
    take_back("customer.deleted", by_ben)
    undo(event=event, by=by_ben)
    with pytest.raises(Refused):
        undo(event=event, by=by_ben)
