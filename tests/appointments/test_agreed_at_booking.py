"""Somebody known who asks on the page agrees once it is confirmed that it was them."""

import pytest

from appointments.actions import answer, confirm
from appointments.actions.asking import Asker, ask_for
from kit.events import Actor, Door

pytestmark = pytest.mark.django_db
THEM = Actor(None, Door.WEB)
WORDS = "Letters about this appointment."


def standing(person) -> list[tuple]:
    rows = person.consents.filter(withdrawn_at=None)
    return list(rows.values_list("channel", "purpose", "source", "wording"))


@pytest.fixture
def ask(ben, talk, slot):
    return lambda **way: ask_for(
        owner=ben, kind=talk, starts_at=slot, by=THEM, asker=Asker(name="Rosa", consent_words=WORDS, **way)
    )


def test_by_their_link_it_holds(rosa, ask):
    rosa.consents.all().delete()
    made = ask(email="rosa@post.example")
    assert standing(rosa) == []
    answer(guest=made.guests.get(), by=THEM, coming=True)
    assert standing(rosa) == [("email", "service", "On the booking page", WORDS)]


def test_for_an_address_the_distributor_cannot_say_so(rosa, ask, by_ben):
    rosa.consents.all().delete()
    confirm(appointment=ask(email="rosa@post.example"), by=by_ben, side="us")
    assert standing(rosa) == []


def test_a_number_is_confirmed_by_who_called_it(rosa, ask, by_ben):
    rosa.consents.all().delete()
    rosa.phones.create(owner=rosa.owner, number="+4915112345678")
    confirm(appointment=ask(phone="+4915112345678"), by=by_ben, side="us")
    assert standing(rosa) == [("phone", "service", "On the booking page", WORDS)]
