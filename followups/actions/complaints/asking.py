"""Tells the person that their words came in, and asks later whether all is well: by a letter with their own link."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from followups.actions.complaints.holding import AWAITS_THEM, drop_tasks, held, refuse_closed, write_step
from followups.actions.owed import Owed, owe, take_back_owed
from followups.complaint_defaults import ASKED, LETTERS, RECEIVED
from followups.complaint_page import link_to_complain
from followups.defaults import ALWAYS
from followups.errors import Closed
from followups.letters import language_of
from followups.models import Complaint, Rule
from followups.models.complaint import ComplaintState
from followups.occasions import of_complaint
from kit import clock
from kit.events import Actor
from kit.writing import write_moment

OF_USE = timedelta(days=7)
TOLD_OF_USE = timedelta(hours=24)
NEVER_TODAY = timedelta(days=3)  # nobody knows on which day a letter is read


def ensure_complaint_letters() -> None:
    """Add the letters of complaints that are missing; what somebody changed stays as it is."""
    known = set(Rule.objects.filter(owner=None).values_list("key", flat=True))
    fresh = [Rule(active_from=ALWAYS, **terms) for terms in LETTERS if terms["key"] not in known]
    Rule.objects.bulk_create(fresh, ignore_conflicts=True)


@transaction.atomic
def ask_whether_well(*, complaint: Complaint, by: Actor, version: int | None = None) -> Complaint:
    """Ask the person whether all is well now: a letter with a link, or a task where none can go.

    Raises Closed for one that is not put right yet. Twice in an hour is once.
    """
    row = held(complaint, version)
    refuse_closed(row)
    if row.state not in AWAITS_THEM:
        raise Closed(_("Put it right first, then ask."))
    now = clock.now()
    if row.asked_at and now - row.asked_at < timedelta(hours=1):
        complaint.event = None
        return complaint
    letter = Owed(
        rule=ASKED, occurrence=f"{of_complaint(row.pk)}:{row.version}", due_at=now, expires_at=now + OF_USE,
        context={"link": link_to_complain(row.customer), "remedy": row.remedy},
    )  # fmt: skip
    drop_tasks(row, by)
    owe(person=row.customer, by=by, owed=[letter])
    values = {"state": ComplaintState.ASKED, "asked_at": now, "ask_on": row.owner.today()}
    return write_step(complaint, row, by, "complaint.asked", values)


def ask_those_due(*, by: Actor) -> int:
    """Ask everybody whose day it is whether all is well now; return how many."""
    asked = 0
    for row in _to_be_asked():
        try:
            asked += ask_whether_well(complaint=row, by=by).event is not None
        except Closed:
            continue  # it went on meanwhile, or the person was taken off the list
    return asked


def tell_received(complaint: Complaint, by: Actor) -> None:
    """Tell somebody who wrote by a link that it came in, and until when they have an answer."""
    person, owner, now = complaint.customer, complaint.owner, clock.now()
    language = language_of(person, owner)
    with override(language):
        said = write_moment(
            complaint.answer_by, now=now - NEVER_TODAY, zone=person.zoneinfo, language=language
        )
    letter = Owed(
        rule=RECEIVED, occurrence=f"{of_complaint(complaint.pk)}:came", due_at=now,
        expires_at=now + TOLD_OF_USE, context={"link": link_to_complain(person), "until": said},
        awaited=True, else_task=False,
    )  # fmt: skip
    owe(person=person, by=by, owed=[letter])


def take_back_letters(complaint: Complaint, by: Actor) -> None:
    """Take back what waits to be asked or told, and what followed its end."""
    theirs = {"person": complaint.customer, "occurrence": of_complaint(complaint.pk)}
    reason = _("The complaint went on.")
    if take_back_owed(**theirs, by=by, reason=reason):
        take_back_owed(**theirs, by=by, reason=reason)  # and what had given way to them


def _to_be_asked() -> list[Complaint]:
    soonest = clock.now().date() + timedelta(days=1)  # wherever the day has begun already
    rows = Complaint.objects.open().filter(state=ComplaintState.PUT_RIGHT, ask_on__lte=soonest)
    rows = rows.filter(customer__deleted_at=None).select_related("customer", "owner")
    return [row for row in rows if row.ask_on <= row.owner.today()]
