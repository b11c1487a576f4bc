"""Moving somebody on the ladder by hand, in both directions, and taking that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions.evidence import climb_by_hand, decide_rung, revoke_climb
from customers.actions.rows import lock_person, save_fields
from customers.errors import ClimbRefused, StandsElsewhere
from customers.ladder import Kind
from customers.models import Customer, LadderStep
from customers.moving import way_back
from customers.tidying import tidy_line
from kit import clock
from kit.events import Actor
from kit.isolating import isolated


@transaction.atomic
def move_by_hand(
    *, person: Customer, by: Actor, rung: int, reason: str, stands: int | None = None
) -> LadderStep:
    """Move a person up on the distributor's word, or back where only such a word holds them.

    `stands` is the rung the person was seen on: StandsElsewhere is raised if that is no longer
    so. Raises ClimbRefused without a reason, and where what happened holds the person.
    """
    row = lock_person(person)
    if stands is not None and stands != row.rung:
        said = {"name": isolated(row.name), "rung": row.get_rung_display()}
        raise StandsElsewhere(_("%(name)s stands on %(rung)s meanwhile. Nothing was moved.") % said)
    if rung < row.rung:
        return _step_back(row, person, by, rung, reason)
    return climb_by_hand(person=person, by=by, rung=rung, reason=reason)


@transaction.atomic
def restore_climb(*, step: LadderStep, by: Actor) -> LadderStep:
    """Let a climb by hand that was taken back stand again. Twice is once."""
    if step.kind != Kind.BY_HAND:
        raise ClimbRefused(_("This rests on what happened and cannot be undone here."))
    row = lock_person(step.customer)
    step.refresh_from_db(fields=["revoked_at"])
    if step.revoked_at is not None:
        save_fields(step, {"revoked_at": None, "revoked_reason": "", "updated_at": clock.now()})
        decide_rung(row, step.customer, step, by, "evidence.restored")
    return step


def _step_back(row: Customer, person: Customer, by: Actor, rung: int, reason: str) -> LadderStep:
    if not tidy_line(reason):
        raise ClimbRefused(_("Say what happened, please."), field="reason")
    back = way_back(row.steps.standing())
    if back is None or back.claim is None:
        raise ClimbRefused(_("What happened holds the person there. Time lowers nobody."), field="rung")
    if back.rung != rung:
        raise ClimbRefused(_("The step back leads to another rung. Choose it, please."), field="rung")
    step = revoke_climb(step=back.claim, by=by, reason=reason)
    person.refresh_from_db(fields=["rung", "rung_since"])
    return step
