"""Takes back what somebody did with surveys and suggestions."""

from django.utils.translation import gettext as _

from followups import actions
from followups.actions import surveys
from followups.actions.facts import hold_people
from followups.actions.surveys.suggestions import part_suggestion
from followups.errors import Closed
from followups.models import Message, Suggestion, Survey
from kit.events import Actor, Event
from kit.undo import undoes

BESIDE = ("task.planned", "task.done", "task.cancelled", "message.planned", "message.cancelled")


def _is_by_hand(event: Event) -> bool:
    """What the person answered stays answered."""
    return event.actor_id is not None


@undoes("survey.asked", takes=("message.planned",))
def undo_asking(event: Event, by: Actor) -> str:
    actions.cancel_message(message=_found(Message, event), by=by, reason=_("taken back"))
    return _("Nobody is asked.")


@undoes("survey.answered", offered=_is_by_hand, takes=BESIDE)
def undo_writing_down(event: Event, by: Actor) -> str:
    survey = _found(Survey, event)
    if survey.version != event.after["version"]:
        raise Closed(_("This was changed again since."))
    surveys.take_back_survey(survey=survey, by=by)
    return _("The answer is taken back.")


@undoes("suggestion.done", takes=BESIDE)
@undoes("suggestion.declined", takes=BESIDE)
def undo_end_of_suggestion(event: Event, by: Actor) -> str:
    surveys.reopen_suggestion(suggestion=_suggestion(event), by=by)
    return _("The suggestion is open again.")


@undoes("suggestion.joined")
def undo_joining(event: Event, by: Actor) -> str:
    row, others = _suggestion(event), event.after.get("others", ())
    part_suggestion(suggestion=row, by=by, before=event.before["same_as"], others=others)
    return _("They stand by themselves again.")


def _suggestion(event: Event) -> Suggestion:
    row = _found(Suggestion, event)
    if row.version != event.after["version"]:
        raise Closed(_("This was changed again since."))
    return row


def _found(model, event: Event):
    row = model.objects.filter(pk=event.subject_id).first()
    if row is None:
        raise Closed(_("That no longer exists."))
    row.customer = hold_people([row.customer_id])[row.customer_id]
    if row.customer.deleted_at:
        raise Closed(_("This person was taken off your list."))
    return row
