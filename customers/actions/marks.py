"""Marks on a person that ask for restraint: grief, rest, and how often they wish to be touched."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions.rows import lock_person, save_fields
from customers.announcements import spared
from customers.errors import CustomerError, PersonGone
from customers.models import Customer
from customers.models.customer import NotesFormat
from kit import clock
from kit.events import Actor, facts_of, record

REST_DAYS = 120
LONGEST_DAYS = 2 * 365
MOST_TOUCHES = 7  # a week: one a day


@transaction.atomic
def mark_grief(*, person: Customer, by: Actor, until: date) -> Customer:
    """Spare somebody everything but thanks and answers, up to and with a day.

    Raises CustomerError for a day that has gone by, or is more than two years away.
    """
    row = _row(person)
    return _note(row, person, by, "customer.grieving", grieving_until=_end(row, until))


@transaction.atomic
def end_grief(*, person: Customer, by: Actor) -> Customer:
    """End the mark of grief before its day. Twice is once."""
    return _note(_row(person), person, by, "customer.grief_ended", grieving_until=None)


@transaction.atomic
def let_rest(*, person: Customer, by: Actor, until: date | None = None) -> Customer:
    """Note that somebody is not interested and leave them in peace, 120 days unless told otherwise.

    Raises CustomerError as `mark_grief` does.
    """
    row = _row(person)
    today = row.owner.today()
    until = _end(row, until or today + timedelta(days=REST_DAYS))
    return _note(row, person, by, "customer.resting", resting_until=until, refused_on=today)


@transaction.atomic
def wake(*, person: Customer, by: Actor) -> Customer:
    """End the rest of somebody before its day; that they said no no longer counts. Twice is once."""
    return _note(_row(person), person, by, "customer.woken", resting_until=None, refused_on=None)


@transaction.atomic
def wish_for_touches(*, person: Customer, by: Actor, a_week: int | None, source: str = "") -> Customer:
    """Note how often a week somebody wishes to be touched at most; None is as usual, 0 not at all.

    `source` says how the wish became known. Raises CustomerError for a number out of bounds.
    """
    if a_week is not None and not 0 <= a_week <= MOST_TOUCHES:
        said = _("From 0 to %(most)d a week.") % {"most": MOST_TOUCHES}
        raise CustomerError(said, field="touches_a_week")
    return _note(_row(person), person, by, "customer.touches_wished", source, touches_a_week=a_week)


@transaction.atomic
def wish_for_notes(*, person: Customer, by: Actor, format: str) -> Customer:
    """Note in what form somebody wants the notes of a meeting. Raises CustomerError for an unknown one."""
    if format and format not in NotesFormat.values:
        raise CustomerError(_("Choose one of the forms, please."), field="notes_format")
    return _note(_row(person), person, by, "customer.notes_wished", notes_format=format)


@transaction.atomic
def restore_marks(*, person: Customer, by: Actor, values: dict) -> Customer:
    """Put marks back as they were, for Undo; what has ended meanwhile stays ended."""
    return _note(_row(person), person, by, "customer.marks_restored", **values)


def _row(person: Customer) -> Customer:
    row = lock_person(person)
    if row.deleted_at:
        raise PersonGone(_("This person was deleted."))
    return row


def _end(row: Customer, until: date) -> date:
    today = row.owner.today()
    if until < today:
        raise CustomerError(_("That day has gone by. Choose one from today on."), field="until")
    if until > today + timedelta(days=LONGEST_DAYS):
        raise CustomerError(_("Choose a day within two years."), field="until")
    return until


def _note(row: Customer, person: Customer, by: Actor, kind: str, source: str = "", **values) -> Customer:
    """Write marks where they differ, tell it, and let others spare the person or no longer."""
    before = facts_of(row, values)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    save_fields(row, {**values, "updated_at": clock.now()}, person)
    after = {**facts_of(row, values), **({"reason": source} if source else {})}
    record(kind, row, by=by, person=row, before=before, after=after)
    spared.send(sender=Customer, person=row, by=by)
    return row
