"""What the ledger of the team counts of appointments: those that were due, and those that were kept."""

from collections.abc import Sequence

from django.db.models import Count, Max
from django.db.models.functions import Coalesce, Least

from appointments.models import Appointment
from appointments.models.appointment import State
from team.counting import Tally, month_in
from team.models import Company

MET_AT = Least("starts_at", Coalesce("finished_at", "starts_at"))  # some meet earlier than was planned


def count_appointments(company: Company, people: Sequence[int], tally: Tally) -> None:
    """Count appointments of some people by the month in which they were to begin; one kept is a day of activity."""
    over = Appointment.objects.filter(owner__in=people, state__in=(State.FINISHED, State.MISSED)).order_by()
    rows = over.values_list("owner", month_in(company, "starts_at"), "state")
    for owner, first, state, number, last in rows.annotate(number=Count("pk"), last=Max(MET_AT)):
        tally.happen(owner, first, "due", number)
        if state == State.FINISHED:
            tally.happen(owner, first, "kept", number)
            tally.active_on(owner, last.astimezone(company.zoneinfo).date())
