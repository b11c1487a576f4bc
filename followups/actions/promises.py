"""What was promised to somebody: given, kept, broken, or no longer wanted."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from customers.models import Customer
from customers.tidying import tidy_line
from followups.actions.facts import hold_people
from followups.actions.promise_rows import (
    KEPT,
    LONGEST_REASON,
    LONGEST_TEXT,
    TERMS,
    check_terms,
    held_promise,
    read_extra,
    read_kind,
    refuse_closed,
    refuse_delivery,
    unchanged,
    write_promise,
)
from followups.coach import advice_for
from followups.errors import Closed, PromiseChanged
from followups.models import Promise
from followups.models.promise import PromiseOrigin, PromiseState
from followups.promise_words import kind_of
from followups.promising import kept_as
from kit import clock
from kit.errors import Refused
from kit.events import Actor, facts_of, record


@transaction.atomic
def make_promise(
    *,
    customer: Customer,
    by: Actor,
    text: str,
    due_on: date | None = None,
    told_on: date | None = None,
    kind: str = "",
    extra: str = "",
    origin: str = PromiseOrigin.HAND,
    origin_id: UUID | None = None,
) -> Promise:
    """Write down what was promised. `told_on` is the day the person was told, `due_on` if None.

    Without any day they are the coach's. Without a `kind` it is what the words sound like. `extra` is what is given beside it. The same
    words of the same origin that stand open are one. What was said elsewhere is cut to what
    a line holds. Raises Refused, naming the field, for a day gone by or told before it is meant to be done.
    """
    person = hold_people([customer.pk])[customer.pk]
    if person.deleted_at:
        raise Closed(_("This person was taken off your list."))
    words = tidy_line(text)
    if origin != PromiseOrigin.HAND:
        words = Truncator(words).chars(LONGEST_TEXT)
    chosen = read_kind(kind, words)
    if due_on is None:
        advice = advice_for(person.owner, words, chosen)
        told_on = told_on or advice.told_on
        due_on = min(advice.due_on, told_on)
    told_on = told_on or due_on
    same = person.promises.open().filter(text=words, origin=origin, origin_id=origin_id)
    if standing := same.filter(**{} if origin_id else {"due_on": due_on}).first():
        standing.event = None
        return standing
    check_terms(person, words, due_on, told_on)
    promise = Promise(
        owner_id=person.owner_id, customer=customer, text=words, kind=chosen,
        extra=read_extra(extra), due_on=due_on, told_on=told_on, given_on=person.owner.today(),
        origin=origin, origin_id=origin_id,
    )  # fmt: skip
    promise.save(force_insert=True)
    promise.event = record("promise.made", promise, by=by, person=person, after=facts_of(promise, TERMS))
    return promise


@transaction.atomic
def change_promise(
    *,
    promise: Promise,
    by: Actor,
    text: str | None = None,
    due_on: date | None = None,
    told_on: date | None = None,
    kind: str | None = None,
    extra: str | None = None,
    version: int | None = None,
) -> Promise:
    """Change the words, the days or the extra of an open promise; what is None stays.

    A day told moves with a later `due_on` alone. A day that went by before another was told is not
    forgotten: the promise is judged by it. Raises Closed, Refused as `make_promise` does, or
    PromiseChanged where somebody else changed it since `version`.
    """
    row = held_promise(promise)
    if version is not None and version != row.version:
        raise PromiseChanged(_("Changed in the meantime, in another window. Nothing is lost."))
    refuse_closed(row)
    refuse_delivery(row)
    values = _terms(row, text, due_on, told_on, kind, extra)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return unchanged(promise, row)
    due = values["due_on"]
    check_terms(row.customer, values["text"], due if "due_on" in changed else None, values["told_on"], due)
    return write_promise(promise, row, by, "promise.changed", changed)


@transaction.atomic
def keep_promise(*, promise: Promise, by: Actor, on: date | None = None, extra: str = "") -> Promise:
    """Note that a promise was kept, today or `on` a day since it was given; with what was given beside it.

    Early, on the day or late is judged by the day that was told. Twice is once.
    """
    row = held_promise(promise)
    if row.state in KEPT:
        return unchanged(promise, row)
    refuse_closed(row)
    refuse_delivery(row)
    today = row.owner.today()
    on = on or today
    if on > today:
        raise Refused(_("That day is still to come."), field="on")
    if on < min(row.given_on, today):
        raise Refused(_("That is before it was promised."), field="on")
    beside = {"extra": read_extra(extra)} if extra.strip() else {}
    values = {"state": kept_as(row.first_told_on, on), "closed_at": clock.now(), "ended_on": on, "reason": ""}
    return write_promise(promise, row, by, "promise.kept", {**values, **beside})


@transaction.atomic
def break_promise(*, promise: Promise, by: Actor, reason: str) -> Promise:
    """Note that a promise cannot be kept, and why; an apology is on the list. Twice is once."""
    reason = tidy_line(reason)
    if not reason:
        raise Refused(_("Say why, please."), field="reason")
    row = held_promise(promise)
    if row.state == PromiseState.BROKEN:
        return unchanged(promise, row)
    return _close(promise, row, by, "promise.broken", PromiseState.BROKEN, reason)


@transaction.atomic
def release_promise(*, promise: Promise, by: Actor, reason: str = "") -> Promise:
    """Note that the person does not want it any more. It counts for nothing. Twice is once."""
    row = held_promise(promise)
    if row.state == PromiseState.RELEASED:
        return unchanged(promise, row)
    refuse_delivery(row)
    return _close(promise, row, by, "promise.released", PromiseState.RELEASED, tidy_line(reason))


@transaction.atomic
def reopen_promise(*, promise: Promise, by: Actor, extra: str | None = None) -> Promise:
    """Open a promise again that had come to its end, with `extra` as it was before. Twice is once."""
    row = held_promise(promise)
    if row.state == PromiseState.OPEN:
        return unchanged(promise, row)
    values = {"state": PromiseState.OPEN, "closed_at": None, "ended_on": None, "reason": ""}
    beside = {} if extra is None else {"extra": extra}
    return write_promise(promise, row, by, "promise.reopened", {**values, **beside})


@transaction.atomic
def take_back_promise(*, promise: Promise, by: Actor) -> Promise:
    """Note that a promise was never given. Twice is once. Raises Closed for one that came to its end."""
    row = held_promise(promise, revoked=True)
    if row.revoked_at:
        return unchanged(promise, row)
    refuse_closed(row)
    refuse_delivery(row)
    return write_promise(promise, row, by, "promise.taken_back", {"revoked_at": clock.now()})


@transaction.atomic
def put_back_terms(*, promise: Promise, by: Actor, before: dict) -> Promise:
    """Undo a change: words and days are as before, even where a day has gone by meanwhile."""
    row = held_promise(promise)
    refuse_closed(row)
    days = {
        name: before[name] and date.fromisoformat(before[name])
        for name in ("due_on", "told_on", "missed_on")
        if name in before
    }
    return write_promise(promise, row, by, "promise.changed", {**before, **days})


def _terms(row: Promise, text, due_on, told_on, kind, extra) -> dict:
    """What the terms are after a change; a kind that was guessed follows the words."""
    words = row.text if text is None else tidy_line(text)
    due = due_on or row.due_on
    told = told_on or max(row.told_on, due)
    guessed = kind is None and row.kind == kind_of(row.text)
    missed = row.first_told_on if told > row.told_on and row.told_on < row.owner.today() else row.missed_on
    return {
        "text": words,
        "due_on": due,
        "told_on": told,
        "kind": read_kind("" if guessed else kind or row.kind, words),
        "extra": row.extra if extra is None else read_extra(extra),
        "missed_on": missed,
    }


def _close(promise: Promise, row: Promise, by: Actor, kind: str, state: str, reason: str = "") -> Promise:
    refuse_closed(row)
    if len(reason) > LONGEST_REASON:
        raise Refused(_("At most %(most)d signs, please.") % {"most": LONGEST_REASON}, field="reason")
    ended = {"closed_at": clock.now(), "ended_on": row.owner.today()}
    return write_promise(promise, row, by, kind, {"state": state, "reason": reason, **ended})
