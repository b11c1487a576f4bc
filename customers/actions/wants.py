"""What people say they want, in their words."""

from uuid import UUID

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from customers.actions.rows import lock_person, refuse_misfits, save_fields
from customers.errors import CustomerError, PersonGone
from customers.models import Customer, Want
from customers.models.want import Origin
from customers.tidying import tidy_line
from kit import clock
from kit.events import Actor, facts_of, record

LONGEST = 300
WANT_FACTS = ("text", "origin")


@transaction.atomic
def note_want(
    *, customer: Customer, by: Actor, text: str, origin: str = Origin.HAND, origin_id: UUID | None = None
) -> Want:
    """Keep what somebody said they want. The same words of the same origin twice are one.

    What was said elsewhere is cut to what a line holds; by hand that raises CustomerError, as no words do.
    """
    person = _person(customer)
    words = tidy_line(text)
    if not words:
        raise CustomerError(_("Write something first, please."), field="text")
    if origin != Origin.HAND:
        words = Truncator(words).chars(LONGEST)
    same = person.wants.unmet().filter(text=words, origin=origin, origin_id=origin_id)
    if standing := same.first():
        standing.event = None
        return standing
    want = Want(owner_id=person.owner_id, customer=customer, text=words, origin=origin, origin_id=origin_id)
    refuse_misfits(want, ["text", "origin"])
    want.save(force_insert=True)
    want.event = record("want.noted", want, by=by, person=person, after=facts_of(want, WANT_FACTS))
    return want


@transaction.atomic
def drop_want(*, want: Want, by: Actor) -> Want:
    """Take a want off the list: it was never said, or holds no more. Twice is once."""
    row = _row(want)
    if row.revoked_at:
        return _unchanged(want, row)
    return _write(want, row, by, "want.dropped", revoked_at=clock.now())


@transaction.atomic
def restore_want(*, want: Want, by: Actor) -> Want:
    """Bring a want back that was taken off the list. Twice is once."""
    row = _row(want)
    if row.revoked_at is None:
        return _unchanged(want, row)
    return _write(want, row, by, "want.restored", revoked_at=None)


@transaction.atomic
def meet_want(*, want: Want, by: Actor) -> Want:
    """Note that somebody has what they wanted. Twice is once. Raises PersonGone for what was taken back."""
    row = _row(want)
    if row.revoked_at:
        raise PersonGone(_("That is no longer there."))
    if row.met_at:
        return _unchanged(want, row)
    return _write(want, row, by, "want.met", met_at=clock.now())


@transaction.atomic
def reopen_want(*, want: Want, by: Actor) -> Want:
    """Note that somebody still wants it after all. Twice is once."""
    row = _row(want)
    if row.met_at is None:
        return _unchanged(want, row)
    return _write(want, row, by, "want.reopened", met_at=None)


def _person(customer: Customer) -> Customer:
    row = lock_person(customer)
    if row.deleted_at:
        raise PersonGone(_("This person was deleted."))
    return row


def _row(want: Want) -> Want:
    """The want as it is now; its person is held."""
    _person(want.customer)
    return Want.objects.get(pk=want.pk)


def _write(want: Want, row: Want, by: Actor, kind: str, **values) -> Want:
    save_fields(row, {**values, "updated_at": clock.now()}, want)
    want.event = record(kind, row, by=by, person=row.customer_id, after=facts_of(row, WANT_FACTS))
    return want


def _unchanged(want: Want, row: Want) -> Want:
    want.revoked_at, want.met_at, want.event = row.revoked_at, row.met_at, None
    return want
