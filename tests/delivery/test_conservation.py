"""Whatever happens, each letter that was planned stands in one state, and closed ones with a reason."""

import random
import re
from datetime import timedelta
from pathlib import Path

import pytest

from customers.actions import delete_person, withdraw_consent
from followups import actions
from followups.delivery import deliver_due, downtime, sweep
from followups.models import Message
from followups.models.message import State
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from tests.architecture.tree import ROOT

RULES = {
    "slow": ("rcpt", "450 4.2.0 later"), "full": ("rcpt", "452 4.2.2 mailbox full"), "gone": ("rcpt", "550 5.1.1 none"),
    "cut": ("cut",), "drop": ("drop",), "busy": ("mail", "421 4.7.0 too many connections"), "policy": ("data", "554 5.7.1 policy"),
}  # fmt: skip
LETTERS = 4
WORDS = re.compile(r"\b(?:eta|countdown)\s*=|[\"'](?:eta|countdown)[\"']\s*:")


def cancel(message, by):
    actions.cancel_message(message=message, by=by, reason="by hand")


def again(message, by):
    actions.send_again(message=message, by=by)


def approve(message, by):
    actions.approve_message(message=message, by=by)


def arrived(message, by):
    actions.confirm_arrival(message=message, by=by)


def drop_consent(message, by):
    for consent in message.customer.consents.standing():
        withdraw_consent(consent=consent, by=by)


def go_away(message, by):
    delete_person(person=message.customer, by=by)


def decide(message, by):
    random.choice((actions.send_waited, actions.drop_waited))(owner=message.owner, by=by)


DEEDS = (cancel, again, approve, arrived, drop_consent, go_away, decide)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_sum_of_states_is_what_was_planned_whatever_happens(sink, smtp, plan_letters, monday, ben, seed):
    chance, by = random.Random(seed), Actor(ben, Door.WEB)
    random.seed(seed)
    sink.rules = RULES
    for start in (*RULES, "fine", "well"):
        plan_letters(LETTERS, start=start, rule=chance.choice(["thank_first_order", "check_in_2_days"]))
    planned = Message.objects.count()
    for _ in range(25):
        clock.advance(minutes=chance.choice([1, 20, 400]))
        step = chance.random()
        if step < 0.5:
            deliver_due(line=smtp)
        elif step < 0.6:
            sweep()
        elif step < 0.65:
            downtime.hold_what_waited(clock.now() - timedelta(hours=8))
        else:
            message = chance.choice(list(Message.objects.select_related("customer", "owner")))
            try:
                chance.choice(DEEDS)(message, by)
            except Refused:
                continue
    copies = Message.objects.exclude(resend_of=None).count()
    states = Message.objects.counted_by_state()
    assert sum(states.values()) == planned + copies
    assert set(states) <= set(State.values)
    closed = Message.objects.filter(state__in=("refused", "failed", "cancelled", "expired", "uncertain"))
    assert not closed.filter(reason="").exists()
    arrived_ids = {identity.strip("<>").partition("@")[0] for identity in sink.copies}
    never = closed.filter(state__in=("refused", "expired"), begun_at=None, attempts=0)
    assert {str(pk) for pk in never.values_list("pk", flat=True)} & arrived_ids == set()


def test_nothing_waits_in_a_queue_not_even_in_a_dictionary():
    """tests/architecture looks at calls; this looks at every line of ours that could say it otherwise."""
    ours = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert len(ours) > 100
    found = [
        f"{path.relative_to(ROOT)}: {line}" for path in ours for line in _lines(path) if WORDS.search(line)
    ]
    assert found == []


FOLDERS = ("kit", "team", "customers", "followups", "appointments", "sales", "mlmcrm", "benchmarks")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
