"""A leader's playbook, shared with the line below."""

from django.db import transaction
from django.utils.translation import gettext as _

from followups.actions.playbooks.claimed import refuse_claims
from followups.actions.playbooks.drafts import unchanged
from followups.drafting import live_steps
from followups.errors import Closed
from followups.models import Playbook
from kit import clock
from kit.events import Actor, last_event_of, record
from team.models import Distributor


@transaction.atomic
def share(*, playbook: Playbook, owner: Distributor, by: Actor, reason: str = "") -> Playbook:
    """Let the line below take what is live of one's own playbook; a second time changes nothing.

    Raises Closed for one that is not one's own, and for somebody without a line below; Claims
    where its words promise income or health and no `reason` is given, which the event keeps.
    """
    own = _held(playbook, owner)
    if own.shared_at:
        return unchanged(own)
    if not Distributor.objects.below(owner).exists():
        raise Closed(_("There is nobody in your team yet with whom it could be shared."))
    claims = refuse_claims(live_steps(own), reason)
    _write(own, clock.now())
    after = {"version": own.version, "reason": reason.strip(), "claims": claims}
    own.event = record("playbook.shared", own, by=by, after=after)
    return own


@transaction.atomic
def unshare(*, playbook: Playbook, owner: Distributor, by: Actor) -> Playbook:
    """Share it no more. Who took it keeps what they have."""
    own = _held(playbook, owner)
    if own.shared_at is None:
        return unchanged(own)
    _write(own, None)
    shared = last_event_of(own, "playbook.shared")
    before = {"reason": shared.after["reason"] if shared else ""}
    own.event = record("playbook.unshared", own, by=by, before=before, after={"version": own.version})
    return own


def _held(playbook: Playbook, owner: Distributor) -> Playbook:
    own = Playbook.objects.select_for_update(of=("self",)).filter(pk=playbook.pk, owner=owner).first()
    if own is None:
        raise Closed(
            _("This is the playbook of the house, and everybody has it. Change it first; then share yours.")
        )
    return own


def _write(own: Playbook, shared_at) -> None:
    own.shared_at, own.updated_at = shared_at, clock.now()
    own.save(update_fields=["shared_at", "updated_at"])
