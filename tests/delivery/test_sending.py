"""Letters over a real line: what arrives, and what each answer of a mail server leads to."""

from datetime import timedelta

import pytest

from customers.models import Email
from followups.delivery import deliver_due, sweep
from followups.delivery.replies import refused
from followups.models import Message, MessageAttempt, SendingAccount, Task
from followups.preferences import link_to_page
from kit import clock
from kit.models import Event

pytestmark = pytest.mark.django_db


def states():
    return Message.objects.counted_by_state()


def test_a_letter_arrives_once_with_name_goods_and_signature(sink, smtp, plan_letters, monday):
    message = plan_letters()[0]
    assert deliver_due(line=smtp) == 1
    mail = sink.read(sink.letters[0])
    assert str(mail["From"]) == "Ben <kept@house.example>"
    assert str(mail["Reply-To"]) == "Ben <ben@kept.example>"
    assert str(mail["To"]) == "person 0 <person0@post.example>"
    assert str(mail["Subject"]) == "Thank you, person 0"
    assert mail["Message-ID"] == f"<{message.pk}@house.example>"
    assert mail["Date"] == "Mon, 02 Mar 2026 09:30:00 +0000"
    text = mail.get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n") == (
        "Dear person 0,\n\n"
        "thank you for your first order: 2 × Hand balm. It means a lot to me that you gave it a try.\n\n"
        "If anything is unclear, or not as you expected, just answer this letter. It comes straight to me.\n\n"
        "Ben\n\n"
        "--\nWhat comes from Ben, and how often, is your choice:\n"
        f"{link_to_page(message.customer)}\n"
    )
    assert "<p style=" in mail.get_body(("html",)).get_content()
    message.refresh_from_db()
    assert (message.state, message.provider_reply) == ("sent", "250 2.0.0 taken")
    assert (message.attempts, message.sent_at, message.lease_until) == (1, clock.now(), None)
    assert Event.objects.filter(kind="message.sent", subject_id=str(message.pk)).count() == 1
    assert deliver_due(line=smtp) == 0
    assert sum(sink.copies.values()) == 1


def test_lines_end_as_the_standard_wants_and_dots_survive(sink, smtp, plan_letters, monday, ben):
    ben.signature = ".Ben\n.. of the dots"
    ben.save()
    plan_letters(context={"products": "long " * 300})
    deliver_due(line=smtp)
    raw = sink.letters[0]
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert "\n.Ben" in sink.read(raw).get_body(("plain",)).get_content()


def test_many_letters_take_one_connection(sink, smtp, plan_letters, monday):
    plan_letters(30)
    assert deliver_due(line=smtp) == 30
    assert set(sink.copies.values()) == {1}
    assert sink.sessions == 1


@pytest.mark.parametrize(
    ("rule", "phase", "answer"),
    [("rcpt", "rcpt", "450 4.2.0 greylisted"), ("data", "dot", "451 4.3.0 busy")],
)
def test_a_temporary_refusal_is_tried_again_and_holds_up_nobody_else(
    sink, smtp, plan_letters, monday, rule, phase, answer
):
    sink.rules = {"slow": (rule, answer)}
    slow = plan_letters(start="slow")[0]
    plan_letters(3)
    assert deliver_due(line=smtp) == 3
    slow.refresh_from_db()
    assert (slow.state, slow.attempts, slow.begun_at) == ("planned", 1, None)
    assert slow.reason == f"The mail server asked to try again later: {answer}"
    assert timedelta(seconds=30) <= slow.due_at - clock.now() <= timedelta(seconds=60)
    tried = MessageAttempt.objects.get(message=slow)
    assert (tried.number, tried.phase, tried.code, tried.text) == (1, phase, answer[:3], answer[4:])
    sink.rules = {}
    clock.advance(minutes=1)
    assert deliver_due(line=smtp) == 1
    assert set(sink.copies.values()) == {1}


def test_after_eight_attempts_it_is_given_up_and_becomes_a_task(sink, smtp, plan_letters, monday):
    sink.rules = {"never": ("rcpt", "450 4.2.0 not now")}
    message = plan_letters(start="never")[0]
    for _ in range(8):
        deliver_due(line=smtp)
        clock.advance(hours=6)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.reason_code) == ("failed", 8, "given_up")
    assert Task.objects.get(customer=message.customer).kind == "thank"


def test_a_lasting_refusal_of_the_address_closes_the_letter_and_asks_for_another(
    sink, smtp, plan_letters, monday
):
    sink.rules = {"gone": ("rcpt", "550 5.1.1 no such mailbox")}
    message = plan_letters(start="gone")[0]
    assert deliver_due(line=smtp) == 0
    message.refresh_from_db()
    assert (message.state, message.reason) == (
        "failed",
        "The mail server of the recipient refused it: 550 5.1.1 no such mailbox",
    )
    assert Email.objects.get(customer=message.customer).bounced_at == clock.now()
    assert Event.objects.get(kind="email.bounced").person_id == message.customer_id
    kinds = Task.objects.filter(customer=message.customer).order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["fix_address", "thank"]


@pytest.mark.parametrize(
    "answer",
    [
        "550 Relaying denied",
        "550 authentication required",
        "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
        "554 5.7.1 <person0@post.example>: Relay access denied",
    ],
)
def test_a_server_that_does_not_relay_for_us_blames_no_letter_and_no_address(
    sink, smtp, plan_letters, monday, answer
):
    sink.rules = {"person": ("rcpt", answer)}
    plan_letters(3)
    assert deliver_due(line=smtp) == 0
    assert states() == {"planned": 3}
    assert set(Message.objects.values_list("attempts", flat=True)) == {0}
    assert SendingAccount.objects.get(name="house").reason == answer
    assert not Email.objects.exclude(bounced_at=None).exists()


@pytest.mark.parametrize(
    ("answer", "kind", "bad_address"),
    [
        ("550 Access denied", "later", False),
        ("550 blocked by policy.", "later", False),
        ("550 <author@relay.example>: no such user", "refused", True),
        ("550 5.1.1 no such mailbox at this relay", "refused", True),
        ("450 relay is busy", "later", False),
    ],
)
def test_other_refusals_are_about_the_letter(answer, kind, bad_address):
    outcome = refused("rcpt", int(answer[:3]), answer[4:])
    assert (outcome.kind, outcome.bad_address) == (kind, bad_address)


def test_a_server_that_closes_blocks_the_account_and_blames_no_letter(sink, smtp, plan_letters, monday):
    sink.rules = {"*": ("mail", "421 4.7.0 closing")}
    plan_letters(5)
    assert deliver_due(line=smtp) == 0
    assert states() == {"planned": 5}
    assert set(Message.objects.values_list("attempts", flat=True)) == {0}
    account = SendingAccount.objects.get(name="house")
    assert account.blocked_until == clock.now() + timedelta(seconds=30)
    sink.rules = {}
    assert deliver_due(line=smtp) == 0
    clock.advance(seconds=31)
    assert deliver_due(line=smtp) == 5
    assert SendingAccount.objects.get(name="house").failures == 0
    assert set(sink.copies.values()) == {1}


def test_a_server_that_is_away_begins_nothing(settings, smtp, plan_letters, monday):
    settings.EMAIL_PORT = 1
    plan_letters(3)
    assert deliver_due(line=smtp) == 0
    assert states() == {"planned": 3}
    assert set(Message.objects.values_list("attempts", "begun_at", "lease_until")) == {(0, None, None)}
    assert SendingAccount.objects.get(name="house").failures == 1


def test_a_line_cut_after_the_dot_is_unclear_and_not_sent_again_by_itself(sink, smtp, plan_letters, monday):
    sink.rules = {"cut": ("cut",)}
    cut = plan_letters(start="cut")[0]
    plan_letters(3)
    assert deliver_due(line=smtp) == 3
    cut.refresh_from_db()
    assert (cut.state, cut.reason) == ("uncertain", "Handed over, but no confirmation came back.")
    sweep()
    clock.advance(hours=1)
    assert deliver_due(line=smtp) == 0
    assert set(sink.copies.values()) == {1}


def test_a_line_cut_before_the_dot_is_certainly_not_sent(sink, smtp, plan_letters, monday):
    sink.rules = {"drop": ("drop",)}
    dropped = plan_letters(start="drop")[0]
    assert deliver_due(line=smtp) == 0
    dropped.refresh_from_db()
    assert (dropped.state, dropped.attempts) == ("planned", 0)


def test_an_unclear_letter_goes_again_as_the_same_letter(sink, smtp, plan_letters, monday, by_ben):
    from followups.actions import send_again

    sink.rules = {"cut": ("cut",)}
    cut = plan_letters(start="cut")[0]
    deliver_due(line=smtp)
    sink.rules = {}
    clock.advance(hours=1)
    assert send_again(message=cut, by=by_ben).pk == cut.pk
    assert deliver_due(line=smtp) == 1
    assert sink.letters[0] == sink.letters[1]
    cut.refresh_from_db()
    assert cut.state == "sent"


def test_the_sum_of_states_is_what_was_planned(sink, smtp, plan_letters, monday):
    sink.rules = {
        "slow": ("rcpt", "450 later"), "gone": ("rcpt", "550 gone"), "cut": ("cut",),
        "full": ("data", "552 5.2.2 mailbox full"),
    }  # fmt: skip
    for start in ("slow", "gone", "cut", "full", "fine"):
        plan_letters(4, start=start)
    deliver_due(line=smtp)
    assert states() == {"planned": 4, "failed": 8, "uncertain": 4, "sent": 4}
    assert Email.objects.exclude(bounced_at=None).count() == 4


def test_names_that_try_to_be_headers_stay_names(sink, smtp, plan_letters, monday, ben):
    ben.name = 'Ben "B"\r\nBcc: evil@post.example <x@y.example>'
    ben.save()
    message = plan_letters()[0]
    message.customer.name = "Rosa\nSubject: hello, \u202e Zoë"
    message.customer.save()
    assert deliver_due(line=smtp) == 1
    mail = sink.read(sink.letters[0])
    assert mail["Bcc"] is None
    assert [address.addr_spec for address in mail["From"].addresses] == ["kept@house.example"]
    assert [address.addr_spec for address in mail["To"].addresses] == ["person0@post.example"]
    assert len(mail.get_all("Subject")) == 1
    assert sink.recipients == ["person0@post.example"]


def test_an_address_in_another_script_is_written_as_the_line_wants_it(sink, smtp, plan_letters, monday):
    message = plan_letters()[0]
    message.customer.emails.update(address="rosa@bücher.example")
    assert deliver_due(line=smtp) == 1
    assert sink.recipients == ["rosa@xn--bcher-kva.example"]
