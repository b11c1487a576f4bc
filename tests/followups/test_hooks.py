"""What a provider tells and hands on comes in by one door: with the secret, once, and it does what follows."""

import base64
import hashlib
import hmac
import json

import pytest
from django.core import mail as outgoing

from customers.models import Consent, Email, Touch
from followups.actions import settle_reply
from followups.delivery import deliver_due
from followups.delivery.parcels import reply_address
from followups.delivery.transport import Smtp
from followups.models import Message, Notice, Reply, Suppression
from kit.events import last_event_of
from kit.models import Event
from kit.providers import provider_settings
from kit.undo import undo
from tests.delivery import conftest as delivery

plan_letters, sink = delivery.plan_letters, delivery.sink
SECRET = "kept:0123456789abcdef"
TRACKING, INBOUND = "/hooks/mail/postmark/tracking/", "/hooks/mail/postmark/inbound/"

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def heard(settings):
    """The settings of an installation that hears its provider."""

    def set_up(url="postmark://TOKEN"):
        for name, value in provider_settings(url).items():
            setattr(settings, name, value)
        settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": SECRET}
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        settings.REPLY_DOMAIN = "reply.house.example"

    set_up()
    return set_up


@pytest.fixture
def letter(heard, plan_letters):
    """A letter that went to somebody of Ben's, and another that waits."""
    from followups.models import Letter

    (message,) = plan_letters(1, state="sent", sent_at=delivery.clock.now(), begun_at=delivery.clock.now())
    Letter.objects.create(
        message=message, recipient="person0@post.example", subject="Thank you", text="Dear person",
        mail_id=f"<{message.pk}@house.example>", dated=delivery.clock.now(), frozen=True,
    )  # fmt: skip
    Message.objects.create(
        owner=message.owner, customer=message.customer, rule=message.rule, occurrence="order:later",
        due_at=delivery.clock.now() + delivery.clock_hours(20), expires_at=delivery.clock.now() + delivery.clock_hours(60),
    )  # fmt: skip
    return message


@pytest.fixture
def hook(client):
    """Post as the provider does, with the secret unless another is given."""

    def post(path, said, secret=SECRET, **rest):
        headers = {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()} if secret else {}
        if isinstance(said, dict) and "content_type" not in rest:
            said, rest["content_type"] = json.dumps(said), "application/json"
        return client.post(path, said, headers=headers | rest.pop("headers", {}), **rest).status_code

    return post


def bounce(letter, type="HardBounce", id=7, **values) -> dict:
    return {
        "RecordType": "Bounce", "Type": type, "ID": id, "Email": "person0@post.example",
        "Details": "smtp;550 5.1.1 unknown", "BouncedAt": "2026-03-02T09:00:00Z",
        "Metadata": {"message": str(letter.pk)}, **values,
    }  # fmt: skip


def delivered(letter) -> dict:
    return {
        "RecordType": "Delivery", "Recipient": "person0@post.example", "Details": "250 ok",
        "DeliveredAt": "2026-03-02T09:00:00Z", "Metadata": {"message": str(letter.pk)},
    }  # fmt: skip


def answer(letter, text, id="m1", subject="Re: Thank you", headers=()) -> dict:
    to = reply_address(letter)
    return {
        "FromFull": {"Email": "person0@post.example", "Name": "Person"}, "ToFull": [{"Email": to, "Name": ""}],
        "OriginalRecipient": to, "Subject": subject, "TextBody": text, "HtmlBody": "", "MessageID": id,
        "Headers": [{"Name": name, "Value": value} for name, value in headers], "Attachments": [],
    }  # fmt: skip


def waiting(letter) -> Message:
    return letter.customer.messages.exclude(pk=letter.pk).get()


def email_of(letter) -> Email:
    return letter.customer.emails.get()


# Who is heard


@pytest.mark.parametrize("path", [TRACKING, INBOUND])
def test_nobody_is_heard_without_the_secret(path, letter, hook):
    assert hook(path, {}, secret="") == 403
    assert hook(path, {}, secret="kept:wrong") == 403
    assert hook(path, bounce(letter), secret="kept:wrong") == 403
    assert Notice.objects.count() == 0


def test_nobody_is_heard_while_no_secret_is_set(letter, hook, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": ""}
    assert hook(TRACKING, bounce(letter)) == 404


def test_only_the_provider_of_the_settings_is_heard(letter, hook):
    assert hook("/hooks/mail/sendgrid/tracking/", bounce(letter)) == 404
    assert hook("/hooks/mail/nobody/tracking/", bounce(letter)) == 404


def test_what_cannot_be_read_is_said_so(letter, hook):
    assert hook(TRACKING, "{", content_type="application/json") == 400


def test_a_page_of_another_site_needs_no_token_of_ours(letter, hook):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(TRACKING, {}).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    headers = {"authorization": "Basic " + base64.b64encode(SECRET.encode()).decode()}
    answer = strict.post(
        TRACKING, json.dumps(delivered(letter)), content_type="application/json", headers=headers
    )
    assert answer.status_code == 200


def test_a_signed_provider_must_sign_as_well(heard, letter, hook):
    heard("mailgun://KEY@post.example")
    event = {
        "event": "delivered", "timestamp": 1772442000, "recipient": "person0@post.example",
        "message": {"headers": {"message-id": "1@house.example"}}, "user-variables": {"message": str(letter.pk)},
    }  # fmt: skip
    signed = {"timestamp": "1772442000", "token": "abc", "signature": "0" * 64}
    path = "/hooks/mail/mailgun/tracking/"
    assert hook(path, {"signature": signed, "event-data": event}) == 400
    signed["signature"] = hmac.new(b"KEY", b"1772442000abc", hashlib.sha256).hexdigest()
    assert hook(path, {"signature": signed, "event-data": event}) == 200
    assert letter.notices.get().kind == "delivered"


# What became of letters


def test_delivered(letter, hook, as_ben):
    assert hook(TRACKING, delivered(letter)) == 200
    assert hook(TRACKING, delivered(letter)) == 200, "told twice"
    notice = letter.notices.get()
    assert (notice.kind, notice.text) == ("delivered", "250 ok")
    page = as_ben.get(f"/messages/{letter.pk}/").content.decode()
    assert "What became of it" in page and "delivered" in page


def test_what_was_unclear_is_clear_when_it_was_delivered(letter, hook):
    Message.objects.filter(pk=letter.pk).update(state="uncertain", sent_at=None)
    hook(TRACKING, delivered(letter))
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.sent_at is not None) == (
        "sent",
        "Their mail server has it.",
        True,
    )


def test_what_was_unclear_and_came_back_was_not_sent(letter, hook):
    Message.objects.filter(pk=letter.pk).update(state="uncertain", sent_at=None)
    hook(TRACKING, bounce(letter))
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_a_bounce_for_good_stops_the_address(letter, hook, as_ben):
    assert [hook(TRACKING, bounce(letter)), hook(TRACKING, bounce(letter))] == [200, 200]
    assert letter.notices.get().kind == "bounced"
    assert email_of(letter).bounced_at is not None
    suppressed = Suppression.objects.get()
    assert (suppressed.owner, suppressed.why) == (letter.owner, "bounced")
    assert sorted(letter.customer.tasks.values_list("kind", flat=True)) == ["fix_address", "thank"]
    page = as_ben.get(f"/people/{letter.customer_id}/").content.decode()
    assert "Came back" in page and "came back</span>" in page
    assert "came back" in as_ben.get("/history/").content.decode()


@pytest.mark.parametrize("type", ["SoftBounce", "DnsError", "Transient", "Blocked"])
def test_a_bounce_for_now_leaves_the_address(type, letter, hook):
    assert hook(TRACKING, bounce(letter, type)) == 200
    assert email_of(letter).bounced_at is None
    assert Suppression.objects.count() == 0


def test_a_complaint_stops_everything(letter, hook):
    complaint = bounce(letter, "SpamComplaint", RecordType="SpamComplaint")
    assert [hook(TRACKING, complaint), hook(TRACKING, complaint)] == [200, 200]
    assert letter.notices.get().kind == "complained"
    assert set(Suppression.objects.values_list("owner", "why")) == {(letter.owner_id, "complained")}
    assert not Consent.objects.standing().filter(customer=letter.customer).exists()
    assert waiting(letter).state == "cancelled"
    assert outgoing.outbox == [], "who complains gets no further letter, not even one that says so"


def test_unsubscribing_at_the_provider_stops(letter, hook):
    said = {
        "RecordType": "SubscriptionChange", "SuppressSending": True, "SuppressionReason": "ManualSuppression",
        "Recipient": "person0@post.example", "ChangedAt": "2026-03-02T09:00:00Z", "Metadata": {"message": str(letter.pk)},
    }  # fmt: skip
    assert hook(TRACKING, said) == 200
    assert Suppression.objects.get().why == "asked"


def test_opening_is_nobodys_business(letter, hook):
    opened = {
        "RecordType": "Open",
        "Recipient": "person0@post.example",
        "Metadata": {"message": str(letter.pk)},
    }
    assert hook(TRACKING, opened) == 200
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    "metadata", [{}, {"message": "x"}, {"message": "019caf00-0000-7000-8000-000000000000"}]
)
def test_news_of_letters_that_are_not_ours(metadata, letter, hook):
    assert hook(TRACKING, bounce(letter, Metadata=metadata)) == 200
    assert Notice.objects.count() == 0


def test_a_provider_without_names_for_what_it_tells(heard, letter, hook):
    heard("brevo://KEY")
    said = {
        "event": "hard_bounce", "email": "person0@post.example", "ts_epoch": 1772442000000, "reason": "550",
        "message-id": "<1@relay>", "X-Mailin-custom": json.dumps({"message": str(letter.pk)}),
    }  # fmt: skip
    path = "/hooks/mail/brevo/tracking/"
    assert [hook(path, said), hook(path, said)] == [200, 200]
    assert letter.notices.get().kind == "bounced"
    assert hook(path, {**said, "event": "soft_bounce", "ts_epoch": 1772445600000}) == 200
    assert letter.notices.count() == 2


# Letters that come in


def test_a_reply_is_a_contact(letter, hook, as_ben):
    assert hook(INBOUND, answer(letter, "Thank you, lovely!\n\n> Dear person")) == 200
    assert hook(INBOUND, answer(letter, "Thank you, lovely!\n\n> Dear person")) == 200, "handed on twice"
    reply = Reply.objects.get()
    assert (reply.meaning, reply.message, reply.text, reply.owner) == (
        "reply",
        letter,
        "Thank you, lovely!",
        letter.owner,
    )
    touch = Touch.objects.get(customer=letter.customer)
    assert (touch.kind, touch.direction, touch.note) == ("message", "in", "Thank you, lovely!")
    task = letter.customer.tasks.get(kind="answer")
    assert (task.title, task.context["asked"]) == ("Answer their letter", "Thank you, lovely!")
    page = as_ben.get(f"/messages/{letter.pk}/").content.decode()
    assert "Thank you, lovely!" in page
    assert "answered a letter" in as_ben.get("/history/").content.decode()
    assert "Thank you, lovely!" in as_ben.get(f"/people/{letter.customer_id}/").content.decode()


def test_an_automatic_reply_is_no_contact(letter, hook):
    before = letter.customer.last_contact_at
    assert hook(INBOUND, answer(letter, "STOP", headers=[("Auto-Submitted", "auto-replied")])) == 200
    assert Reply.objects.get().meaning == "automatic"
    letter.customer.refresh_from_db()
    assert letter.customer.last_contact_at == before
    assert (letter.customer.tasks.count(), waiting(letter).state) == (0, "planned")


def test_stop_stops_at_once_and_is_confirmed_once(letter, hook, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert hook(INBOUND, answer(letter, "Stop.")) == 200
        assert hook(INBOUND, answer(letter, "Stop.")) == 200, "handed on twice"
        assert hook(INBOUND, answer(letter, "I said STOP", id="m2")) == 200
        assert hook(INBOUND, answer(letter, "unsubscribe", id="m3")) == 200
    assert not Consent.objects.standing().filter(customer=letter.customer).exists()
    assert Suppression.objects.get().why == "asked"
    assert waiting(letter).state == "cancelled"
    (goodbye,) = outgoing.outbox
    assert (goodbye.to, goodbye.subject) == (["person0@post.example"], "No more letters")
    assert goodbye.extra_headers["Auto-Submitted"] == "auto-replied"


def test_doubt_holds_what_waits_and_asks(letter, hook, as_ben):
    assert hook(INBOUND, answer(letter, "I am not interested, sorry")) == 200
    reply = Reply.objects.get()
    assert (reply.meaning, reply.settled_at) == ("doubtful", None)
    assert (waiting(letter).state, waiting(letter).reason_code) == ("cancelled", "perhaps_stop")
    assert Consent.objects.standing().filter(customer=letter.customer).exists()
    page = as_ben.get("/messages/").content.decode()
    assert "What did they mean?" in page and "I am not interested, sorry" in page
    assert letter.customer.tasks.get().title == "Read their letter: perhaps they want no more"


def test_what_is_planned_in_doubt_waits_for_the_word(letter, hook, by_ben, sink):
    hook(INBOUND, answer(letter, "I am not interested, sorry"))
    now = delivery.clock.now()
    later = Message.objects.create(
        owner=letter.owner, customer=letter.customer, rule=letter.rule, occurrence="order:new", due_at=now,
        expires_at=now + delivery.clock_hours(48), context=letter.context,
    )  # fmt: skip
    deliver_due(line=Smtp())
    later.refresh_from_db()
    assert (later.state, later.reason_code, sink.letters) == ("planned", "perhaps_stop", [])
    settle_reply(reply=Reply.objects.get(), by=by_ben, meaning="reply")
    with delivery.clock.travel(later.due_at):
        deliver_due(line=Smtp())
    later.refresh_from_db()
    assert later.state == "sent"


def test_it_was_just_a_reply(letter, hook, as_ben, by_ben):
    hook(INBOUND, answer(letter, "Not interested in the balm, but thanks"))
    reply = Reply.objects.get()
    assert as_ben.post(f"/messages/replies/{reply.pk}/settle/", {"meaning": "reply"}).status_code == 302
    reply.refresh_from_db()
    assert (reply.meaning, reply.settled_at is not None, waiting(letter).state) == ("reply", True, "planned")
    assert not letter.customer.tasks.open().exists()
    undo(event=last_event_of(reply, "reply.settled"), by=by_ben)
    reply.refresh_from_db()
    assert (reply.meaning, reply.settled_at, waiting(letter).state) == ("doubtful", None, "cancelled")


def test_it_was_a_stop(letter, hook, as_ben, by_ben, django_capture_on_commit_callbacks):
    hook(INBOUND, answer(letter, "Not interested"))
    reply = Reply.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        as_ben.post(f"/messages/replies/{reply.pk}/settle/", {"meaning": "stop"})
        as_ben.post(f"/messages/replies/{reply.pk}/settle/", {"meaning": "stop"})
    reply.refresh_from_db()
    assert (reply.meaning, len(outgoing.outbox)) == ("stop", 1)
    assert not Consent.objects.standing().filter(customer=letter.customer).exists()
    undo(event=last_event_of(reply, "reply.settled"), by=by_ben)
    reply.refresh_from_db()
    assert (reply.meaning, reply.settled_at, Suppression.objects.count()) == ("doubtful", None, 0)
    assert Consent.objects.standing().filter(customer=letter.customer).exists()
    assert waiting(letter).state == "cancelled", "until it is clear what they meant"


def test_what_they_stopped_themselves_is_not_for_others_to_take_back(letter, hook, as_ben):
    hook(INBOUND, answer(letter, "stop"))
    reply = Reply.objects.get()
    as_ben.post(f"/messages/replies/{reply.pk}/settle/", {"meaning": "reply"})
    reply.refresh_from_db()
    assert reply.meaning == "stop"


def test_a_machine_that_was_a_person(letter, hook, as_ben, by_ben):
    hook(INBOUND, answer(letter, "I am on vacation until Monday, then two more please"))
    reply = Reply.objects.get()
    assert reply.meaning == "automatic"
    as_ben.post(f"/messages/replies/{reply.pk}/settle/", {"meaning": "reply"})
    assert Touch.objects.standing().filter(customer=letter.customer).count() == 1
    undo(event=last_event_of(reply, "reply.settled"), by=by_ben)
    reply.refresh_from_db()
    assert (reply.meaning, Touch.objects.standing().filter(customer=letter.customer).count()) == (
        "automatic",
        0,
    )


def test_who_was_taken_off_the_list_can_still_say_stop(letter, hook, by_ben):
    from customers.actions import delete_person

    delete_person(person=letter.customer, by=by_ben)
    assert hook(INBOUND, answer(letter, "Thank you")) == 200
    assert Touch.objects.filter(customer=letter.customer).count() == 0
    assert hook(INBOUND, answer(letter, "stop", id="m2")) == 200
    assert Suppression.objects.get().why == "asked"


@pytest.mark.parametrize("change", [("reply+", "other+"), ("reply+a", "reply+b"), ("@", "x@")])
def test_a_letter_to_another_address_is_not_read(change, letter, hook):
    said = answer(letter, "stop")
    to = said["OriginalRecipient"]
    wrong = (
        to.replace("reply+", "reply+" + "a" * 0)[:6] + ("b" if to[6] == "a" else "a") + to[7:]
        if change[0] == "reply+a"
        else to.replace(*change)
    )
    said["OriginalRecipient"], said["ToFull"] = wrong, [{"Email": wrong, "Name": ""}]
    assert hook(INBOUND, said) == 200
    assert Reply.objects.count() == 0


def test_a_letter_with_a_large_picture_comes_in(letter, hook):
    picture = {
        "Name": "p.png",
        "Content": base64.b64encode(b"x" * 4_000_000).decode(),
        "ContentType": "image/png",
    }
    assert hook(INBOUND, answer(letter, "Look") | {"Attachments": [picture]}) == 200
    assert Reply.objects.get().text == "Look"


@pytest.mark.parametrize(
    "said",
    [
        {"TextBody": "a\x00b"},
        {"TextBody": "", "HtmlBody": "<style>p{}</style><p>Hello<blockquote>stop"},
        {"Subject": "=?utf-8?q?broken", "TextBody": "x" * 50_000},
        {"TextBody": "", "HtmlBody": "", "Subject": ""},
        {
            "Headers": [
                {"Name": "Precedence", "Value": "=?bad?q?=FF?="},
                {"Name": "X-Original-To", "Value": '"broken <a@'},
            ]
        },
    ],
)
def test_hostile_letters_are_kept_as_far_as_they_can_be(said, letter, hook):
    assert hook(INBOUND, answer(letter, "Hello") | said) == 200
    assert Reply.objects.get().meaning == "reply"


def test_where_answers_go(letter, settings):
    assert reply_address(letter).endswith("@reply.house.example")
    assert len(reply_address(letter).partition("@")[0]) <= 64
    settings.REPLY_DOMAIN = ""
    assert reply_address(letter) == "ben@kept.example"


# By hand


def test_they_replied_by_hand(letter, as_ben, by_ben):
    said = {"text": "She called back"}
    assert as_ben.post(f"/messages/{letter.pk}/replied/", said).status_code == 302
    assert as_ben.post(f"/messages/{letter.pk}/replied/", said).status_code == 302, "pressed twice"
    assert Touch.objects.get(customer=letter.customer).note == "She called back"
    event = Event.objects.get(kind="reply.noted")
    undo(event=event, by=by_ben)
    assert (Reply.objects.count(), Touch.objects.standing().filter(customer=letter.customer).count()) == (
        0,
        0,
    )


def test_a_letter_that_has_not_gone_has_no_answer(letter, as_ben):
    as_ben.post(f"/messages/{waiting(letter).pk}/replied/", {})
    assert Reply.objects.count() == 0


def test_somebody_elses_answers_are_not_there(letter, hook, as_cleo):
    hook(INBOUND, answer(letter, "Not interested"))
    reply = Reply.objects.get()
    assert as_cleo.post(f"/messages/replies/{reply.pk}/settle/", {"meaning": "reply"}).status_code == 404
    assert as_cleo.post(f"/messages/{letter.pk}/replied/", {}).status_code == 404
    assert "Not interested" not in as_cleo.get("/messages/").content.decode()
