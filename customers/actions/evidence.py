"""Evidence and the rung that follows from it."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions.rows import lock_person, refuse_misfits, save_fields
from customers.announcements import climbed
from customers.errors import ClimbRefused
from customers.ladder import Kind, Rung, stand
from customers.models import Customer, LadderStep
from customers.tidying import tidy_line
from kit import clock
from kit.events import Actor, facts_of, record
from kit.isolating import isolated

EVIDENCE_FACTS = ("id", "kind", "on", "source", "rung", "reason")


@transaction.atomic
def add_evidence(
    *,
    person: Customer,
    by: Actor,
    kind: str,
    on: date,
    source: UUID | None = None,
    rung: int | None = None,
    reason: str = "",
) -> LadderStep:
    """Add a piece of evidence and decide the rung again. The same evidence twice is one piece.

    `source` is the id of the order, touch or person it rests on; `rung` is what a climb by
    hand claims.
    """
    row = lock_person(person)
    if source and (known := _standing(row, kind, source)):
        return known
    step = LadderStep(
        owner_id=row.owner_id, customer=row, kind=kind, on=on, source=source, rung=rung,
        reason=tidy_line(reason), by=by.user,
    )  # fmt: skip
    refuse_misfits(step, ["kind", "reason"])
    step.save(force_insert=True)
    decide_rung(row, person, step, by, "evidence.added")
    return step


@transaction.atomic
def revoke_evidence(
    *, person: Customer, by: Actor, kind: str, source: UUID, reason: str
) -> LadderStep | None:
    """Revoke what rests on a source, with the reason, and decide the rung again.

    Returns the revoked step, or None where nothing of that kind stands (so twice is once).
    """
    row = lock_person(person)
    step = _standing(row, kind, source)
    if step:
        _revoke(row, person, step, by, reason)
    return step


@transaction.atomic
def climb_by_hand(*, person: Customer, by: Actor, rung: int, reason: str) -> LadderStep:
    """Move a person up to a rung on the distributor's word. Raises ClimbRefused."""
    row = lock_person(person)
    if not tidy_line(reason):
        raise ClimbRefused(_("Say what happened, please."), field="reason")
    if rung not in list(Rung):
        raise ClimbRefused(_("Choose a rung, please."), field="rung")
    if rung <= row.rung:
        said = {"name": isolated(row.name), "rung": row.get_rung_display()}
        sentence = _("%(name)s stands on %(rung)s already.")
        if rung < row.rung:
            sentence = _("%(name)s stands higher already, on %(rung)s. A step back is a move of its own.")
        raise ClimbRefused(sentence % said, field="rung")
    today = clock.today(row.owner.zoneinfo)
    return add_evidence(person=person, by=by, kind=Kind.BY_HAND, on=today, rung=rung, reason=reason)


@transaction.atomic
def revoke_climb(*, step: LadderStep, by: Actor, reason: str = "") -> LadderStep:
    """Take back a climb by hand. Raises ClimbRefused for other evidence; twice is once."""
    if step.kind != Kind.BY_HAND:
        raise ClimbRefused(_("This rests on what happened and cannot be undone here."))
    row = lock_person(step.customer)
    step.refresh_from_db(fields=["revoked_at"])
    if step.revoked_at is None:
        _revoke(row, step.customer, step, by, reason)
    return step


def _standing(row: Customer, kind: str, source: UUID) -> LadderStep | None:
    return row.steps.standing().filter(kind=kind, source=source).first()


def _revoke(row: Customer, person: Customer, step: LadderStep, by: Actor, reason: str) -> None:
    now = clock.now()
    save_fields(step, {"revoked_at": now, "updated_at": now, "revoked_reason": tidy_line(reason)[:500]})
    decide_rung(row, person, step, by, "evidence.revoked")


def decide_rung(row: Customer, person: Customer, step: LadderStep, by: Actor, unmoved: str) -> None:
    """Write the rung that the standing evidence supports; tell of it if it moved."""
    before = {"rung": row.rung, "rung_since": row.rung_since}
    after = standing_of(row)
    if after != before:
        save_fields(row, {**after, "updated_at": clock.now()}, person)
    moved = after["rung"] - before["rung"]
    kind = "ladder.climbed" if moved > 0 else "ladder.stepped_down" if moved < 0 else unmoved
    evidence = facts_of(step, EVIDENCE_FACTS)
    record(kind, step, by=by, person=row, before=before, after={**after, "evidence": evidence})
    if moved:
        climbed.send(sender=Customer, person=person, before=before["rung"], after=after["rung"], by=by)


def standing_of(row: Customer) -> dict:
    """Return rung and rung_since as the standing evidence supports them."""
    pieces = row.steps.standing().values_list("kind", "on", "rung", named=True)
    standing = stand(pieces)
    if standing is None:
        return {"rung": Rung.SUSPECT.value, "rung_since": None}
    return {"rung": standing.rung.value, "rung_since": standing.since}
