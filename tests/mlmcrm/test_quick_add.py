from decimal import Decimal

import pytest
from django.urls import reverse

from customers.actions import add_person
from customers.models import Note, Touch
from followups.models import Message
from sales.models import Order, Product

HTMX = {"HX-Request": "true"}


@pytest.fixture
def leila(ben, by_ben, company, monday):
    for code, name in (("HB", "Hand balm"), ("TEA", "Morning tea")):
        Product.objects.create(company=company, code=code, name=name, price=Decimal("9.50"), currency="EUR")
    return add_person(owner=ben, by=by_ben, name="Leila Haddad")


def add(client, text, **rest):
    return client.post(reverse("today-add"), {"q": text, "request_key": "k1", **rest}, headers=HTMX)


def test_an_order_is_typed_and_placed_once(as_ben, leila):
    for _ in range(2):
        assert add(as_ben, "Leila ordered 2 hand balm, 1 morning tea").status_code == 200
    order = Order.objects.get()
    assert (order.customer, order.total) == (leila, 28.5)


def test_reading_changes_nothing(as_ben, leila):
    page = as_ben.get(reverse("today-read"), {"q": "Leila ordered 2 hand balm"}, headers=HTMX)
    assert "2 × Hand balm" in page.content.decode()
    assert (Order.objects.count(), Note.objects.count(), Touch.objects.count()) == (0, 0, 0)


def test_a_question_is_an_inquiry(as_ben, leila):
    add(as_ben, "Leila asked about samples")
    touch = Touch.objects.get()
    assert (touch.direction, touch.inquiry, touch.note) == ("in", True, "Leila asked about samples")


def test_unknown_words_become_a_note(as_ben, leila):
    add(as_ben, "Leila has a new dog")
    assert Note.objects.get().text == "Leila has a new dog"


def test_two_people_of_a_name_are_asked_about(as_ben, ben, by_ben, leila):
    other = add_person(owner=ben, by=by_ben, name="Leila Braun")
    asked = add(as_ben, "called Leila")
    assert (asked.status_code, Touch.objects.count()) == (422, 0)
    assert add(as_ben, "called Leila", person=str(other.pk)).status_code == 200
    assert Touch.objects.get().customer == other


def test_an_unknown_product_is_not_guessed(as_ben, leila):
    answer = add(as_ben, "Leila ordered 2 unicorns")
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert "Not in the catalogue" in answer.content.decode()


def test_anothers_person_is_nobody(as_cleo, leila):
    assert add(as_cleo, "called Leila").status_code == 422
    assert add(as_cleo, "called Leila", person=str(leila.pk)).status_code == 422
    assert Touch.objects.count() == 0


@pytest.mark.parametrize("text", ["", "   ", "\0", "x" * 5000])
def test_odd_lines_are_answered_in_words(as_ben, leila, text):
    assert add(as_ben, text).status_code == 422


def test_nothing_goes_out_for_a_call(as_ben, leila):
    add(as_ben, "called Leila")
    assert Message.objects.count() == 0


def test_the_person_meant_is_found_among_many_who_share_small_words(as_ben, ben, by_ben, leila):
    for n in range(60):
        add_person(owner=ben, by=by_ben, name=f"An Aba {n}")
    add(as_ben, "called an old friend, Leila Haddad")
    assert Touch.objects.get().customer == leila
