"""What was promised to somebody: given, kept, broken, or no longer wanted."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from customers.models import Customer
from customers.tidying import tidy_line
from followups.actions.facts import hold_people
from followups.errors import Closed, PromiseChanged
from followups.models import Promise
from followups.models.promise import PromiseKind, PromiseOrigin, PromiseState
from followups.promise_words import kind_of
from followups.promising import kept_as
from kit import clock
from kit.errors import Refused
from kit.events import Actor, facts_of, record

LONGEST_TEXT, LONGEST_REASON = 300, 500
FURTHEST = timedelta(days=5 * 366)
TERMS = ("text", "kind", "extra", "due_on", "told_on")
END = ("state", "closed_at", "reason")
KEPT = (PromiseState.EARLY, PromiseState.KEPT, PromiseState.LATE)


@transaction.atomic
def make_promise(
    *,
    customer: Customer,
    by: Actor,
    text: str,
    due_on: date,
    told_on: date | None = None,
    kind: str = "",
    extra: str = "",
    origin: str = PromiseOrigin.HAND,
    origin_id: UUID | None = None,
) -> Promise:
    """Write down what was promised. `told_on` is the day the person was told, `due_on` if None.

    Without a `kind` it is what the words sound like. `extra` is what is given beside it. The same words of the same origin that stand open are one. What was said elsewhere is cut to what
    a line holds. Raises Refused, naming the field, for a day gone by or told before it is meant to be done.
    """
    person = hold_people([customer.pk])[customer.pk]
    if person.deleted_at:
        raise Closed(_("This person was taken off your list."))
    words = tidy_line(text)
    if origin != PromiseOrigin.HAND:
        words = Truncator(words).chars(LONGEST_TEXT)
    told_on = told_on or due_on
    same = person.promises.open().filter(text=words, origin=origin, origin_id=origin_id)
    if standing := same.filter(**{} if origin_id else {"due_on": due_on}).first():
        standing.event = None
        return standing
    _check(person, words, due_on, told_on)
    promise = Promise(
        owner_id=person.owner_id, customer=customer, text=words, kind=_kind(kind, words),
        extra=_extra(extra), due_on=due_on, told_on=told_on, origin=origin, origin_id=origin_id,
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
    version: int | None = None,
) -> Promise:
    """Change the words or the days of an open promise; what is None stays.

    A day told moves with a later `due_on` alone. Raises Closed, Refused as `make_promise` does, or
    PromiseChanged where somebody else changed it since `version`.
    """
    row = _held(promise)
    if version is not None and version != row.version:
        raise PromiseChanged(_("Changed in the meantime, in another window. Nothing is lost."))
    _refuse_closed(row)
    due = due_on or row.due_on
    values = {
        "text": row.text if text is None else tidy_line(text),
        "due_on": due,
        "told_on": told_on or max(row.told_on, due),
    }
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return _unchanged(promise, row)
    _check(row.customer, values["text"], due if "due_on" in changed else None, values["told_on"], due)
    return _write(promise, row, by, "promise.changed", changed)


@transaction.atomic
def keep_promise(*, promise: Promise, by: Actor) -> Promise:
    """Note that a promise was kept, today: early, on the day or late by the day that was told. Twice is once."""
    row = _held(promise)
    if row.state in KEPT:
        return _unchanged(promise, row)
    state = kept_as(row.told_on, row.owner.today())
    return _close(promise, row, by, "promise.kept", state)


@transaction.atomic
def break_promise(*, promise: Promise, by: Actor, reason: str) -> Promise:
    """Note that a promise cannot be kept, and why. Twice is once."""
    reason = tidy_line(reason)
    if not reason:
        raise Refused(_("Say why, please."), field="reason")
    row = _held(promise)
    if row.state == PromiseState.BROKEN:
        return _unchanged(promise, row)
    return _close(promise, row, by, "promise.broken", PromiseState.BROKEN, reason)


@transaction.atomic
def release_promise(*, promise: Promise, by: Actor, reason: str = "") -> Promise:
    """Note that the person does not want it any more. It counts for nothing. Twice is once."""
    row = _held(promise)
    if row.state == PromiseState.RELEASED:
        return _unchanged(promise, row)
    return _close(promise, row, by, "promise.released", PromiseState.RELEASED, tidy_line(reason))


@transaction.atomic
def reopen_promise(*, promise: Promise, by: Actor) -> Promise:
    """Open a promise again that had come to its end. Twice is once."""
    row = _held(promise)
    if row.state == PromiseState.OPEN:
        return _unchanged(promise, row)
    values = {"state": PromiseState.OPEN, "closed_at": None, "reason": ""}
    return _write(promise, row, by, "promise.reopened", values)


@transaction.atomic
def take_back_promise(*, promise: Promise, by: Actor) -> Promise:
    """Note that a promise was never given. Twice is once. Raises Closed for one that came to its end."""
    row = _held(promise, revoked=True)
    if row.revoked_at:
        return _unchanged(promise, row)
    _refuse_closed(row)
    return _write(promise, row, by, "promise.taken_back", {"revoked_at": clock.now()})


@transaction.atomic
def put_back_terms(*, promise: Promise, by: Actor, before: dict) -> Promise:
    """Undo a change: words and days are as before, even where a day has gone by meanwhile."""
    row = _held(promise)
    _refuse_closed(row)
    days = {name: date.fromisoformat(before[name]) for name in ("due_on", "told_on") if name in before}
    return _write(promise, row, by, "promise.changed", {**before, **days})


def _held(promise: Promise, revoked: bool = False) -> Promise:
    """The promise as it is now; its person is held, so nobody else changes it meanwhile."""
    person = hold_people([promise.customer_id])[promise.customer_id]
    row = Promise.objects.select_related("owner").get(pk=promise.pk)
    row.customer = person
    if person.deleted_at:
        raise Closed(_("This person was taken off your list."))
    if row.revoked_at and not revoked:
        raise Closed(_("This was taken back since."))
    return row


def _check(person: Customer, text: str, due_on: date | None, told_on: date, due: date | None = None) -> None:
    """Refuse words that are none and days that cannot be; a day of before may have gone by."""
    today = person.owner.today()
    if not text:
        raise Refused(_("Write what you promise, please."), field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused(_("At most %(most)d signs, please.") % {"most": LONGEST_TEXT}, field="text")
    if due_on and due_on < today:
        raise Refused(_("That day has gone by. Choose one from today on."), field="due_on")
    if told_on < (due_on or due):
        raise Refused(_("Do it by the day they were told, at the latest."), field="told_on")
    if told_on > today + FURTHEST:
        raise Refused(
            _("Choose a day within five years."), field="told_on" if due_on != told_on else "due_on"
        )


def _kind(kind: str, text: str) -> str:
    if kind and kind not in PromiseKind.values:
        raise Refused(_("Choose what kind of promise this is."), field="kind")
    return kind or kind_of(text)


def _extra(extra: str) -> str:
    extra = tidy_line(extra)
    if len(extra) > LONGEST_TEXT:
        raise Refused(_("At most %(most)d signs, please.") % {"most": LONGEST_TEXT}, field="extra")
    return extra


def _close(promise: Promise, row: Promise, by: Actor, kind: str, state: str, reason: str = "") -> Promise:
    _refuse_closed(row)
    if len(reason) > LONGEST_REASON:
        raise Refused(_("At most %(most)d signs, please.") % {"most": LONGEST_REASON}, field="reason")
    return _write(promise, row, by, kind, {"state": state, "closed_at": clock.now(), "reason": reason})


def _refuse_closed(row: Promise) -> None:
    sentences = {
        PromiseState.EARLY: _("This is kept already."),
        PromiseState.KEPT: _("This is kept already."),
        PromiseState.LATE: _("This is kept already."),
        PromiseState.BROKEN: _("It was said that this cannot be kept."),
        PromiseState.RELEASED: _("They do not want this any more."),
    }
    if row.state != PromiseState.OPEN:
        raise Closed(sentences[PromiseState(row.state)])


def _write(promise: Promise, row: Promise, by: Actor, kind: str, values: dict) -> Promise:
    before = facts_of(row, values)
    values = {**values, "version": row.version + 1, "updated_at": clock.now()}
    Promise.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
        setattr(promise, name, value)
    promise.event = record(
        kind, row, by=by, person=row.customer_id, before=before, after=facts_of(row, [*before, "version"])
    )
    return promise


def _unchanged(promise: Promise, row: Promise) -> Promise:
    for name in (*TERMS, *END, "version", "revoked_at"):
        setattr(promise, name, getattr(row, name))
    promise.event = None
    return promise
