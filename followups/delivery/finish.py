"""Writes down how letters ended, all of a window in one transaction."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When

from customers.actions import note_bounce
from followups import wording
from followups.actions.introductions import note_thanks_done
from followups.delivery.last_look import do_instead
from followups.delivery.people import hold, tell_of
from followups.delivery.replies import MOST_ATTEMPTS, Outcome, has_no_room, wait_after
from followups.models import Message, MessageAttempt
from followups.models.message import State
from kit import clock
from kit.events import Actor, Change, Door, record_alike, record_many
from kit.prepared import update

BY = Actor(None, Door.TASK)
Ended = tuple[Message, Outcome]


@transaction.atomic(savepoint=False)
def finish(token: int, ended: list[Ended], *, held: bool = False) -> None:
    """Record outcomes of begun letters. A late owner is believed as long as nobody claimed anew.

    `held`: the caller holds their people already.
    """
    if not ended:
        return
    people = {message.customer_id for message, _ in ended}
    if not held:
        hold(people)
    ours = _accept(token, [pair for pair in ended if pair[1].kind == "accepted"])
    note_thanks_done(ours, clock.now())
    told = [(message, message.owner_id, message.customer_id) for message in ours]
    record_alike(f"message.{State.SENT}", told, by=BY, after={"state": str(State.SENT), "reason": ""})
    changes = []
    for message, outcome in ended:
        if outcome.kind != "accepted":
            changes += _note(token, message, outcome)
    record_many(changes, by=BY)
    tell_of(people)


def _accept(token: int, accepted: list[Ended]) -> list[Message]:
    """Mark what was accepted, which is nearly everything, by one statement; return what was still ours."""
    if not accepted:
        return []
    ids = [message.pk for message, _ in accepted]
    said = [outcome.reply[:500] for _, outcome in accepted]
    held = update(_sent, token=token, ids=ids, said=said, now=clock.now())
    return [message for message, _ in accepted if message.pk in held]


def _sent(token: int, ids: list[UUID], said: list[str], now: datetime) -> tuple[QuerySet, dict]:
    reply = Case(*(When(pk=pk, then=Value(words)) for pk, words in zip(ids, said, strict=True)))
    return _held(token).filter(pk__in=ids), {
        "state": State.SENT, "sent_at": now, "updated_at": now, "provider_reply": reply,
        "lease_until": None, "reason_code": "", "reason": "",
    }  # fmt: skip


def _note(token: int, message: Message, outcome: Outcome) -> list[Change]:
    """Write down what did not simply go, and return the change if there is one to tell."""
    values = _values(message, outcome)
    if not _held(token).filter(pk=message.pk).update(**values, updated_at=clock.now()):
        return []
    if outcome.kind != "unsent":
        _note_attempt(message, outcome)
    if values["state"] == State.FAILED:
        _mend(message, outcome, values)
    if values["state"] == State.PLANNED:
        return []
    return [_changed(message, {"state": values["state"], "reason": values["reason"]})]


def _held(token: int) -> QuerySet:
    return Message.objects.filter(lease_token=token, state__in=(State.CLAIMED, State.UNCERTAIN))


def _changed(message: Message, after: dict) -> Change:
    return Change(f"message.{after['state']}", message, person=message.customer_id, after=after)


def _values(message: Message, outcome: Outcome) -> dict:
    """What the row says afterwards; `attempts` of the instance is the number before this one."""
    now, language = clock.now(), message.owner.language
    values = {"lease_until": None, "provider_reply": outcome.reply[:500], "reason_code": "", "reason": ""}
    if outcome.kind == "unclear":
        return values | _because(State.UNCERTAIN, "unclear", language)
    if outcome.kind == "refused":
        return values | _because(State.FAILED, "address_refused", language, reply=outcome.reply)
    if outcome.kind in ("account", "full", "unsent"):
        values |= {"state": State.PLANNED, "begun_at": None, "attempts": message.attempts}
        if outcome.reply:
            code = "no_room" if has_no_room(outcome.text) else "account"
            values |= _because(State.PLANNED, code, language, reply=outcome.reply)
        return values
    return values | _later(message, outcome, now, language)


def _later(message: Message, outcome: Outcome, now, language: str) -> dict:
    attempts = message.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        return _because(State.FAILED, "given_up", language, times=attempts, reply=outcome.reply)
    due = now + wait_after(attempts, random.random(), slow=outcome.slow)
    if due >= message.expires_at:
        # Planned for its last moment: the look at it then says that it is too late.
        due = max(now + timedelta(seconds=1), message.expires_at)
    return _because(State.PLANNED, "try_again", language, reply=outcome.reply) | {
        "due_at": due,
        "begun_at": None,
    }


def _because(state: str, code: str, language: str, **values) -> dict:
    return {"state": state, "reason_code": code, "reason": wording.reason(code, language, **values)}


def _note_attempt(message: Message, outcome: Outcome) -> None:
    now = clock.now()
    MessageAttempt.objects.create(
        message=message, number=message.attempts + 1, begun_at=message.begun_at or now, ended_at=now,
        phase=outcome.phase, code=outcome.code, text=outcome.text[:500],
    )  # fmt: skip


def _mend(message: Message, outcome: Outcome, values: dict) -> None:
    """A letter that will not arrive becomes something to do; an address that is none is marked."""
    if outcome.bad_address:
        note_bounce(person=message.customer, address=message.letter.recipient, by=BY)
    code = "address_refused" if outcome.bad_address else "given_up"
    message.reason = values["reason"]
    do_instead(message, BY, code)
