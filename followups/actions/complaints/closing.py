"""The end of a complaint: by the person's own word, and what is not the end yet."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from followups.actions.complaints.asking import take_back_letters
from followups.actions.complaints.holding import (
    ATTENDED,
    AWAITS_THEM,
    drop_tasks,
    held,
    plan_answer,
    read_wish,
    refuse_closed,
    unchanged,
    waits_again,
    write_step,
)
from followups.actions.complaints.opening import STOP
from followups.actions.facts import tell_next_due
from followups.actions.owed import owe_again_to_many
from followups.actions.promises import take_back_promise
from followups.actions.rhythms import ACTIONS, plan_for
from followups.actions.stopping import resume_steps, stop_steps
from followups.errors import Closed
from followups.models import Complaint, ComplaintWord, Rule
from followups.models.complaint import ComplaintOrigin, ComplaintState, Outcome
from followups.models.rule import Anchor
from followups.occasions import of_complaint
from kit import clock
from kit.errors import Refused
from kit.events import Actor, last_event_of


@transaction.atomic
def close_complaint(
    *,
    complaint: Complaint,
    by: Actor,
    outcome: str = Outcome.WELL,
    words: str = "",
    by_customer: bool = False,
    version: int | None = None,
) -> Complaint:
    """Close a complaint by the person's own word: all is well, they are not content, or they let it be.

    On their own page a press is enough; by hand their words must stand there. Twice is once.
    """
    row = held(complaint, version)
    said = read_wish(words, "words")
    if outcome not in Outcome.values:
        raise Refused(_("Choose how it ended, please."), field="outcome")
    if row.closed_at:
        if row.outcome == outcome:
            return unchanged(complaint, row)
        raise Closed(_("This complaint is closed. Open it again first."))
    if not said and not by_customer:
        raise Refused(_("Only their own word closes it: write down what they said, please."), field="words")
    values = {"state": ComplaintState.CLOSED, "closed_at": clock.now(), "outcome": outcome}
    write_step(
        complaint,
        row,
        by,
        "complaint.closed",
        {**values, "closing_words": said},
        {"by_customer": by_customer},
    )
    drop_tasks(row, by)
    take_back_letters(row, by)
    _plan_what_follows(row, by)
    return complaint


@transaction.atomic
def say_not_yet(
    *, complaint: Complaint, by: Actor, words: str = "", by_customer: bool = False, version: int | None = None
) -> Complaint:
    """Note that it is not put right yet, in their words if there are any: it waits for an answer again."""
    row = held(complaint, version)
    said = read_wish(words, "words")
    refuse_closed(row)
    values = waits_again(row) if row.state in AWAITS_THEM else {}
    if not values and not said:
        return unchanged(complaint, row)
    told = _word(row, said, by_customer)
    write_step(complaint, row, by, "complaint.not_yet", values, told)
    take_back_letters(row, by)
    plan_answer(row, by)
    return complaint


@transaction.atomic
def reopen_complaint(
    *, complaint: Complaint, by: Actor, words: str = "", by_customer: bool = False
) -> Complaint:
    """Open a closed complaint again; an answer is due anew. Raises Closed where another one is open."""
    row = held(complaint)
    said = read_wish(words, "words")
    if not row.closed_at:
        return unchanged(complaint, row)
    _refuse_second(row)
    ended = {"closed_at": None, "outcome": "", "closing_words": ""}
    told = _word(row, said, by_customer)
    write_step(complaint, row, by, "complaint.reopened", {**waits_again(row), **ended}, told)
    take_back_letters(row, by)
    _stop_again(row, by)
    return complaint


@transaction.atomic
def take_back_complaint(*, complaint: Complaint, by: Actor) -> Complaint:
    """Note that it was written down by mistake: what had stopped for it goes on. Twice is once.

    Raises Closed for what the person wrote themself: that ends by their own word.
    """
    if complaint.revoked_at:
        complaint.event = None
        return complaint
    row = held(complaint)
    refuse_closed(row)
    if _is_theirs(row):
        raise Closed(_("They wrote this themselves: it is no mistake. It ends by their own word."))
    if row.promise_id and row.promise.closed_at is None:
        take_back_promise(promise=row.promise, by=by)
    drop_tasks(row, by)
    take_back_letters(row, by)
    write_step(complaint, row, by, "complaint.taken_back", {"revoked_at": clock.now()})
    resume_steps(row.customer, STOP, row.pk, by)
    tell_next_due([row.customer])
    return complaint


@transaction.atomic
def put_back_complaint(*, complaint: Complaint, by: Actor, before: dict) -> Complaint:
    """Undo a verb: what it changed is as before (`before`, as the event has it). Raises Closed where another is open."""
    row = held(complaint)
    if row.closed_at and before.get("closed_at", "") is None:
        _refuse_second(row)
    write_step(
        complaint, row, by, "complaint.put_back", {name: _read(name, value) for name, value in before.items()}
    )
    if row.closed_at:
        drop_tasks(row, by)
    elif row.state in ATTENDED:
        _stop_again(row, by)
    else:
        drop_tasks(row, by)
    if row.state != ComplaintState.ASKED:
        take_back_letters(row, by)
    return complaint


@transaction.atomic
def bring_back_complaint(*, complaint: Complaint, by: Actor) -> Complaint:
    """Undo taking back. Raises Closed where another one was opened since."""
    row = held(complaint, revoked=True)
    if not row.revoked_at:
        return unchanged(complaint, row)
    _refuse_second(row)
    write_step(complaint, row, by, "complaint.put_back", {"revoked_at": None})
    _stop_again(row, by)
    return complaint


@transaction.atomic
def take_back_word(*, complaint: Complaint, by: Actor, word: str, before: dict) -> Complaint:
    """Undo adding words by hand."""
    put_back_complaint(complaint=complaint, by=by, before=before)
    ComplaintWord.objects.filter(pk=word, complaint=complaint).delete()
    return complaint


def _word(row: Complaint, said: str, by_customer: bool) -> dict:
    """Keep words that were said and return what the event tells of them."""
    if not said:
        return {"by_customer": by_customer}
    word = ComplaintWord(complaint=row, said_at=clock.now(), by_customer=by_customer, text=said)
    word.save(force_insert=True)
    return {"by_customer": by_customer, "text": said, "word": str(word.pk)}


def _is_theirs(row: Complaint) -> bool:
    """Whoever wrote it by a link, or answered a survey low; what was written down by hand is not."""
    if row.origin == ComplaintOrigin.HAND:
        return False
    opened = last_event_of(row, "complaint.opened")
    return row.origin == ComplaintOrigin.LINK or bool(opened and opened.actor_id is None)


def _stop_again(row: Complaint, by: Actor) -> None:
    if row.state in ATTENDED:
        plan_answer(row, by)
    stop_steps(row.customer, STOP, by, cause=row.pk)
    tell_next_due([row.customer])


def _plan_what_follows(row: Complaint, by: Actor) -> None:
    """Plan what a playbook asks for after the end of a complaint; what was taken back of the same day comes back."""
    rules = Rule.objects.of(row.owner_id).filter(anchor=Anchor.COMPLAINT_CLOSED, action__in=ACTIONS)
    person = row.customer
    person.owner = row.owner
    plan_for(person, list(rules.select_related("playbook")), by)
    today = row.closed_at.astimezone(row.owner.zoneinfo).date()
    owe_again_to_many(people=[person.pk], by=by, occurrence=of_complaint(row.pk, today))
    tell_next_due([person])


def _refuse_second(row: Complaint) -> None:
    if row.customer.complaints.open().exclude(pk=row.pk).exists():
        raise Closed(_("Another complaint of theirs is open."))


def _read(name: str, value):
    """A fact of an event as its column holds it."""
    field = next(one for one in Complaint._meta.concrete_fields if name in (one.name, one.attname))
    if isinstance(value, str) and field.get_internal_type() == "DateTimeField":
        return datetime.fromisoformat(value)
    if isinstance(value, str) and name.endswith("_id"):
        return UUID(value)
    return field.to_python(value)
