"""Quick, slow, too many connections, never: what a server's answer means for when it is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followups.delivery import account, deliver_due
from followups.delivery.replies import MOST_FULL_IN_A_ROW, QUICK, SLOW, line_wait, refused, wait_after
from followups.models import Message, MessageAttempt, SendingAccount
from kit import clock


@pytest.mark.parametrize(
    ("phase", "answer", "kind", "slow"),
    [
        ("rcpt", "450 4.2.0 greylisted, come back in five minutes", "later", False),
        ("rcpt", "451 4.7.1 greylisting in action", "later", False),
        ("dot", "451 4.3.0 busy", "later", False),
        ("rcpt", "452 4.2.2 mailbox full", "later", True),
        ("dot", "452 4.2.2 the recipient is over quota", "later", True),
        ("rcpt", "450 4.2.1 the user is receiving mail too quickly", "later", True),
        ("dot", "554 5.7.1 blocked by policy", "later", True),
        ("mail", "421 4.7.0 too many concurrent SMTP connections", "full", False),
        ("rcpt", "450 4.7.0 Too many connections from your host", "full", False),
        ("mail", "421 4.3.2 connection rate limit exceeded", "full", False),
        ("dot", "451 4.7.0 throttled, slow down", "full", False),
        ("mail", "421 4.7.0 closing", "account", False),
        ("rcpt", "450 4.1.1 <throttle@post.example> is busy", "later", False),
        ("rcpt", "550 5.1.1 no such mailbox", "refused", False),
        ("dot", "552 5.2.2 mailbox full", "refused", False),
    ],
)
def test_the_class_of_an_answer(phase, answer, kind, slow):
    outcome = refused(phase, int(answer[:3]), answer[4:])
    assert (outcome.kind, outcome.slow) == (kind, slow)


@given(st.integers(1, 8), st.floats(0, 1), st.booleans())
def test_waits_grow_and_are_spread_over_half_of_themselves(attempts, chance, slow):
    steps = SLOW if slow else QUICK
    full = steps[min(attempts, len(steps)) - 1]
    assert full / 2 <= wait_after(attempts, chance, slow=slow) <= full
    assert list(steps) == sorted(steps)


@given(st.integers(1, 200), st.floats(0, 1))
def test_a_line_without_room_waits_for_seconds_and_two_minutes_at_most(failures, chance):
    assert timedelta(seconds=2.5) <= line_wait(failures, chance) <= timedelta(minutes=2)


@pytest.mark.django_db
def test_a_full_mailbox_is_tried_again_in_hours(sink, smtp, plan_letters, monday):
    sink.rules = {"full": ("rcpt", "452 4.2.2 mailbox full")}
    message = plan_letters(start="full")[0]
    deliver_due(line=smtp)
    message.refresh_from_db()
    assert timedelta(minutes=30) <= message.due_at - clock.now() <= timedelta(hours=1)


@pytest.mark.django_db
def test_too_many_connections_lets_this_worker_rest_and_the_others_go_on(
    sink, smtp, plan_letters, monday, monkeypatch
):
    sink.rules = {"*": ("mail", "421 4.7.0 too many connections")}
    plan_letters(5)
    assert deliver_due(line=smtp) == 0
    rows = Message.objects.values_list("state", "attempts", "begun_at", "reason_code")
    assert set(rows) <= {("planned", 0, None, "no_room"), ("planned", 0, None, "")}
    line = SendingAccount.objects.get(failures__gt=0)
    assert (line.name, account.trouble()) == (account.line_name(), "")
    assert timedelta(seconds=2.5) <= line.blocked_until - monday <= timedelta(seconds=5)
    sink.rules = {}
    assert deliver_due(line=smtp) == 0
    with monkeypatch.context() as other:
        other.setattr(account, "line_name", lambda: "line:another:1")
        assert deliver_due(line=smtp) == 5
    assert MessageAttempt.objects.count() == 1
    clock.advance(seconds=6)
    plan_letters(2, start="more")
    assert deliver_due(line=smtp) == 2
    assert not SendingAccount.objects.filter(failures__gt=0).exists()


@pytest.mark.django_db
def test_a_house_that_never_finds_room_says_so(sink, smtp, plan_letters, monday):
    sink.rules = {"*": ("mail", "421 4.7.0 too many connections")}
    plan_letters(1)
    for _ in range(MOST_FULL_IN_A_ROW):
        assert account.trouble() == ""
        deliver_due(line=smtp)
        clock.advance(minutes=3)
    assert account.trouble() == "421 4.7.0 too many connections"
    assert Message.objects.counted_by_state() == {"planned": 1}
