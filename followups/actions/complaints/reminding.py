"""Shows an open complaint on the list again that stands there no more: it goes only with a step, never with a tick."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from followups.actions.complaints.holding import ATTENDED, held, plan_answer
from followups.errors import Closed
from followups.models import Complaint, Task
from followups.models.complaint import ComplaintState
from followups.models.kinds import TaskKind
from kit import clock
from kit.events import Actor
from team.actions.hours import days_off_of, hours_of
from team.office_hours import USUAL_HOURS, working_day

NO_WORD = timedelta(days=7)  # after which the distributor asks whom a letter has asked in vain


def show_again(*, by: Actor) -> int:
    """Put open complaints on today's list that stood there on a working day before; return how many.

    Those that were asked whether all is well, and said nothing for a week, are asked about in person.
    """
    shown = 0
    for row in _unlisted():
        if _is_due(row):
            shown += _show(row, by)
    return shown


@transaction.atomic
def _show(complaint: Complaint, by: Actor) -> bool:
    """Look again once the person is held."""
    try:
        row = held(complaint, complaint.version)
    except Closed:
        return False  # it went on meanwhile
    with override(row.owner.language or None):
        title = _("Ask them yourself whether all is well now") if row.state == ComplaintState.ASKED else ""
    return plan_answer(row, by, title)


def _is_due(row: Complaint) -> bool:
    owner, today = row.owner, row.owner.today()
    if row.gone_at and _wait_until(row, row.gone_at.astimezone(owner.zoneinfo).date()) > today:
        return False
    return working_day(today, hours_of(owner) or USUAL_HOURS, days_off_of(owner)) == today


def _wait_until(row: Complaint, gone_on: date) -> date:
    return gone_on + (NO_WORD if row.state == ComplaintState.ASKED else timedelta(days=1))


def _unlisted() -> QuerySet:
    """Open complaints for which there is something to do and nothing on the list, with when it went as `gone_at`."""
    theirs = Task.objects.filter(customer=OuterRef("customer"), kind=TaskKind.COMPLAINT)
    silent = Q(state=ComplaintState.ASKED, asked_at__lte=clock.now() - NO_WORD)
    rows = Complaint.objects.open().filter(Q(state__in=ATTENDED) | silent, ~Exists(theirs.open()))
    rows = rows.filter(customer__deleted_at=None, owner__is_active=True)
    last = theirs.filter(closed_at__isnull=False).order_by("-closed_at").values("closed_at")[:1]
    rows = rows.annotate(gone_at=Subquery(last)).order_by("answer_by", "pk")
    return rows.select_related("customer", "owner").prefetch_related("owner__office_hours", "owner__days_off")
