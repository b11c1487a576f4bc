"""A sponsor asks somebody to join the team; the link works once and for 14 days."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kit import clock, events
from kit.events import Actor, Event
from team.actions.enrolment import enrol_distributor, open_sign_in
from team.errors import TeamRefused
from team.models import Company, Distributor, Invitation
from team.tokens import hash_of, new_token
from team.tree import is_below

VALID_FOR = timedelta(days=14)
LETTERS_A_DAY = 20  # of one sponsor, so that nobody's name is used for bulk mail


@transaction.atomic
def invite(*, sponsor: Distributor, by: Actor, name: str, email: str) -> tuple[Invitation, str]:
    """Invite somebody to the sponsor's team; return the invitation and the token for the link.

    Who was invited before and has not accepted gets a new link; the old one stops working.
    """
    name, email = name.strip(), email.strip().lower()
    if not name:
        raise TeamRefused(_("Say who it is for."), field="name")
    _lock(sponsor)
    listed = _listed(sponsor, email)
    if standing := _standing(sponsor).filter(email=email).first():
        return _renew(standing, by=by, name=name)
    _check_pace(sponsor)
    token = new_token()
    invitation = Invitation.objects.create(
        sponsor=sponsor,
        distributor=listed,
        name=name,
        email=email,
        token_hash=hash_of(token),
        expires_at=clock.now() + VALID_FOR,
    )
    events.record("invitation.sent", invitation, by=by, after={"name": name, "email": email})
    return invitation, token


@transaction.atomic
def invite_member(
    *, member: Distributor, sponsor: Distributor, by: Actor, email: str
) -> tuple[Invitation, str]:
    """Ask somebody who stands in the tree already to choose how to sign in; the link is that of an invitation.

    A link that went to another address of theirs before is void: whoever reads there cannot use it.
    """
    invitation, token = invite(sponsor=sponsor, by=by, name=member.name, email=email)
    for older in Invitation.objects.filter(distributor=member, accepted_at=None).exclude(pk=invitation.pk):
        _replace(older, invitation, by)
    invitation.distributor = member
    _save(invitation, "distributor")
    return invitation, token


@transaction.atomic
def send_invitation_again(*, invitation: Invitation, by: Actor) -> tuple[Invitation, str]:
    """Give an invitation a new link and 14 new days; the old link stops working."""
    _lock(invitation.sponsor)
    invitation = _still_standing(invitation)
    return _renew(invitation, by=by, name=invitation.name)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor) -> Event:
    """Make the link of an invitation void."""
    _lock(invitation.sponsor)
    invitation = _still_standing(invitation)
    invitation.withdrawn_at = clock.now()
    _save(invitation, "withdrawn_at")
    return events.record("invitation.withdrawn", invitation, by=by)


@transaction.atomic
def reopen_invitation(*, invitation: Invitation, by: Actor) -> None:
    """Take a withdrawal back: the link that went out works again until its day."""
    _lock(invitation.sponsor)
    invitation = Invitation.objects.get(pk=invitation.pk)
    if invitation.accepted_at or not invitation.withdrawn_at:
        raise TeamRefused(_("This invitation is not withdrawn any more."))
    if _standing(invitation.sponsor).filter(email=invitation.email).exists():
        raise TeamRefused(_("There is a newer invitation to this email."))
    invitation.withdrawn_at = None
    _save(invitation, "withdrawn_at")
    events.record("invitation.reopened", invitation, by=by)


@transaction.atomic
def accept_invitation(
    *, token: str, password: str, by: Actor, name: str = "", zone: str = "", language: str = ""
) -> Distributor:
    """Enrol who was invited, under the sponsor who asked, with a verified e-mail and a sign-in.

    The caller has checked that the password is good enough.
    """
    invitation = find_invitation(token)
    _lock(invitation.sponsor)
    invitation = find_invitation(token)  # as it is now that nobody else can take it
    chosen = {"email": invitation.email, "password": password, "zone": zone, "language": language}
    if invitation.distributor:
        distributor = open_sign_in(distributor=invitation.distributor, by=by, name=name, **chosen)
    else:
        distributor = enrol_distributor(
            company=invitation.sponsor.company,
            sponsor=invitation.sponsor,
            by=by,
            name=name or invitation.name,
            **chosen,
        )
    invitation.accepted_at, invitation.distributor = clock.now(), distributor
    _save(invitation, "accepted_at", "distributor")
    events.record("invitation.accepted", invitation, by=by, after={"distributor": distributor})
    return distributor


def find_invitation(token: str) -> Invitation:
    """Return the open invitation of a link, or refuse in words that tell why it does not work."""
    invitation = (
        Invitation.objects.select_related("sponsor__company", "distributor")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if invitation is None:
        raise TeamRefused(
            _("This link is not known. Perhaps it broke in the mail, or a newer one was sent."),
            code="unknown",
        )
    if invitation.accepted_at:
        raise TeamRefused(_("This invitation has been used. Sign in instead."), code="used")
    if invitation.withdrawn_at or not invitation.sponsor.is_active:
        raise TeamRefused(_("This invitation was withdrawn."), code="withdrawn")
    if invitation.expires_at <= clock.now():
        raise TeamRefused(_("This invitation has run out. Ask for a new one."), code="expired")
    return invitation


def _renew(invitation: Invitation, *, by: Actor, name: str) -> tuple[Invitation, str]:
    _check_pace(invitation.sponsor)
    token = new_token()
    invitation.name = name
    invitation.token_hash = hash_of(token)
    invitation.expires_at = clock.now() + VALID_FOR
    _save(invitation, "name", "token_hash", "expires_at")
    events.record("invitation.sent_again", invitation, by=by, after={"name": name})
    return invitation, token


def _replace(older: Invitation, newer: Invitation, by: Actor) -> None:
    stood, older.distributor = older.withdrawn_at is None, None
    older.withdrawn_at = older.withdrawn_at or clock.now()
    _save(older, "withdrawn_at", "distributor")
    if stood:
        events.record("invitation.withdrawn", older, by=by, after={"replaced_by": str(newer.pk)})


def _listed(sponsor: Distributor, email: str) -> Distributor | None:
    """Who of the sponsor's line has the address from a list, but no sign-in yet. Refuses an address that is anybody else's."""
    known = Distributor.objects.filter(email=email).first()
    if known and (known.has_usable_password() or not is_below(known.path or "", sponsor.path)):
        raise TeamRefused(_("Somebody signs in with this email already."), field="email")
    return known


def _lock(sponsor: Distributor) -> Company:
    if sponsor.company_id is None:
        raise TeamRefused(_("Only members of a team can invite."))
    return Company.objects.select_for_update().get(pk=sponsor.company_id)


def _standing(sponsor: Distributor):
    return Invitation.objects.filter(sponsor=sponsor, accepted_at=None, withdrawn_at=None)


def _still_standing(invitation: Invitation) -> Invitation:
    now = _standing(invitation.sponsor).filter(pk=invitation.pk).first()
    if now is None:
        raise TeamRefused(_("This invitation has been used or withdrawn already."))
    return now


def _check_pace(sponsor: Distributor) -> None:
    sent = Event.objects.filter(
        owner=sponsor,
        kind__in=("invitation.sent", "invitation.sent_again"),
        at__gt=clock.now() - timedelta(days=1),
    ).count()
    if sent >= LETTERS_A_DAY:
        raise TeamRefused(_("That is enough for one day. Invite more people tomorrow."), code="pace")


def _save(invitation: Invitation, *fields: str) -> None:
    invitation.updated_at = clock.now()
    invitation.save(update_fields=[*fields, "updated_at"])
