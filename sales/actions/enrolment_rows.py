"""The row of an enrolment: held, written one version on, told of."""

from django.utils.translation import gettext as _

from customers.actions.rows import lock_person
from kit import clock
from kit.events import Actor, facts_of, record
from sales.errors import EnrolmentRefused
from sales.models import Enrolment
from sales.models.enrolment import EnrolmentState

OPEN = (EnrolmentState.BEGUN, EnrolmentState.DONE)


def refuse_other(row: Enrolment) -> None:
    """Raise EnrolmentRefused where another enrolment of the same person stands."""
    others = Enrolment.objects.filter(owner=row.owner_id, customer=row.customer_id, state__in=OPEN)
    if row.customer_id and others.exclude(pk=row.pk).exists():
        raise EnrolmentRefused(_("There is a newer enrolment of theirs."), code="newer")


def hold(enrolment: Enrolment) -> Enrolment:
    """Return the row as it is now, held, the person before it."""
    if enrolment.customer_id:
        lock_person(enrolment.customer)
    rows = Enrolment.objects.select_for_update(of=("self",))
    return rows.select_related("owner__company", "customer__owner", "distributor", "invitation").get(
        pk=enrolment.pk
    )


def write(row: Enrolment, **values) -> None:
    """Write these fields alone, one version on."""
    values = {**values, "version": row.version + 1, "updated_at": clock.now()}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def change_row(row: Enrolment, by: Actor, kind: str, told: dict, **values) -> None:
    """Write fields, with the event of it."""
    before = facts_of(row, ("state",))
    write(row, **values)
    row.event = record(
        kind, row, by=by, person=row.customer_id, before=before, after={"state": row.state, **told}
    )


def unchanged(enrolment: Enrolment, row: Enrolment, event=None) -> Enrolment:
    """Show on the caller's instance how the row stands."""
    enrolment.refresh_from_db()
    enrolment.event = event
    return enrolment


def settled(row: Enrolment) -> EnrolmentRefused:
    said = {
        EnrolmentState.BEGUN: _("This enrolment is open."),
        EnrolmentState.DONE: _("This enrolment is done."),
        EnrolmentState.CANCELLED: _("This enrolment was taken back."),
        EnrolmentState.DROPPED: _("This enrolment was not gone on with."),
    }
    return EnrolmentRefused(said[EnrolmentState(row.state)], code="settled")
