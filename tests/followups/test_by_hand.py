"""Messages that leave by the distributor's own hand: prepared here, sent from the phone or posted."""

import pytest

from customers.models import Consent, Phone, Touch
from followups.actions import approve_message, hand_over, keep_words
from followups.errors import Closed, NoWay
from followups.models import Letter, Message, Rule
from kit.events import last_event_of
from kit.models import Event
from kit.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared(rosa, monday):
    """A text message to Rosa that waits for Ben's hand."""
    return _prepared(rosa, "text", "+4930123456")


def _prepared(rosa, channel, to):
    Phone.objects.create(customer=rosa, owner=rosa.owner, number="+4930123456")
    Consent.objects.create(owner=rosa.owner, customer=rosa, channel="text", purpose="service")
    message = Message.objects.create(
        owner=rosa.owner, customer=rosa, rule=Rule.objects.get(key="thank_repeat_order"), occurrence="order:1",
        channel=channel, state="draft", context={"address": to}, due_at="2026-03-02T10:00Z",
        expires_at="2026-03-04T10:00Z",
    )  # fmt: skip
    Letter.objects.create(message=message, recipient=to, subject="Thank you", text="Thank you, Rosa")
    return Message.objects.get()


def test_what_was_sent_by_hand_is_sent_and_counts_as_a_contact(prepared, by_ben, monday):
    hand_over(message=prepared, by=by_ben, subject="Thank you", text="Thank you so much, Rosa")
    prepared.refresh_from_db()
    assert (prepared.state, prepared.sent_at, prepared.reason_code) == ("sent", monday, "by_own_hand")
    assert (prepared.letter.text, prepared.letter.frozen) == ("Thank you so much, Rosa\n", True)
    touch = Touch.objects.get()
    assert (touch.kind, touch.direction, touch.note) == ("message", "out", "Thank you so much, Rosa")


def test_twice_is_once(prepared, by_ben):
    hand_over(message=prepared, by=by_ben)
    assert hand_over(message=prepared, by=by_ben).event is None
    assert (Touch.objects.count(), Event.objects.filter(kind="message.handed_over").count()) == (1, 1)


def test_undo_takes_the_contact_back_too(prepared, by_ben):
    hand_over(message=prepared, by=by_ben)
    said = undo(event=last_event_of(prepared, "message.handed_over"), by=by_ben)
    prepared.refresh_from_db()
    assert (prepared.state, prepared.sent_at, prepared.letter.frozen) == ("draft", None, False)
    assert Touch.objects.get().revoked_at is not None
    assert said == "The message to Rosa Lind waits for you again."


def test_what_goes_by_itself_is_not_handed_over_and_the_other_way_round(prepared, by_ben):
    with pytest.raises(NoWay):
        approve_message(message=prepared, by=by_ben)
    Message.objects.update(channel="email")
    with pytest.raises(NoWay):
        hand_over(message=prepared, by=by_ben)


def test_what_is_closed_stays_closed(prepared, by_ben):
    Message.objects.update(state="cancelled")
    with pytest.raises(Closed):
        hand_over(message=prepared, by=by_ben)


def test_kept_words_keep_where_they_go(prepared, by_ben):
    keep_words(message=prepared, by=by_ben, subject="Thank you", text="Thank you, dear Rosa")
    assert Letter.objects.values_list("recipient", "text").get() == ("+4930123456", "Thank you, dear Rosa\n")


def test_the_page_opens_the_phone_with_the_words(as_ben, prepared):
    page = as_ben.get(prepared.get_absolute_url()).content.decode()
    assert 'href="sms:+4930123456?&amp;body=Thank%20you%2C%20Rosa"' in page
    assert "I sent it" in page


def test_a_chat_opens_in_its_app(as_ben, prepared):
    Message.objects.update(channel="chat")
    page = as_ben.get(prepared.get_absolute_url()).content.decode()
    assert 'href="https://wa.me/4930123456?text=Thank%20you%2C%20Rosa"' in page


def test_a_card_is_a_pdf_that_is_not_kept_on_the_way(as_ben, prepared):
    answer = as_ben.get(f"{prepared.get_absolute_url()}card.pdf")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200, "application/pdf", "private, no-store",
    )  # fmt: skip
    assert answer.content.startswith(b"%PDF-")


def test_too_many_words_for_a_card_are_told(as_ben, prepared):
    Letter.objects.update(text="word " * 900)
    answer = as_ben.get(f"{prepared.get_absolute_url()}card.pdf", follow=True)
    assert "more words than a card holds" in answer.content.decode()
