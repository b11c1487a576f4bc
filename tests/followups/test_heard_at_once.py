"""What a provider says twice at the same moment counts once: both calls end well."""

import pytest
from django.core import mail as outgoing

from customers.models import Touch
from followups.actions import hear_news, receive_reply
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
