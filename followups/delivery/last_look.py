"""Asks again before letters go: still allowed, still wanted, not too late? A few queries a batch."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.instead import task_instead
from followups.actions.planned import letter_place
from followups.delivery.claim import IN_ORDER, Claim, unbegun
from followups.delivery.poison import LOST, in_words
from followups.delivery.verdicts import A_WEEK, EXEMPT, GO, Facts, Verdict, look
from followups.models import Message
from followups.models.message import State
from followups.reach import reach_of
from followups.reaching import suppressed_among
from kit import clock
from kit.events import Actor, Change, Door, record_many

logger = logging.getLogger(__name__)

BY = Actor(None, Door.TASK)
UNSENT = (State.REFUSED, State.EXPIRED, State.FAILED)


def last_look(claim: Claim) -> list[Message]:
    """Return the letters of a claim that may go now, in order; the others are settled."""
    now = clock.now()
    messages = _messages(claim)
    known, verdicts = Known(messages, now), []
    for message in messages:
        verdicts.append((message, known.judge(message)))
        if verdicts[-1][1] is GO and message.rule.kind not in EXEMPT:
            known.sent[message.customer_id].append(now)
    settled = [(message, verdict) for message, verdict in verdicts if verdict is not GO]
    if settled:
        settle(settled, claim.token)
    return [message for message, verdict in verdicts if verdict is GO]


@transaction.atomic
def settle(verdicts: list[tuple[Message, Verdict]], token: int) -> None:
    """Write what becomes of letters that do not go, as long as they are ours and not begun."""
    people = hold_people(message.customer_id for message, _ in verdicts)
    changes = []
    for message, verdict in verdicts:
        if not _write(message, verdict, token):
            continue
        if verdict.state in UNSENT and not people[message.customer_id].deleted_at:
            do_instead(message, BY, verdict.code)
        if verdict.state != State.PLANNED:
            after = {"state": verdict.state, "reason": message.reason}
            changes.append(
                Change(f"message.{verdict.state}", message, person=message.customer_id, after=after)
            )
    record_many(changes, by=BY)
    tell_next_due(people.values())


def do_instead(message: Message, by: Actor, code: str) -> None:
    """Put on the list what a letter was to do; where even that breaks, the letter tells why alone."""
    try:
        with transaction.atomic():
            task_instead(message, by, code, message.reason)
    except LOST:
        raise
    except Exception:
        logger.exception("No task stands in the place of message %s", message.pk)


def _messages(claim: Claim) -> list[Message]:
    mine = unbegun(claim.token).filter(pk__in=claim.ids)
    mine = mine.select_related("customer__owner", "owner", "rule", "letter")
    mine = mine.prefetch_related("customer__emails", "customer__phones", "customer__consents")
    return list(mine.order_by(*IN_ORDER))


class Known:
    """What is known of a batch of letters and their people, in a few queries."""

    def __init__(self, messages: list[Message], now: datetime):
        self.now = now
        self.sent = _sent_lately(messages, now)
        self.shut = suppressed_among(row for message in messages for row in message.customer.emails.all())

    def judge(self, message: Message) -> Verdict:
        """Look at one letter; what cannot be judged fails, and the others go on."""
        try:
            return look(self._facts(message), self.now)
        except LOST:
            raise
        except Exception as problem:
            logger.exception("Message %s could not be judged", message.pk)
            return Verdict(State.FAILED, "not_judged", what=in_words(problem))

    def _facts(self, message: Message) -> Facts:
        person, letter = message.customer, getattr(message, "letter", None)
        return Facts(
            kind=message.rule.kind,
            expires_at=message.expires_at,
            place=letter_place(person, message.owner),
            reach=reach_of(
                person.emails.all(), person.consents.all(),
                purpose=message.purpose, suppressed=self.shut[message.owner_id],
            ),
            person_gone=person.deleted_at is not None,
            rule_paused=not message.rule.is_active,
            asked_for=bool(letter and letter.frozen) or message.resend_of_id is not None,
            sent_lately=tuple(self.sent[message.customer_id]),
        )  # fmt: skip


def _sent_lately(messages: Iterable[Message], now: datetime) -> dict:
    """The moments at which these people had letters that were not thanks, or may have had."""
    people = {message.customer_id for message in messages}
    gone = Q(state=State.SENT, sent_at__gt=now - A_WEEK) | Q(
        state__in=(State.CLAIMED, State.UNCERTAIN), begun_at__gt=now - A_WEEK
    )
    lately = Message.objects.filter(gone, customer__in=people).exclude(rule__kind__in=EXEMPT)
    sent = defaultdict(list)
    for person, sent_at, begun_at in lately.values_list("customer_id", "sent_at", "begun_at"):
        sent[person].append(sent_at or begun_at)
    return sent


def _write(message: Message, verdict: Verdict, token: int) -> bool:
    values = {"rule": message.rule.title, "what": verdict.what}
    reason = wording.reason(verdict.code, message.owner.language, **values)
    changed = {"state": verdict.state, "reason_code": verdict.code, "reason": reason, "lease_until": None}
    if verdict.due_at:
        changed["due_at"] = max(verdict.due_at, clock.now() + timedelta(seconds=1))
    if not unbegun(token).filter(pk=message.pk).update(**changed, updated_at=clock.now()):
        return False
    for name, value in changed.items():
        setattr(message, name, value)
    return True
