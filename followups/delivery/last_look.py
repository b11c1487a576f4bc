"""Asks again before letters go: still allowed, still wanted, not too late? Three queries a batch."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.instead import task_instead
from followups.actions.planned import letter_place
from followups.delivery.claim import Claim, unbegun
from followups.delivery.verdicts import A_WEEK, EXEMPT, GO, Facts, Verdict, look
from followups.models import Message
from followups.models.message import State
from followups.reach import reach_of
from kit import clock
from kit.events import Actor, Change, Door, record_many

BY = Actor(None, Door.TASK)
UNSENT = (State.REFUSED, State.EXPIRED, State.FAILED)


def last_look(claim: Claim) -> list[Message]:
    """Return the letters of a claim that may go now, in order; the others are settled."""
    now = clock.now()
    messages = _messages(claim)
    sent, verdicts = _sent_lately(messages, now), []
    for message in messages:
        verdicts.append((message, look(_facts(message, sent), now)))
        if verdicts[-1][1] is GO and message.rule.kind not in EXEMPT:
            sent[message.customer_id].append(now)
    settled = [(message, verdict) for message, verdict in verdicts if verdict is not GO]
    if settled:
        settle(settled, claim.token)
    return [message for message, verdict in verdicts if verdict is GO]


@transaction.atomic
def settle(verdicts: list[tuple[Message, Verdict]], token: int, **values) -> None:
    """Write what becomes of letters that do not go, as long as they are ours and not begun.

    `values` fill the sentence of the reason.
    """
    people = hold_people(message.customer_id for message, _ in verdicts)
    changes = []
    for message, verdict in verdicts:
        if not _write(message, verdict, token, values):
            continue
        if verdict.state in UNSENT and not people[message.customer_id].deleted_at:
            task_instead(message, BY, verdict.code, message.reason)
        if verdict.state != State.PLANNED:
            after = {"state": verdict.state, "reason": message.reason}
            changes.append(
                Change(f"message.{verdict.state}", message, person=message.customer_id, after=after)
            )
    record_many(changes, by=BY)
    tell_next_due(people.values())


def _messages(claim: Claim) -> list[Message]:
    mine = unbegun(claim.token).select_related("customer__owner", "owner", "rule", "letter")
    mine = mine.prefetch_related("customer__emails", "customer__consents")
    return list(mine.order_by("priority", "due_at", "id"))


def _sent_lately(messages: Iterable[Message], now: datetime) -> dict:
    """The moments at which these people had letters that were not thanks."""
    people = {message.customer_id for message in messages}
    lately = Message.objects.filter(customer__in=people, state=State.SENT, sent_at__gt=now - A_WEEK)
    lately = lately.exclude(rule__kind__in=EXEMPT)
    sent = defaultdict(list)
    for person, at in lately.values_list("customer_id", "sent_at"):
        sent[person].append(at)
    return sent


def _facts(message: Message, sent: dict) -> Facts:
    person, letter = message.customer, getattr(message, "letter", None)
    return Facts(
        kind=message.rule.kind,
        expires_at=message.expires_at,
        place=letter_place(person, message.owner),
        reach=reach_of(person.emails.all(), person.consents.all()),
        person_gone=person.deleted_at is not None,
        rule_paused=not message.rule.is_active,
        asked_for=bool(letter and letter.frozen) or message.resend_of_id is not None,
        sent_lately=tuple(sent[message.customer_id]),
    )


def _write(message: Message, verdict: Verdict, token: int, values: dict) -> bool:
    language = message.owner.language
    values = {"rule": message.rule.title, **values}
    reason = wording.reason(verdict.code, language, **values)
    changed = {"state": verdict.state, "reason_code": verdict.code, "reason": reason, "lease_until": None}
    if verdict.due_at:
        changed["due_at"] = max(verdict.due_at, clock.now() + timedelta(seconds=1))
    if not unbegun(token).filter(pk=message.pk).update(**changed, updated_at=clock.now()):
        return False
    for name, value in changed.items():
        setattr(message, name, value)
    return True
