"""Addresses that letters do not reach are marked, with an event."""

from customers import actions
from kit.models import Event


def test_an_address_that_letters_do_not_reach_is_marked_once(rosa, by_ben, monday):
    for _ in range(2):
        actions.note_bounce(person=rosa, address="rosa@post.example", by=by_ben)
    assert rosa.emails.get().bounced_at == monday
    event = Event.objects.get()
    assert (event.kind, event.person_id, event.owner_id) == ("email.bounced", rosa.pk, rosa.owner_id)
    assert (event.before, event.after) == (
        {"bounced_at": None},
        {"address": "rosa@post.example", "bounced_at": monday.isoformat()},
    )


def test_an_address_that_the_person_has_no_more_is_nobodys(rosa, by_ben, monday):
    actions.note_bounce(person=rosa, address="former@post.example", by=by_ben)
    assert (rosa.emails.get().bounced_at, Event.objects.count()) == (None, 0)
