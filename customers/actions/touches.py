"""Contacts in either direction, and notes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from customers.actions.evidence import add_evidence, revoke_evidence
from customers.actions.facts import note_contact
from customers.actions.rows import lock_person, refuse_misfits, save_fields
from customers.announcements import contact_taken_back, contacted
from customers.errors import CustomerError
from customers.ladder import PROSPECT_KINDS, Kind
from customers.models import Customer, Note, Touch
from customers.models.touch import Direction
from customers.tidying import tidy_text
from kit import clock
from kit.events import Actor, facts_of, record

TOUCH_FACTS = ("kind", "direction", "at", "note", "inquiry")
CLOCKS_DIFFER = timedelta(minutes=5)


@transaction.atomic
def log_touch(
    *,
    person: Customer,
    by: Actor,
    kind: str,
    direction: str = Direction.OUT,
    at: datetime | None = None,
    note: str = "",
    inquiry: bool = False,
) -> Touch:
    """Log a contact, with the evidence it is. `at` is an aware moment, now if None.

    Raises CustomerError for an unknown kind or direction, or a moment still to come.
    """
    row = lock_person(person)
    touch = Touch(
        owner_id=row.owner_id, customer=person, kind=kind, direction=direction,
        at=_past(at), note=tidy_text(note), inquiry=inquiry,
    )  # fmt: skip
    refuse_misfits(touch, ["kind", "direction", "note"])
    touch.save(force_insert=True)
    record("touch.logged", touch, by=by, person=person, after=facts_of(touch, TOUCH_FACTS))
    _let_count(touch, row, by)
    return touch


@transaction.atomic
def revoke_touch(*, touch: Touch, by: Actor, reason: str = "") -> Touch:
    """Take a touch back with all evidence that rests on it. Twice is once."""
    person = touch.customer
    lock_person(person)
    touch.refresh_from_db(fields=["revoked_at"])
    if touch.revoked_at:
        return touch
    now = clock.now()
    save_fields(touch, {"revoked_at": now, "updated_at": now})
    record(
        "touch.revoked", touch, by=by, person=person,
        before=facts_of(touch, TOUCH_FACTS), after={"reason": reason},
    )  # fmt: skip
    for evidence in _evidence_in(touch):
        revoke_evidence(person=person, by=by, kind=evidence, source=touch.pk, reason=reason)
    last = person.touches.standing().aggregate(at=Max("at"))["at"]
    note_contact(person=person, at=last)
    contact_taken_back.send(sender=Touch, touch=touch, by=by)
    return touch


@transaction.atomic
def restore_touch(*, touch: Touch, by: Actor) -> Touch:
    """Let a touch that was taken back count again, with the evidence it is. Twice is once."""
    person = touch.customer
    row = lock_person(person)
    touch.refresh_from_db(fields=["revoked_at"])
    if touch.revoked_at is None:
        return touch
    save_fields(touch, {"revoked_at": None, "updated_at": clock.now()})
    record("touch.restored", touch, by=by, person=person, after=facts_of(touch, TOUCH_FACTS))
    _let_count(touch, row, by)
    return touch


@transaction.atomic
def add_note(*, person: Customer, by: Actor, text: str, at: datetime | None = None) -> Note:
    """Keep a note about a person. Raises CustomerError for one without words."""
    note = Note(owner_id=person.owner_id, customer=person, at=_past(at), text=tidy_text(text))
    if not note.text:
        raise CustomerError(_("Write something first, please."), field="text")
    refuse_misfits(note, ["text"])
    note.save(force_insert=True)
    record("note.added", note, by=by, person=person, after=facts_of(note, ["at", "text"]))
    return note


@transaction.atomic
def revoke_note(*, note: Note, by: Actor) -> Note:
    """Take a note back. Twice is once."""
    now = clock.now()
    taken = Note.objects.filter(pk=note.pk, revoked_at=None).update(revoked_at=now, updated_at=now)
    if taken:
        note.revoked_at = note.updated_at = now
        record("note.revoked", note, by=by, person=note.customer_id, before={"text": note.text})
    return note


@transaction.atomic
def restore_note(*, note: Note, by: Actor) -> Note:
    """Bring a note back that was taken back. Twice is once."""
    revoked = Note.objects.filter(pk=note.pk, revoked_at__isnull=False)
    if revoked.update(revoked_at=None, updated_at=clock.now()):
        note.refresh_from_db(fields=["revoked_at", "updated_at"])
        record("note.restored", note, by=by, person=note.customer_id, after=facts_of(note, ["at", "text"]))
    return note


def _let_count(touch: Touch, row: Customer, by: Actor) -> None:
    """What follows from a contact: evidence, the last contact of the person's held row, things done with it."""
    person = touch.customer
    for evidence in _evidence_in(touch):
        on = touch.at.astimezone(row.owner.zoneinfo).date()
        add_evidence(person=person, by=by, kind=evidence, on=on, source=touch.pk, reason=touch.note[:500])
    if row.last_contact_at is None or row.last_contact_at < touch.at:
        note_contact(person=person, at=touch.at)
    contacted.send(sender=Touch, touch=touch, by=by)


def _past(at: datetime | None) -> datetime:
    now = clock.now()
    if at is None:
        return now
    if at > now + CLOCKS_DIFFER:
        raise CustomerError(_("That is still to come. Choose a time up to now."), field="at")
    return at


def _evidence_in(touch: Touch) -> list[str]:
    """What a touch is evidence of: a sample or a presentation, and that they asked about it."""
    kinds = [Kind(touch.kind)] if touch.kind in PROSPECT_KINDS else []
    return [*kinds, Kind.INQUIRY] if touch.inquiry else kinds
