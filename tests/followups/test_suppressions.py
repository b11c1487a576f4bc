"""Addresses that must not be written to."""

from datetime import timedelta

import pytest

from customers.models import Consent, Customer, Email
from followups.actions import (
    approve_message,
    lift_suppression,
    owe_for_order,
    send_again,
    suppress,
)
from followups.delivery import deliver_due
from followups.errors import NoWay
from followups.fingerprints import fingerprint_of
from followups.models import Message, Suppression, Task
from followups.reaching import reach_to, suppressed_among
from kit import clock
from kit.models import Event
from tests.followups.test_owing import purchase

pytestmark = pytest.mark.django_db
ROSA = "rosa@post.example"


@pytest.fixture
def outbox(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    return tmp_path / "outbox"


def letters(outbox) -> list[str]:
    return sorted(file.name for file in outbox.glob("*.eml")) if outbox.exists() else []


def states() -> dict:
    return Message.objects.counted_by_state()


def test_a_suppressed_address_never_leaves_the_queue(rosa, by_ben, monday, outbox):
    """Planned before and after, claimed, drafted, sent again: nothing goes, and each says why."""
    first = purchase()
    owe_for_order(person=rosa, by=by_ben, purchase=first)
    suppress(address=ROSA.upper(), owner=rosa.owner, person=rosa, by=by_ben, why="asked")
    assert states() == {"cancelled": 3}
    assert set(Message.objects.values_list("reason_code", "reason")) == {
        ("stopped_by_them", "They asked for no more letters.")
    }
    owe_for_order(person=rosa, by=by_ben, purchase=purchase(is_first=False))
    assert states() == {"cancelled": 3}, "what comes later is a task from the start"
    with clock.travel(monday + timedelta(days=30)):
        assert deliver_due() == 0
    assert letters(outbox) == []


@pytest.mark.parametrize("state", ["planned", "claimed"])
def test_what_a_worker_finds_though_it_is_suppressed_is_refused(rosa, by_ben, monday, outbox, state):
    """Written behind the back of the verbs, as by a restored backup: the last look still asks."""
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    Suppression.objects.create(owner=rosa.owner, fingerprint=fingerprint_of(ROSA), why="complained")
    if state == "claimed":
        past = {"lease_token": 1, "lease_until": clock.now() - timedelta(seconds=1)}
        Message.objects.filter(rule__key="thank_first_order").update(state="claimed", **past)
        Message.objects.filter(state="claimed").update(state="planned", lease_until=None)
    with clock.travel(monday + timedelta(minutes=1)):
        assert deliver_due() == 0
    assert letters(outbox) == []
    thanks = Message.objects.get(rule__key="thank_first_order")
    assert (thanks.state, thanks.reason_code) == ("refused", "suppressed")
    assert Task.objects.get(context__instead_of=str(thanks.pk)).kind == "thank"


def test_a_draft_cannot_be_let_go_and_nothing_be_sent_again(rosa, by_ben, monday, outbox):
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    with clock.travel(monday + timedelta(minutes=1)):
        assert deliver_due() == 1
        owe_for_order(person=rosa, by=by_ben, purchase=purchase(is_first=False))
        draft = Message.objects.get(state="draft")
        Suppression.objects.create(owner=None, fingerprint=fingerprint_of(ROSA), why="asked")
        for verb, message in ((approve_message, draft), (send_again, Message.objects.get(state="sent"))):
            with pytest.raises(NoWay) as refusal:
                verb(message=message, by=by_ben)
            assert refusal.value.message == "They asked for no letters at this address."


def test_it_holds_for_one_distributor_or_for_the_whole_house(rosa, ben, cleo, by_ben):
    theirs = Customer.objects.create(owner=cleo, name="Rosa L.")
    Email.objects.create(customer=theirs, owner=cleo, address=ROSA, key=ROSA)
    Consent.objects.create(owner=cleo, customer=theirs, channel="email", purpose="service")
    suppress(address=ROSA, owner=ben, person=rosa, by=by_ben, why="asked")
    assert (reach_to(rosa).code, reach_to(theirs).code) == ("suppressed", "")
    suppress(address=ROSA, owner=None, person=rosa, by=by_ben, why="asked")
    assert (reach_to(rosa).code, reach_to(theirs).code) == ("suppressed", "suppressed")
    assert lift_suppression(address=ROSA, owner=ben, by=by_ben, person=rosa) == 1
    assert reach_to(rosa).code == "suppressed", "the house's own is lifted by itself alone"


def test_one_purpose_alone_can_be_suppressed(rosa, ben, by_ben):
    rosa.consents.create(owner=ben, channel="email", purpose="marketing")
    suppress(address=ROSA, owner=ben, person=rosa, by=by_ben, why="asked", purpose="marketing")
    assert reach_to(rosa, purpose="service").address == ROSA
    assert reach_to(rosa, purpose="marketing").code == "suppressed"


def test_the_next_address_is_used_where_the_first_is_closed(rosa, ben, by_ben, monday, outbox):
    Email.objects.create(customer=rosa, owner=ben, address="r@work.example", key="r@work.example", position=1)
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    suppress(address=ROSA, owner=ben, person=rosa, by=by_ben, why="bounced")
    with clock.travel(monday + timedelta(minutes=1)):
        assert deliver_due() == 1
    assert Message.objects.get(state="sent").letter.recipient == "r@work.example"


def test_what_was_begun_for_an_address_goes_to_no_other_and_not_there(rosa, ben, by_ben, monday, outbox):
    Email.objects.create(customer=rosa, owner=ben, address="r@work.example", key="r@work.example", position=1)
    owe_for_order(person=rosa, by=by_ben, purchase=purchase())
    with clock.travel(monday + timedelta(minutes=1)):
        deliver_due()
        sent = Message.objects.get(state="sent")
        Message.objects.filter(pk=sent.pk).update(state="planned", sent_at=None, begun_at=None)
        suppress(address=ROSA, owner=ben, person=rosa, by=by_ben, why="asked")
        assert deliver_due() == 0
    sent.refresh_from_db()
    assert (sent.state, sent.reason_code) == ("refused", "suppressed")


def test_twice_is_once_and_each_leaves_an_event(rosa, ben, by_ben):
    rows = [suppress(address=ROSA, owner=ben, person=rosa, by=by_ben, why="asked") for _ in range(2)]
    assert rows[0] == rows[1]
    assert [lift_suppression(address=ROSA, owner=ben, by=by_ben, person=rosa) for _ in range(2)] == [1, 0]
    kinds = list(Event.objects.order_by("at", "id").values_list("kind", flat=True))
    assert kinds == ["address.suppressed", "address.reopened"]


def test_no_address_is_kept(rosa, ben, by_ben):
    row = suppress(address=ROSA, owner=ben, person=rosa, by=by_ben, why="asked")
    event = Event.objects.get(kind="address.suppressed")
    assert len(row.fingerprint) == 64
    assert "rosa" not in f"{vars(row)} {event.before} {event.after}".lower()


def test_an_address_suppressed_under_a_former_key_stays_so(rosa, ben, by_ben, settings):
    suppress(address=ROSA, owner=ben, person=rosa, by=by_ben, why="asked")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the same house, made for this test alone"
    assert reach_to(rosa).code == "suppressed"
    suppress(address=ROSA, owner=ben, person=rosa, by=by_ben, why="asked")
    assert Suppression.objects.count() == 1


def test_many_are_asked_for_in_one_query(rosa, ben, by_ben, django_assert_num_queries):
    suppress(address=ROSA, owner=ben, person=rosa, by=by_ben, why="asked")
    many = [Email(owner=ben, address=f"{n}@post.example") for n in range(300)]
    with django_assert_num_queries(1):
        found = suppressed_among([*many, *rosa.emails.none(), Email(owner=ben, address=ROSA)])
    assert found == {ben.pk: frozenset({(ROSA, "")})}
