import pytest

from customers.models import Consent, Customer, Email
from followups.delivery.transport import Smtp
from followups.models import Message, Rule
from kit import clock
from kit.ids import uuid7
from tests.delivery.sink import Sink


@pytest.fixture
def sink(settings):
    """A mail server that the settings name."""
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = ""
        settings.DEFAULT_FROM_EMAIL = "Kept <kept@house.example>"
        yield sink


@pytest.fixture
def smtp(sink):
    line = Smtp()
    yield line
    line.close()


@pytest.fixture
def plan_letters(ben):
    """Plan due letters of a rule, each to a person of its own; returns the messages."""

    def plan(count=1, rule="thank_first_order", start="person", **values):
        rule = Rule.objects.get(owner=None, key=rule)
        now = clock.now()
        people = Customer.objects.bulk_create(
            [Customer(owner=ben, name=f"{start} {n}", name_key=f"{start} {n}") for n in range(count)]
        )
        Email.objects.bulk_create(
            Email(
                customer=person, owner=ben, address=f"{start}{n}@post.example", key=f"{start}{n}@post.example"
            )
            for n, person in enumerate(people)
        )
        Consent.objects.bulk_create(
            Consent(owner=ben, customer=person, channel="email", purpose="service") for person in people
        )
        defaults = {
            "owner": ben, "rule": rule, "due_at": now, "expires_at": now + clock_hours(48),
            "context": {"products": "2 × Hand balm", "ordered_on": "2026-03-02"},
        }  # fmt: skip
        return Message.objects.bulk_create(
            Message(customer=person, occurrence=f"order:{uuid7()}", **defaults | values) for person in people
        )

    return plan


def clock_hours(hours):
    from datetime import timedelta

    return timedelta(hours=hours)
