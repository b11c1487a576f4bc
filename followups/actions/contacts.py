"""What a contact does to the things owed to that person: they are done with it, or count anew."""

from datetime import date

from django.db import transaction

from customers.models import Touch
from customers.models.touch import Direction
from followups import contacts, planning, wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.introductions import note_thanks_done, note_thanks_undone
from followups.actions.moved import move_to
from followups.actions.planned import Occasion, keep, plan
from followups.actions.retired import SEALED, Why, bring_back, retire
from followups.actions.stopping import resume_steps, stop_steps
from followups.kinds import Kind
from followups.models import Message, Rule, Task
from followups.models.rule import Anchor, Stop
from followups.models.task import TaskState
from followups.occasions import of_touch
from kit import clock
from kit.events import Actor, Change, record_many
from kit.writing import write_day


@transaction.atomic
def answer_contact(*, touch: Touch, by: Actor) -> None:
    """Close what a contact has done, restart the rhythm, and plan the answer to an inquiry."""
    person = hold_people([touch.customer_id])[touch.customer_id]
    on = touch.at.astimezone(person.owner.zoneinfo).date()
    outgoing = touch.direction == Direction.OUT
    done, silenced = [], []
    for row in _contact_rows(person):
        kind, offset = _terms(row, person)
        wanted = _wanted_day(row)
        if contacts.fulfils(kind, wanted, offset, on, outgoing):
            (silenced if isinstance(row, Message) else done).append(row)
        elif _counts_anew(row) and (later := contacts.restarts(kind, wanted, offset, on)):
            paced = {"paced_from": None} if row.context.get("paced_from") else {}
            move_to(row, later, person, by, moved_from=_first_day(row).isoformat(), **paced)
    _close(done, touch, on, by)
    sentence = wording.reason("in_touch", person.owner.language, day=_day(on, person.owner))
    retire(silenced, Why("in_touch", sentence, superseded_by=touch.pk), by)
    if not outgoing:
        stop_steps(person, Stop.REPLIED, by, cause=touch.pk)
    if touch.inquiry and not outgoing:
        keep(plan(person, _answers(person, touch), clock.now()), by)
    tell_next_due([person])


@transaction.atomic
def forget_contact(*, touch: Touch, by: Actor) -> None:
    """Undo what a contact did to the things owed: they are open again, on their former day."""
    person = hold_people([touch.customer_id])[touch.customer_id]
    theirs = {"customer": person}
    _reopen(Task.objects.filter(**theirs, state=TaskState.DONE, context__done_by=str(touch.pk)), by)
    silenced = Message.objects.filter(**theirs, state="cancelled", context__superseded_by=str(touch.pk))
    silenced = silenced.filter(context__why="in_touch")
    bring_back(list(silenced), by)
    resume_steps(person, Stop.REPLIED, touch.pk, by)
    answers = Task.objects.open().filter(**theirs, occurrence=of_touch(touch.pk))
    retire(list(answers), Why("contact_taken_back", ""), by)
    _move_back(person, by)
    tell_next_due([person])


def _contact_rows(person) -> list[Message | Task]:
    """What a contact may do: open tasks, and waiting letters that ask how things are."""
    letters = Message.objects.waiting().filter(customer=person, rule__kind__in=contacts.ASKING)
    tasks = Task.objects.open().filter(customer=person)
    return [*letters.select_related("rule"), *tasks.select_related("rule")]


def _terms(row: Message | Task, person) -> tuple[str, int]:
    kind = row.rule.kind if isinstance(row, Message) else row.kind
    return kind, planning.offset_of(row.rule, person.warmth == "cold") if row.rule else 0


def _counts_anew(row: Message | Task) -> bool:
    """Say whether a contact moves a row that it does not do: some steps count from elsewhere."""
    return row.rule is None or row.rule.anchor in (Anchor.DELIVERY, Anchor.LAST_CONTACT)


def _answers(person, touch: Touch) -> list[Occasion]:
    rules = Rule.objects.of(person.owner_id).filter(anchor=Anchor.INQUIRY, kind=Kind.ANSWER, offset_days=0)
    asked = {"asked": touch.note[:200]} if touch.note else {}
    return [Occasion(rule, of_touch(touch.pk), person.owner.today(), asked) for rule in rules]


def _close(tasks: list[Task], touch: Touch, on: date, by: Actor) -> None:
    now, changes = clock.now(), []
    for task in tasks:
        sentence = wording.reason("in_touch_done", task.owner.language, day=_day(on, task.owner))
        context = {**task.context, "done_by": str(touch.pk)}
        values = {"state": TaskState.DONE, "closed_at": now, "reason": sentence, "context": context}
        if Task.objects.open().filter(pk=task.pk).update(**values, updated_at=now):
            after = {"state": TaskState.DONE, "by_contact": str(touch.pk)}
            note_thanks_done([task], now)
            changes.append(Change("task.fulfilled", task, person=task.customer_id, after=after))
    record_many(changes, by=by)


def _reopen(tasks, by: Actor) -> None:
    now, changes = clock.now(), []
    for task in tasks.filter(expires_at__gt=now) | tasks.filter(expires_at=None):
        if SEALED in task.context:
            continue
        task.context.pop("done_by")
        note_thanks_undone([task], task.closed_at)
        values = {"state": TaskState.OPEN, "closed_at": None, "reason": "", "context": task.context}
        Task.objects.filter(pk=task.pk).update(**values, updated_at=now)
        changes.append(Change("task.reopened", task, person=task.customer_id))
    record_many(changes, by=by)


def _move_back(person, by: Actor) -> None:
    """Let what contacts had moved count from the latest one that stands, else from its first day."""
    for row in _contact_rows(person):
        if row.context.get("moved_from"):
            first = _first_day(row)
            later = _restarted(row, first, person)
            move_to(row, later or first, person, by, moved_from=later and first.isoformat())


def _restarted(row: Message | Task, first: date, person) -> date | None:
    """Return the day that the contacts since a row was planned move it to."""
    since = person.touches.standing().filter(created_at__gte=row.created_at).order_by("-at").first()
    if since is None:
        return None
    kind, offset = _terms(row, person)
    return contacts.restarts(kind, first, offset, since.at.astimezone(person.owner.zoneinfo).date())


def _first_day(row: Message | Task) -> date:
    """The day that was planned, before contacts moved it."""
    moved_from = row.context.get("moved_from")
    return date.fromisoformat(moved_from) if moved_from else row.local_date


def _wanted_day(row: Message | Task) -> date:
    """The day that is meant; where it had to wait for room on the list, the one before that."""
    paced_from = row.context.get("paced_from")
    return date.fromisoformat(paced_from) if paced_from else row.local_date


def _day(day: date, owner) -> str:
    return write_day(day, today=owner.today(), language=owner.language)
