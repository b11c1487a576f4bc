"""What the verbs on promises share: the row held, terms checked, values written with their event."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from customers.models import Customer
from customers.tidying import tidy_line
from followups.actions.apologies import mind_apology
from followups.actions.facts import hold_people
from followups.errors import Closed
from followups.models import Promise
from followups.models.promise import PromiseKind, PromiseState
from followups.promise_words import kind_of
from kit import clock
from kit.errors import Refused
from kit.events import Actor, facts_of, record

LONGEST_TEXT, LONGEST_REASON = 300, 500
FURTHEST = timedelta(days=5 * 366)
TERMS = ("text", "kind", "extra", "due_on", "told_on")
END = ("state", "closed_at", "ended_on", "reason")
KEPT = (PromiseState.EARLY, PromiseState.KEPT, PromiseState.LATE)


def held_promise(promise: Promise, revoked: bool = False) -> Promise:
    """The promise as it is now; its person is held, so nobody else changes it meanwhile."""
    person = hold_people([promise.customer_id])[promise.customer_id]
    row = Promise.objects.select_related("owner", "apology").get(pk=promise.pk)
    person.owner = row.owner
    row.customer = person
    if person.deleted_at:
        raise Closed(_("This person was taken off your list."))
    if row.revoked_at and not revoked:
        raise Closed(_("This was taken back since."))
    return row


def check_terms(
    person: Customer, text: str, due_on: date | None, told_on: date, due: date | None = None
) -> None:
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


def read_kind(kind: str, text: str) -> str:
    """The kind that was chosen, else the one that the words sound like."""
    if kind and kind not in PromiseKind.values:
        raise Refused(_("Choose what kind of promise this is."), field="kind")
    return kind or kind_of(text)


def read_extra(extra: str) -> str:
    extra = tidy_line(extra)
    if len(extra) > LONGEST_TEXT:
        raise Refused(_("At most %(most)d signs, please.") % {"most": LONGEST_TEXT}, field="extra")
    return extra


def refuse_closed(row: Promise) -> None:
    sentences = {
        PromiseState.EARLY: _("This is kept already."),
        PromiseState.KEPT: _("This is kept already."),
        PromiseState.LATE: _("This is kept already."),
        PromiseState.BROKEN: _("It was said that this cannot be kept."),
        PromiseState.RELEASED: _("They do not want this any more."),
    }
    if row.state != PromiseState.OPEN:
        raise Closed(sentences[PromiseState(row.state)])


def refuse_delivery(row: Promise) -> None:
    """The delivery of an order is changed with its order, so that the two never say different things."""
    if row.is_delivery:
        raise Closed(_("This is the delivery of an order. Change it there."), code="of_an_order")


def write_promise(promise: Promise, row: Promise, by: Actor, kind: str, values: dict) -> Promise:
    """Write values of a held row with their event, show them on the instance, and see whether an apology is owed."""
    before = facts_of(row, values)
    values = {**values, "version": row.version + 1, "updated_at": clock.now()}
    Promise.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
        setattr(promise, name, value)
    promise.event = record(
        kind, row, by=by, person=row.customer_id, before=before, after=facts_of(row, [*before, "version"])
    )
    mind_apology(row, by)
    promise.apology = row.apology
    return promise


def unchanged(promise: Promise, row: Promise) -> Promise:
    for name in (*TERMS, *END, "missed_on", "version", "revoked_at"):
        setattr(promise, name, getattr(row, name))
    promise.event = None
    return promise
