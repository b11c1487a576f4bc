"""One appointment held, changed and recorded: what every verb that changes one does alike."""

from django.utils.translation import gettext as _

from appointments.errors import Settled
from appointments.models import Appointment, Guest
from appointments.models.appointment import Side
from customers.models import Customer
from kit import clock
from kit.events import Actor, facts_of, record

TIMES = ("starts_at", "ends_at", "blocked_from", "blocked_until")
CHANGED_FACTS = (
    "state", *TIMES, "held_until", "confirmed_at", "arrived_at", "finished_at", "closed_by", "reason", "address",
    "moved_by_us", "moved_by_them", "late_minutes", "late_said_at", "late_side", "reminded_at",
)  # fmt: skip


def hold_row(appointment: Appointment) -> Appointment:
    """The row as it is now, held until the transaction ends."""
    return (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("owner", "kind")
        .get(pk=appointment.pk)
    )


def hold_guests(*rows: Appointment) -> None:
    """Hold everybody of held appointments, in the order of ids as everywhere, until the transaction ends."""
    theirs = Guest.objects.filter(appointment__in=[row.pk for row in rows]).order_by()
    people = Customer.objects.select_for_update().filter(pk__in=theirs.values("customer_id"))
    list(people.order_by("pk").values_list("pk"))


def refuse_unless(row: Appointment, states, side: str = Side.US) -> None:
    """What is settled stays so; for guests, so does what is over, whatever it is called."""
    if side == Side.THEM and row.ends_at <= clock.now():
        raise Settled(_("This appointment is over."), code="over")
    if row.state not in states:
        said = _("This appointment is closed: %(state)s.") % {"state": row.get_state_display()}
        raise Settled(said)


def change_row(
    appointment: Appointment, row: Appointment, by: Actor, kind: str, values: dict, side: str = ""
) -> Appointment:
    """Write values with the next version and sequence, record them, and show them on the instance.

    Its people are held from here on: what is told to them follows.
    """
    hold_guests(row)
    before = facts_of(row, CHANGED_FACTS)
    if side == Side.US and row.asked_at and not row.answered_at:
        values["answered_at"] = clock.now()
    values = {**values, "version": row.version + 1, "sequence": row.sequence + 1, "updated_at": clock.now()}
    Appointment.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
        setattr(appointment, name, value)
    after = {**facts_of(row, CHANGED_FACTS), "version": row.version, "side": str(side)}
    guest = row.guests.values_list("customer_id", flat=True).first()
    appointment.event = record(kind, row, by=by, person=guest, before=before, after=after)
    return appointment


def unchanged(appointment: Appointment) -> Appointment:
    appointment.refresh_from_db()
    appointment.event = None
    return appointment
