"""Asks again before letters go: still allowed, still wanted, not too late? A few queries a batch."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.instead import task_instead
from followups.actions.planned import place_for
from followups.actions.retired import bring_back_what_gave_way
from followups.actions.seen import Sights
from followups.actions.surveyed import kept_away
from followups.actions.touched import COUNTED_LETTERS, allowance_of, touched_lately
from followups.attention import is_exempt
from followups.delivery.claim import Claim, unbegun
from followups.delivery.poison import in_words, is_away
from followups.delivery.reading import messages_of, reachable, read_phones, read_rest
from followups.delivery.verdicts import GO, JUST_NOW, Facts, Verdict, look
from followups.models import Letter, Message, Reply
from followups.models.message import State
from followups.models.rule import Action
from followups.reach import Reach, is_shut, reach_of
from followups.reaching import suppressed_among
from kit import clock
from kit.events import Actor, Change, Door, record_many
from kit.prepared import read
from team.zones import is_zone

logger = logging.getLogger(__name__)

BY = Actor(None, Door.TASK)
UNSENT = (State.REFUSED, State.EXPIRED, State.FAILED)
# Nothing forbids the others.
OWN_FAULT = {"rule_paused", "not_rendered", "too_large", "not_pure", "surveyed", "no_surveys"}


def last_look(claim: Claim) -> list[Message]:
    """Return the letters of a claim that may go now, in order; the others are settled."""
    now = clock.now()
    messages = messages_of(claim)
    known = Known(messages, now)
    verdicts = [(message, known.judge(message)) for message in messages]
    settled = [(message, verdict) for message, verdict in verdicts if verdict is not GO]
    if settled:
        read_rest([message for message, _ in settled])
        settle(settled, claim.token)
    return [message for message, verdict in verdicts if verdict is GO]


@transaction.atomic
def settle(verdicts: list[tuple[Message, Verdict]], token: int) -> None:
    """Write what becomes of letters that do not go, as long as they are ours and not begun."""
    people = hold_people(message.customer_id for message, _ in verdicts)
    changes, faulty = [], []
    for message, verdict in verdicts:
        if not _write(message, verdict, token):
            continue
        if verdict.code in OWN_FAULT:
            faulty.append(message)
        if verdict.state in UNSENT and not people[message.customer_id].deleted_at:
            do_instead(message, BY, verdict.code)
        if verdict.state != State.PLANNED:
            after = {"state": verdict.state, "reason": message.reason}
            changes.append(
                Change(f"message.{verdict.state}", message, person=message.customer_id, after=after)
            )
    record_many(changes, by=BY)
    bring_back_what_gave_way(faulty, BY)
    tell_next_due(people.values())


def do_instead(message: Message, by: Actor, code: str) -> None:
    """Put on the list what a letter was to do; where even that breaks, the letter tells why alone."""
    try:
        with transaction.atomic():
            task_instead(message, by, code, message.reason)
    except Exception as problem:
        if is_away(problem):
            raise
        logger.exception("No task stands in the place of message %s", message.pk)


class Known:
    """What is known of a batch of letters and their people, in a few queries."""

    def __init__(self, messages: list[Message], now: datetime):
        self.now = now
        people = {message.customer_id: message.customer for message in messages}
        self.recent = touched_lately(list(people), now)
        self.just_gone = _just_gone(messages, now)
        self.reachable = reachable(people)
        read_phones(people)
        self.shut = suppressed_among(row for rows in self.reachable.emails.values() for row in rows)
        self.in_doubt = {pk for (pk,) in read(_in_doubt, people=sorted(people))} if people else set()
        self.kept_away = kept_away(messages)
        self.sights = Sights(people.values(), {stop for message in messages for stop in message.rule.stops})

    def judge(self, message: Message) -> Verdict:
        """Look at one letter; what cannot be judged fails, and the others go on."""
        try:
            verdict = look(self._facts(message), self.now)
        except Exception as problem:
            if is_away(problem):
                raise
            logger.exception("Message %s could not be judged", message.pk)
            return _unjudged(message, problem)
        if verdict is GO and not is_exempt(message.rule.kind, message.purpose):
            for moments in (self.recent, self.just_gone):
                moments.setdefault(message.customer_id, []).append(self.now)
        return verdict

    def _facts(self, message: Message) -> Facts:
        person, letter = message.customer, getattr(message, "letter", None)
        message.reach = self._reach(message, letter)
        asked_for = _is_asked_for(message, letter)
        recent = self.just_gone if asked_for else self.recent
        return Facts(
            kind=message.rule.kind,
            purpose=message.purpose,
            expires_at=message.expires_at,
            place=place_for(message),
            reach=message.reach,
            person_gone=person.deleted_at is not None,
            rule_paused=not message.rule.is_active or message.rule.retired_at is not None,
            asked_for=asked_for,
            in_doubt=person.pk in self.in_doubt,
            kept_away=self.kept_away.get(message.pk, ""),
            stops=message.rule.stops,
            seen=self.sights.seen(person, message.created_at),
            recent=tuple(recent.get(person.pk, ())),
            at_time=message.rule.at_time,
            until_time=message.rule.until_time,
            allowance=allowance_of(person, self.sights.has_complaint(person)),
        )

    def _reach(self, message: Message, letter: Letter | None) -> Reach:
        """Where it may go; one that was begun before goes to the same address or not at all."""
        person, shut = message.customer, self.shut[message.owner_id]
        emails, agreements = (of.get(person.pk, ()) for of in self.reachable)
        reach = reach_of(emails, agreements, purpose=message.purpose, suppressed=shut)
        if reach and letter and letter.dated and is_shut(letter.recipient, message.purpose, shut):
            return Reach(code="suppressed")
        return reach


def _in_doubt(people: list[UUID]) -> QuerySet:
    return Reply.objects.doubtful().filter(customer__in=people).order_by().values_list("customer_id")


def _just_gone(messages: list[Message], now: datetime) -> dict:
    """When letters went within the last minutes to those to whom one was sent off by hand."""
    asked_for = [row for row in messages if _is_asked_for(row, getattr(row, "letter", None))]
    people = {row.customer_id for row in asked_for if not is_exempt(row.rule.kind, row.purpose)}
    if not people:
        return {}
    gone = Message.objects.filter(COUNTED_LETTERS, customer__in=people, begun_at__gt=now - JUST_NOW)
    moments: dict = {}
    for person, begun in gone.exclude(state=State.FAILED).values_list("customer_id", "begun_at"):
        moments.setdefault(person, []).append(begun)
    return moments


def _is_asked_for(message: Message, letter: Letter | None) -> bool:
    """Sent again by hand, or approved: words that were frozen before their sending began."""
    if message.resend_of_id is not None:
        return True
    approved = letter is not None and letter.frozen
    return approved and (letter.dated is None or message.rule.action == Action.REVIEW)


def _unjudged(message: Message, problem: Exception) -> Verdict:
    zone = message.customer.zone or message.owner.zone
    if not is_zone(zone):
        return Verdict(State.FAILED, "unknown_zone", what=zone)
    return Verdict(State.FAILED, "not_judged", what=in_words(problem))


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
