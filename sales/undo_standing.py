"""How the verbs of standing orders are taken back; registered when the app starts."""

from django.utils.translation import gettext as _

from kit.events import Actor, Event
from kit.undo import undoes
from sales import actions
from sales.errors import SalesError
from sales.models import StandingOrder

CHANGES = ("standing.changed", "standing.paused", "standing.resumed", "standing.skipped", "standing.delayed")


def _is_not_their_own(event: Event) -> bool:
    """What somebody chose on their own page, nobody else takes back."""
    return event.actor_id is not None


@undoes("standing.begun")
def undo_begun(event: Event, by: Actor) -> str:
    row = _standing(event)
    if row.version != event.after["version"]:
        raise SalesError(_("It has changed since. Open it and decide there."))
    actions.end_standing(standing=row, by=by, reason=_("Undone"))
    return _("The standing order is taken back.")


@undoes(CHANGES[0], offered=_is_not_their_own)
@undoes(CHANGES[1], offered=_is_not_their_own)
@undoes(CHANGES[2], offered=_is_not_their_own)
@undoes(CHANGES[3], offered=_is_not_their_own)
@undoes(CHANGES[4], offered=_is_not_their_own)
@undoes("standing.ended", offered=_is_not_their_own)
@undoes("standing.put_back", offered=_is_not_their_own)
def undo_change(event: Event, by: Actor) -> str:
    row = _standing(event)
    actions.put_back_standing(standing=row, by=by, before=event.before, version=event.after["version"])
    return _("The standing order is as before.")


def _standing(event: Event) -> StandingOrder:
    row = StandingOrder.objects.filter(pk=event.subject_id, owner=event.owner_id).first()
    if row is None:
        raise SalesError(_("This is not here any more."))
    return row
