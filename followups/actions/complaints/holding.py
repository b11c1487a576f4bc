"""What the verbs of a complaint share: the row held with its person, what they refuse, how they write."""

from datetime import datetime, time, timedelta

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from customers.models import Customer
from customers.tidying import tidy_text
from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.planned import desk_of, record_planned, task_for
from followups.actions.retired import Why, retire
from followups.errors import Closed, ComplaintChanged
from followups.models import Complaint, Task
from followups.models.complaint import ComplaintState
from followups.models.kinds import TaskKind
from followups.occasions import of_complaint
from followups.planning import Due
from kit import clock
from kit.errors import Refused
from kit.events import Actor, facts_of, record
from team.actions.hours import days_off_of, hours_of
from team.models import Distributor
from team.office_hours import after_open_time
from team.wall_time import first_instant_at

LONGEST_TEXT, LONGEST_WISH = 5000, 2000
ATTENDED = (ComplaintState.OPEN, ComplaintState.ANSWERED)  # something is to be done by the distributor
AWAITS_THEM = (ComplaintState.PUT_RIGHT, ComplaintState.ASKED)
TASK_GONE = "complaint_moved"  # why its task went: a step was made, or it came to its end


def hold_person(customer: Customer) -> Customer:
    """The person's row, held until the end of the transaction. Raises Closed for one taken off the list."""
    person = hold_people([customer.pk])[customer.pk]
    if person.deleted_at:
        raise Closed(_("This person was taken off your list."))
    return person


def held(complaint: Complaint, version: int | None = None, revoked: bool = False) -> Complaint:
    """The complaint as it is now; its person is held, so nobody else changes it meanwhile.

    Raises Closed for one that was taken back, ComplaintChanged where it is not of `version` any more.
    """
    person = hold_person(complaint.customer)
    row = Complaint.objects.select_related("owner", "promise").get(pk=complaint.pk)
    row.customer = person
    if row.revoked_at and not revoked:
        raise Closed(_("This was taken back since."))
    if version is not None and version != row.version:
        raise ComplaintChanged(_("Changed in the meantime, in another window. Nothing is lost."))
    return row


def refuse_closed(row: Complaint) -> None:
    if row.closed_at:
        raise Closed(_("This complaint is closed. Open it again first."))


def read_words(text: str, field: str = "text", most: int = LONGEST_TEXT) -> str:
    """Return words as they are kept. Raises Refused at the field for none, or too many."""
    words = read_wish(text, field, most)
    if not words:
        raise Refused(_("Write down what happened, please."), field=field)
    return words


def read_wish(text: str, field: str = "wish", most: int = LONGEST_WISH) -> str:
    """Return words that may be none as they are kept. Raises Refused at the field for too many."""
    words = tidy_text(text)
    if len(words) > most:
        said = _("At most %(most)d signs, please; these are %(n)d.")
        raise Refused(said % {"most": most, "n": len(words)}, field=field)
    return words


def answer_by(owner: Distributor, now: datetime) -> datetime:
    """When the office hours are over in which the distributor answers."""
    span = timedelta(hours=owner.answer_hours)
    return after_open_time(now, span, owner.zoneinfo, hours_of(owner), days_off_of(owner))


def waits_again(row: Complaint) -> dict:
    """What a complaint is that was thought to be put right, and is not."""
    values = {"state": ComplaintState.OPEN, "answer_by": answer_by(row.owner, clock.now())}
    return {**values, "ask_on": None, "asked_at": None}


def write_step(
    complaint: Complaint, row: Complaint, by: Actor, kind: str, values: dict, told: dict | None = None
) -> Complaint:
    """Save values, show them on both instances and record the event; `told` is what else it tells."""
    before = facts_of(row, values)
    values = {**values, "version": row.version + 1, "updated_at": clock.now()}
    Complaint.objects.filter(pk=row.pk).update(**values)
    for one in (row, complaint):
        vars(one).update(values)
    after = {**facts_of(row, [*before, "version"]), **(told or {})}
    complaint.event = record(kind, row, by=by, person=row.customer_id, before=before, after=after)
    return complaint


def unchanged(complaint: Complaint, row: Complaint) -> Complaint:
    for field in Complaint._meta.concrete_fields:
        setattr(complaint, field.attname, getattr(row, field.attname))
    complaint.event = None
    return complaint


def plan_answer(row: Complaint, by: Actor, title: str = "") -> bool:
    """Put the complaint on today's list, where it does not stand there already; its person is held."""
    person, owner = row.customer, row.owner
    if tasks_of(row):
        return False
    today = owner.today()
    due = Due(today, time(), first_instant_at(today, time(), desk_of(owner).zone), None)
    words = wording.script(TaskKind.COMPLAINT, "", False, owner.language)
    context = {
        "complaint": str(row.pk), "page": row.get_absolute_url(), "opened_at": row.opened_at.isoformat(),
        "said": Truncator(row.text).chars(160),
    }  # fmt: skip
    occurrence = f"{of_complaint(row.pk)}:ask" if title else ""  # goes with the letters that asked before
    task = task_for(
        person, None, due, occurrence=occurrence, kind=TaskKind.COMPLAINT, title=title, script=words, context=context
    )  # fmt: skip
    task.save(force_insert=True)
    record_planned([task], by)
    tell_next_due([person])
    return True


def tasks_of(row: Complaint) -> list[Task]:
    """What stands on the list for a complaint."""
    theirs = Task.objects.open().filter(customer=row.customer_id, kind=TaskKind.COMPLAINT)
    return list(theirs.select_related("rule"))


def drop_tasks(row: Complaint, by: Actor) -> None:
    """Take a complaint off the list: there is nothing to do for it now."""
    if tasks := tasks_of(row):
        retire(tasks, Why(TASK_GONE, wording.reason(TASK_GONE, row.owner.language)), by)
        tell_next_due([row.customer])
