"""What a provider says twice at the same moment counts once: both calls end well."""

import threading
import time

import pytest
from django.core import mail as outgoing
from django.db import connection, transaction

from customers.models import Consent, Customer, Email, Touch
from followups.actions import hear_news, receive_reply, settle_reply
from followups.meanings import Mail
from followups.models import Letter, Message, Notice, Reply
from followups.news import News
from kit import clock
from kit.events import Actor, Door
from tests.delivery import conftest as delivery
from tests.delivery.test_twice import at_once

plan_letters = delivery.plan_letters
BY = Actor(None, Door.TASK)
CALLS = 4

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(plan_letters) -> Message:
    (message,) = plan_letters(1, state="sent", sent_at=clock.now())
    words = {
        "recipient": "person0@post.example",
        "subject": "Thank you",
        "text": "Dear person",
        "mail_id": "<1@x>",
    }
    Letter.objects.create(message=message, frozen=True, **words)
    return message


def fetched(letter) -> Message:
    return Message.objects.select_related("owner", "customer", "letter").get(pk=letter.pk)


@pytest.mark.parametrize(("text", "meaning", "contacts"), [("Thank you", "reply", 1), ("Stop", "stop", 1)])
def test_one_answer_handed_on_by_several_calls(text, meaning, contacts, letter):
    mail = Mail({}, "person0@post.example", "Re: Thank you", text)
    made = at_once(CALLS, lambda n: receive_reply(message=fetched(letter), by=BY, mail=mail, source="x:1"))
    assert [reply is not None for reply in made].count(True) == 1
    assert Reply.objects.get().meaning == meaning
    assert Touch.objects.filter(customer=letter.customer).count() == contacts
    assert len(outgoing.outbox) == (meaning == "stop")


def test_one_bounce_told_by_several_calls(letter):
    told = {"news": News("bounced", for_good=True), "source": "x:2", "address": "person0@post.example"}
    at_once(CALLS, lambda n: hear_news(message=fetched(letter), by=BY, **told))
    assert Notice.objects.count() == 1
    assert sorted(letter.customer.tasks.values_list("kind", flat=True)) == ["fix_address", "thank"]


@pytest.fixture
def namesake(letter) -> Customer:
    """Somebody with the same address and a lower id: held before the reader of the letter."""
    reader = letter.customer
    first = Customer(owner=reader.owner, name="Namesake")
    first.id = type(first.id)(int=reader.pk.int - 1)
    first.save(force_insert=True)
    Email.objects.create(
        customer=first, owner=first.owner, address="person0@post.example", key="person0@post.example"
    )
    Consent.objects.create(owner=first.owner, customer=first, channel="email", purpose="service")
    return first


def hear_a_bounce(letter):
    told = {"news": News("bounced", for_good=True), "source": "x:3", "address": "person0@post.example"}
    hear_news(message=letter, by=BY, **told)


def hear_a_stop(letter):
    mail = Mail({}, "person0@post.example", "Re: Thank you", "Stop")
    receive_reply(message=letter, by=BY, mail=mail, source="x:4")


def settle_a_doubt(letter):
    reply = Reply.objects.create(
        owner=letter.owner, customer=letter.customer, message=letter, at=clock.now(), source="x:5",
        meaning="doubtful",
    )  # fmt: skip
    settle_reply(reply=reply, by=BY, meaning="stop")


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
@pytest.mark.parametrize("hear", [hear_a_bounce, hear_a_stop, settle_a_doubt])
def test_whoever_has_the_same_address_is_held_in_the_order_of_all(hear, letter, namesake):
    """While the first is held by somebody else, the second is free: nobody waits in a circle."""
    listener = threading.Thread(target=_then_close, args=(hear, fetched(letter)))
    with transaction.atomic():
        Customer.objects.select_for_update().get(pk=namesake.pk)
        listener.start()
        _until_somebody_waits()
        Customer.objects.select_for_update(nowait=True).get(pk=letter.customer_id)
    listener.join(timeout=20)
    assert not listener.is_alive()
    assert Email.objects.filter(key="person0@post.example").count() == 2


def _then_close(hear, letter) -> None:
    try:
        hear(letter)
    finally:
        connection.close()


def _until_somebody_waits() -> None:
    waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    gives_up = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < gives_up:
            cursor.execute("select pg_stat_clear_snapshot()")
            cursor.execute(waits)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")
