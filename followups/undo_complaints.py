"""Takes back what somebody did with a complaint."""

from django.utils.translation import gettext as _

from followups.actions import complaints
from followups.actions.facts import hold_people
from followups.errors import Closed
from followups.models import Complaint
from kit.events import Actor, Event
from kit.undo import undoes

BESIDE = ("task.planned", "task.cancelled", "message.cancelled", "message.planned")


def _is_by_hand(event: Event) -> bool:
    """What the person said stays said; what the house did by itself is no verb of anybody's."""
    return event.actor_id is not None and not event.after.get("by_customer")


@undoes("complaint.opened", offered=_is_by_hand, takes=BESIDE)
def undo_opening(event: Event, by: Actor) -> str:
    complaints.take_back_complaint(complaint=_found(event), by=by)
    return _("The complaint is taken back.")


@undoes(
    "complaint.taken_back", offered=_is_by_hand, takes=(*BESIDE, "promise.taken_back", "message.restored")
)
def undo_taking_back(event: Event, by: Actor) -> str:
    complaints.bring_back_complaint(complaint=_found(event), by=by)
    return _("The complaint is open again.")


@undoes("complaint.added", offered=_is_by_hand)
@undoes("complaint.not_yet", offered=_is_by_hand, takes=BESIDE)
def undo_words(event: Event, by: Actor) -> str:
    complaint, word = _as_it_was(event), event.after.get("word")
    complaints.take_back_word(complaint=complaint, by=by, word=word, before=event.before)
    return _("The words are taken back.")


@undoes("complaint.answered", offered=_is_by_hand)
@undoes("complaint.put_right", offered=_is_by_hand, takes=("task.done",))
@undoes("complaint.extra", offered=_is_by_hand)
@undoes("complaint.changed", offered=_is_by_hand)
@undoes("complaint.asked", offered=_is_by_hand, takes=BESIDE)
@undoes("complaint.sponsor_asked", offered=_is_by_hand)
def undo_step(event: Event, by: Actor) -> str:
    complaints.put_back_complaint(complaint=_as_it_was(event), by=by, before=event.before)
    return _("The complaint is as before.")


@undoes("complaint.arrival", offered=_is_by_hand, takes=("promise.made", "promise.changed"))
def undo_arrival(event: Event, by: Actor) -> str:
    complaint, before, after = _as_it_was(event), event.before, event.after
    complaints.put_back_arrival(complaint=complaint, by=by, before=before, after=after)
    return _("The complaint is as before.")


@undoes("complaint.closed", offered=_is_by_hand, takes=BESIDE)
def undo_closing(event: Event, by: Actor) -> str:
    complaints.put_back_complaint(complaint=_as_it_was(event), by=by, before=event.before)
    return _("The complaint is open again.")


@undoes("complaint.reopened", offered=_is_by_hand, takes=BESIDE)
def undo_reopening(event: Event, by: Actor) -> str:
    complaints.put_back_complaint(complaint=_as_it_was(event), by=by, before=event.before)
    return _("The complaint is closed again.")


def _as_it_was(event: Event) -> Complaint:
    """The complaint, unless it was changed since."""
    complaint = _found(event)
    if complaint.version != event.after["version"]:
        raise Closed(_("This was changed again since."))
    return complaint


def _found(event: Event) -> Complaint:
    complaint = Complaint.objects.filter(pk=event.subject_id).first()
    if complaint is None:
        raise Closed(_("That no longer exists."))
    complaint.customer = hold_people([complaint.customer_id])[complaint.customer_id]
    complaint.refresh_from_db(from_queryset=Complaint.objects.select_for_update())
    return complaint
