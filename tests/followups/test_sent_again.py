"""What is sent again stays what it was: for the same purpose, by the same way."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from customers.actions import withdraw_consent
from customers.models import Consent, Phone
from followups.actions import send_again
from followups.delivery import deliver_due
from followups.errors import NoWay
from followups.models import Letter, Message, Rule
from kit import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(rosa):
    return Consent.objects.create(owner=rosa.owner, customer=rosa, channel="email", purpose="marketing")


def _failed(rosa, to="rosa@post.example", **values):
    rule = Rule.objects.create(
        owner=rosa.owner, key="offer", kind="other", title="Offer", anchor="last_contact", offset_days=500,
        action="letter", subject="Offer", text="Look at this",
    )  # fmt: skip
    now = clock.now()
    message = Message.objects.create(
        owner=rosa.owner, customer=rosa, rule=rule, occurrence="x:1", state="failed", due_at=now,
        expires_at=now + timedelta(days=1), context={"address": to}, **values,
    )  # fmt: skip
    Letter.objects.create(message=message, recipient=to, subject="Offer", text="Look at this", frozen=True)
    return message


def test_an_offer_is_an_offer_again(rosa, by_ben, monday, agreed):
    assert send_again(message=_failed(rosa, purpose="marketing"), by=by_ben).purpose == "marketing"


def test_an_offer_does_not_go_again_after_its_consent_is_withdrawn(rosa, by_ben, monday, agreed):
    again = send_again(message=_failed(rosa, purpose="marketing"), by=by_ben)
    withdraw_consent(consent=agreed, by=by_ben)
    clock.advance(seconds=10)
    assert deliver_due() == 0
    again.refresh_from_db()
    assert again.state == "cancelled"


def test_a_text_message_waits_for_the_hand_again(rosa, by_ben, monday):
    message = _failed(rosa, to="+49301", channel="text")
    Phone.objects.create(customer=rosa, owner=rosa.owner, number="+4930123456")
    Consent.objects.create(owner=rosa.owner, customer=rosa, channel="text", purpose="service")
    again = send_again(message=message, by=by_ben)
    assert (again.channel, again.state, again.letter.recipient, again.letter.frozen) == (
        "text", "draft", "+4930123456", False,
    )  # fmt: skip


def test_a_text_message_is_refused_where_no_phone_is_known(rosa, by_ben, monday):
    with pytest.raises(NoWay):
        send_again(message=_failed(rosa, to="+49301", channel="text"), by=by_ben)


def test_those_of_an_older_version_become_what_the_first_was(rosa, monday):
    first, now = _failed(rosa, purpose="marketing", channel="text"), clock.now()
    copies = [
        Message.objects.create(
            owner=rosa.owner, customer=rosa, rule=first.rule, occurrence=f"x:1#r{n}", state=state,
            sent_at=now if state == "sent" else None, due_at=now, expires_at=now, resend_of=first,
        )
        for n, state in enumerate(("planned", "sent"), 1)
    ]  # fmt: skip
    Letter.objects.create(
        message=copies[0], recipient="a@post.example", subject="Offer", text="T", frozen=True
    )
    import_module("followups.migrations.0005_sent_again").take_after_the_first(apps, None)
    assert list(
        Message.objects.filter(resend_of=first)
        .order_by("occurrence")
        .values_list("purpose", "channel", "state", "letter__frozen")
    ) == [("marketing", "text", "draft", False), ("marketing", "email", "sent", None)]
