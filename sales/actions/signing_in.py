"""Who has joined chooses how to sign in, by a link that only whoever reads the mailbox gets."""

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from customers.actions import change_person
from customers.contacts import LONGEST_EMAIL, email_key
from customers.tidying import tidy_line
from followups.models.message import Letter
from kit.errors import Refused
from kit.events import Actor
from sales.actions.enrolment_rows import hold, settled, unchanged, write
from sales.errors import EnrolmentRefused
from sales.models import Enrolment
from sales.models.enrolment import EnrolmentState
from team.actions import invite_member, withdraw_invitation
from team.letters import send_invitation
from team.models import Distributor, Invitation
from team.models.distributor import Status

ADDED = "added"  # in the data of an enrolment: the address that the person did not have before


@transaction.atomic
def send_sign_in(*, enrolment: Enrolment, by: Actor, email: str = "") -> Enrolment:
    """Send a new link to choose how to sign in, to their address or from now on another one; the old link stops working.

    Where they ask for it themselves and their mailbox is proven, `token` leads there at once and no letter goes.
    Raises EnrolmentRefused or TeamRefused, naming the field.
    """
    row = hold(enrolment)
    if row.state != EnrolmentState.DONE:
        raise settled(row)
    if row.distributor is None or row.distributor.email:
        raise EnrolmentRefused(_("They sign in already."), code="signs_in")
    email = tidy_line(email.replace("\0", "")).lower() or row.email
    if not email:
        raise EnrolmentRefused(_("Enter an email address, please."), field="email")
    if email != row.email:
        _move_to(row, email, by)
    hands_over = by.user is None and reads(row, email)
    if not hands_over:
        _refuse_anothers(row)
    _invite(row, by, hands_over=hands_over)
    token = row.token if hands_over else ""
    shown = unchanged(enrolment, row)
    shown.token = token
    return shown


def let_sign_in(row: Enrolment, by: Actor, *, hands_over: bool) -> None:
    """Invite who has joined to choose how to sign in; with `hands_over` the link stays in `token` and no letter goes.

    Beyond what one sponsor may send a day, or with an address by which somebody else is invited, they stand
    without a sign-in for now.
    """
    if row.distributor.email or (not hands_over and _anothers(row).exists()):
        return
    try:
        _invite(row, by, hands_over=hands_over)
    except Refused as refusal:
        if refusal.code != "pace":
            raise


def reads(row: Enrolment, email: str) -> bool:
    """Say whether whoever holds the own link has it from this mailbox: all letters with it went there, and nowhere else."""
    letters = Letter.objects.filter(
        message__customer=row.customer_id,
        message__occurrence__startswith=f"enrolment:{row.pk}:",
        message__begun_at__isnull=False,
    )
    return {email_key(one) for one in letters.values_list("recipient", flat=True)} == {email_key(email)}


def keep_address(row: Enrolment, email: str, by: Actor) -> None:
    """The address by which they sign in is one of theirs; where they have another, that stays the first."""
    known = [one.address for one in row.customer.emails.all()]
    if email not in [one.lower() for one in known]:
        change_person(person=row.customer, by=by, version=None, emails=[*known, email])
        write(row, data={**row.data, ADDED: email})


def forget_address(row: Enrolment, by: Actor) -> None:
    """The address that came with a slip goes with it."""
    known = [one.address for one in row.customer.emails.all()]
    kept = [one for one in known if one.lower() != row.data.get(ADDED)]
    if kept != known:
        change_person(person=row.customer, by=by, version=None, emails=kept)
    write(row, data={name: value for name, value in row.data.items() if name != ADDED})


def check_email(email: str, returning: Distributor | None = None) -> None:
    """Refuse what is no address, or by which somebody signs in; who left may come back with their own."""
    try:
        validate_email(email)
    except ValidationError:
        raise EnrolmentRefused(_("That is no email address."), field="email") from None
    if len(email) > LONGEST_EMAIL:
        raise EnrolmentRefused(_("That is no email address."), field="email")
    others = Distributor.objects.filter(email=email).exclude(pk=returning and returning.pk)
    if others.exists():
        said = _("Somebody signs in with this email already: they are in a team. Nothing was changed.")
        raise EnrolmentRefused(said, field="email", code="member")


def is_in_a_team(email: str) -> bool:
    """Say whether somebody works with this address; who left does not."""
    return Distributor.objects.filter(email=email.lower()).exclude(status=Status.TERMINATED).exists()


def _move_to(row: Enrolment, email: str, by: Actor) -> None:
    """From now on it is this address; the link that went to the other one stops working."""
    check_email(email)
    if row.invitation and not row.invitation.withdrawn_at:
        withdraw_invitation(invitation=row.invitation, by=by)
    keep_address(row, email, by)
    write(row, email=email, invitation=None)


def _invite(row: Enrolment, by: Actor, *, hands_over: bool) -> None:
    invitation, row.token = invite_member(member=row.distributor, sponsor=row.owner, by=by, email=row.email)
    Enrolment.objects.filter(invitation=invitation).exclude(pk=row.pk).update(invitation=None)
    write(row, invitation=invitation)
    if not hands_over:
        transaction.on_commit(partial(_send_link, invitation, row.token))


def _anothers(row: Enrolment):
    """The open invitation of somebody else to the same address."""
    standing = Invitation.objects.filter(
        sponsor=row.owner, email=row.email, accepted_at=None, withdrawn_at=None
    )
    return standing.filter(distributor__isnull=False).exclude(distributor=row.distributor)


def _refuse_anothers(row: Enrolment) -> None:
    if _anothers(row).exists():
        said = _("Somebody else is invited by this address already. Each signs in with one of their own.")
        raise EnrolmentRefused(said, field="email", code="anothers_address")


def _send_link(invitation: Invitation, token: str) -> None:
    send_invitation(invitation, settings.SITE_URL + reverse("invitation", args=[token]))
