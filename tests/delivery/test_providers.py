"""Letters over a provider's API: handed over whole, answered, and nobody guesses what a silence means."""

import email
from datetime import timedelta

import pytest

from customers.models import Email
from followups.actions import send_again
from followups.delivery import deliver_due, sweep
from followups.delivery.providers import Provider, mail_of
from followups.delivery.transport import transport
from followups.models import Message, SendingAccount
from kit import clock
from kit.providers import provider_settings
from tests.delivery.provider import TAKEN, ProviderServer

ADDRESSES = {
    "postmark": "postmark://TOKEN",
    "mailgun": "mailgun://KEY@post.example",
    "brevo": "brevo://KEY",
    "resend": "resend://KEY",
    "sendgrid": "sendgrid://SG.key",
    "sparkpost": "sparkpost://KEY",
}


@pytest.fixture
def provider(settings):
    """A provider that the settings name and that runs on this machine."""
    running = []

    def start(name="postmark") -> ProviderServer:
        server = ProviderServer(name).__enter__()
        running.append(server)
        for key, value in provider_settings(ADDRESSES[name]).items():
            setattr(settings, key, value)
        settings.ANYMAIL = {
            **settings.ANYMAIL, f"{name.upper()}_API_URL": server.url, "REQUESTS_TIMEOUT": (1, 0.5),
        }  # fmt: skip
        settings.EMAIL_FILE_PATH = None
        settings.DEFAULT_FROM_EMAIL = "Kept <kept@house.example>"
        return server

    yield start
    for server in running:
        server.__exit__()


def sent(plan_letters, **values) -> Message:
    (message,) = plan_letters(1, **values)
    deliver_due()
    message.refresh_from_db()
    return message


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_provider_takes_a_letter(name, provider, monday, plan_letters):
    server = provider(name)
    message = sent(plan_letters)
    assert (message.state, len(server.requests)) == ("sent", 1)
    path, _headers, body = server.requests[0]
    assert str(message.pk) in body.decode() + path


def test_a_letter_keeps_its_words_its_name_and_who_it_is_from(provider, monday, plan_letters):
    server = provider("postmark")
    message = sent(plan_letters)
    (said,) = server.bodies
    letter = message.letter
    assert (said["From"], said["To"]) == (
        "Ben <kept@house.example>",
        f"{message.customer.name} <{letter.recipient}>",
    )
    assert (said["ReplyTo"], said["Subject"]) == ("Ben <ben@kept.example>", letter.subject)
    assert said["TextBody"].startswith(letter.text.strip())
    assert "<html" in said["HtmlBody"]
    headers = {header["Name"]: header["Value"] for header in said["Headers"]}
    assert (headers["Message-ID"], headers["X-PM-KeepID"]) == (letter.mail_id, "true")
    assert headers["Auto-Submitted"] == "auto-generated"
    assert said["Metadata"] == {"message": str(message.pk)}
    assert "Date" not in headers
    assert message.provider_reply == "200 0a1b"


def test_the_transport_is_the_one_of_the_settings(provider):
    provider("brevo")
    assert isinstance(transport(), Provider)
    assert not transport().repeatable


def test_a_document_goes_along():
    letter = email.message.EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@house.example", "b@post.example", "List"
    letter.set_content("text")
    letter.add_alternative("<p>text</p>", subtype="html")
    letter.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="tips.pdf")
    from followups.delivery.parcels import Parcel

    mail = mail_of(Parcel("a@house.example", "b@post.example", letter.as_bytes(), "1"), "brevo")
    assert [tuple(found) for found in mail.attachments] == [("tips.pdf", b"%PDF", "application/pdf")]


@pytest.mark.parametrize(
    ("status", "said", "state", "code", "resting"),
    [
        (503, {"message": "maintenance"}, "planned", "try_again", False),
        (500, None, "planned", "try_again", False),
        (401, {"message": "unauthorized"}, "planned", "account", True),
        (403, {"message": "not allowed"}, "planned", "account", True),
        (404, {"message": "Domain not found"}, "planned", "account", True),
        (400, {"message": "the from address is not verified"}, "planned", "account", True),
        (400, {"message": "content is too large"}, "failed", "address_refused", False),
        (400, {"message": "to is not valid in to"}, "failed", "address_refused", False),
        (409, {"name": "invalid_idempotent_request"}, "uncertain", "unclear", False),
        (400, {"code": "duplicate_parameter", "message": "used"}, "sent", "", False),
    ],
)
def test_answers(status, said, state, code, resting, provider, monday, plan_letters):
    provider("brevo").says = [(status, said)]
    message = sent(plan_letters)
    assert (message.state, message.reason_code) == (state, code)
    assert SendingAccount.objects.filter(failures__gt=0).exists() is resting


def test_too_many_at_once_is_no_fault_of_the_letter(provider, monday, plan_letters):
    provider("brevo").says = [(429, {"message": "slow down"})]
    assert sent(plan_letters).state == "planned"


def test_an_address_that_is_none_is_marked(provider, monday, plan_letters):
    provider("postmark").says = [
        (
            422,
            {
                "ErrorCode": 406,
                "Message": "Found inactive addresses: person0@post.example. Inactive recipients are",
            },
        )
    ]
    message = sent(plan_letters)
    assert message.state == "failed"
    assert Email.objects.get(customer=message.customer).bounced_at is not None
    assert {task.kind for task in message.customer.tasks.all()} == {"thank", "fix_address"}


def test_a_letter_that_is_refused_says_nothing_of_the_address(provider, monday, plan_letters):
    provider("brevo").says = [(413, {"message": "content is too large"})]
    message = sent(plan_letters)
    assert Email.objects.get(customer=message.customer).bounced_at is None


@pytest.mark.parametrize("silence", ["hang", "cut"])
def test_silence_after_the_letter_was_handed_over_is_unclear(silence, provider, monday, plan_letters):
    server = provider("postmark")
    server.seconds, server.says = 1.5, [silence]
    message = sent(plan_letters)
    assert (message.state, message.reason_code, len(server.requests)) == ("uncertain", "unclear", 1)


def test_an_answer_that_nobody_understands_is_unclear(provider, monday, plan_letters):
    provider("brevo").says = [(200, {"hello": "you"})]
    assert sent(plan_letters).state == "uncertain"


def test_where_a_copy_is_known_as_one_a_silence_is_asked_about_once_more(provider, monday, plan_letters):
    server = provider("resend")
    server.says = ["cut"]
    message = sent(plan_letters)
    assert (message.state, len(server.requests)) == ("sent", 2)
    keys = [headers["Idempotency-Key"] for _path, headers, _body in server.requests]
    assert keys == [str(message.pk)] * 2
    assert server.requests[0][2] == server.requests[1][2], "the same letter, byte by byte"


@pytest.mark.parametrize(
    ("name", "hours", "state"),
    [("resend", 1, "planned"), ("resend", 21, "uncertain"), ("postmark", 1, "uncertain")],
)
def test_after_a_worker_that_stopped(name, hours, state, provider, monday, plan_letters):
    provider(name)
    ago = clock.now() - timedelta(hours=hours)
    (message,) = plan_letters(1, state="claimed", begun_at=ago, lease_until=ago, lease_token=1)
    sweep()
    message.refresh_from_db()
    assert message.state == state


def test_the_key_of_a_letter_stays_when_it_is_sent_again(provider, monday, plan_letters, by_ben):
    server = provider("brevo")
    server.says = ["cut"]
    message = sent(plan_letters)
    send_again(message=message, by=by_ben)
    deliver_due()
    message.refresh_from_db()
    assert message.state == "sent"
    assert [said["headers"]["idempotencyKey"] for said in server.bodies] == [str(message.pk)] * 2


def test_a_provider_that_cannot_be_reached_takes_no_letter(provider, monday, plan_letters):
    server = provider("postmark")
    server.__exit__()
    message = sent(plan_letters)
    assert (message.state, message.reason_code, message.attempts) == ("planned", "account", 0)


def test_what_the_house_writes_goes_the_same_way(provider):
    from django.core.mail import send_mail

    server = provider("postmark")
    send_mail("Your password", "Here", None, ["ben@kept.example"])
    assert server.bodies[0]["To"] == "ben@kept.example"


def test_every_address_has_a_server_to_answer_it():
    assert set(ADDRESSES) == set(TAKEN)
