"""Taking an enrolment back: within the days to think it over, or because it was a slip."""

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions import add_evidence, revoke_evidence
from customers.ladder import Kind
from customers.tidying import tidy_line
from kit import clock
from kit.events import Actor
from kit.templatetags.kept import day
from sales.actions.enrolment_rows import change_row, hold, refuse_other, settled, unchanged
from sales.actions.joining_letters import confirm_end, forget, give_copy
from sales.actions.signing_in import forget_address
from sales.errors import EnrolmentRefused
from sales.joining import is_in_time
from sales.models import Enrolment
from sales.models.enrolment import EnrolmentState
from team.actions import leave_team, reopen_invitation, return_to_team, withdraw_invitation


@transaction.atomic
def cancel_enrolment(*, enrolment: Enrolment, by: Actor, reason: str = "") -> Enrolment:
    """Take an enrolment back within the days to think it over; no reason is asked. Twice is once.

    The rung rests on it no longer; the place in the tree stays, so that nobody below it moves, without a
    sign-in. It is no minus for anybody. Raises EnrolmentRefused when the days are over, or none are known.
    """
    row = hold(enrolment)
    if row.state == EnrolmentState.CANCELLED:
        return unchanged(enrolment, row)
    if row.state != EnrolmentState.DONE:
        raise settled(row)
    _refuse_late(row)
    _take_out(row, by, _("The enrolment was taken back."))
    told = {"reason": tidy_line(reason)[:500]}
    change_row(row, by, "enrolment.cancelled", told, state=EnrolmentState.CANCELLED, closed_at=clock.now())
    confirm_end(row, by)
    return unchanged(enrolment, row, row.event)


@transaction.atomic
def reinstate_enrolment(*, enrolment: Enrolment, by: Actor) -> Enrolment:
    """Let an enrolment stand again that was taken back. Twice is once."""
    row = hold(enrolment)
    if row.state == EnrolmentState.DONE:
        return unchanged(enrolment, row)
    if row.state != EnrolmentState.CANCELLED:
        raise settled(row)
    refuse_other(row)
    if row.distributor is None:
        raise EnrolmentRefused(_("They have joined anew since. Their place belongs to that."), code="newer")
    return_to_team(distributor=row.distributor, by=by)
    if row.invitation and row.invitation.withdrawn_at and not row.invitation.accepted_at:
        reopen_invitation(invitation=row.invitation, by=by)
    on = row.agreed_at.astimezone(row.owner.zoneinfo).date()
    add_evidence(person=row.customer, by=by, kind=Kind.ENROLMENT, on=on, source=row.pk)
    change_row(row, by, "enrolment.reinstated", {}, state=EnrolmentState.DONE, closed_at=row.agreed_at)
    give_copy(row, by)
    return unchanged(enrolment, row, row.event)


@transaction.atomic
def reopen_enrolment(*, enrolment: Enrolment, by: Actor) -> Enrolment:
    """Undo an enrolment that was a slip: it is open again, as it was filled in.

    Raises EnrolmentRefused once they sign in, or somebody stands below them.
    """
    row = hold(enrolment)
    if row.state != EnrolmentState.DONE:
        raise settled(row)
    member = row.distributor
    if member and (member.email or member.frontline.exists()):
        raise EnrolmentRefused(_("They have begun to work with it. It can be taken back on its page."))
    _take_out(row, by, _("It was a slip."))
    forget(row, by, _("It was a slip."))
    forget_address(row, by)
    form = {"name": row.name, "email": row.email, "country": row.country, "place": row.place}
    change_row(
        row, by, "enrolment.reopened", {}, state=EnrolmentState.BEGUN, closed_at=None, agreed_at=None,
        agreed_text="", agreement=None, cancel_by=None, seconds=None, invitation=None,
        data={**row.data, "form": form},
    )  # fmt: skip
    return unchanged(enrolment, row, row.event)


def _take_out(row: Enrolment, by: Actor, reason: str) -> None:
    """What an enrolment made is no more: the rung, the sign-in, the place among those who work."""
    revoke_evidence(person=row.customer, by=by, kind=Kind.ENROLMENT, source=row.pk, reason=reason)
    if row.invitation and not row.invitation.accepted_at and not row.invitation.withdrawn_at:
        withdraw_invitation(invitation=row.invitation, by=by)
    if row.distributor:
        leave_team(distributor=row.distributor, by=by)


def _refuse_late(row: Enrolment) -> None:
    if row.cancel_by is None:
        said = _("No days to think it over are known for this country and place. Ask the company.")
        raise EnrolmentRefused(said, code="no_days")
    if not is_in_time(row):
        said = _("It could be taken back until %(day)s. Now it can be ended in writing, by the agreement.")
        raise EnrolmentRefused(said % {"day": day(row.cancel_by)}, code="too_late")
