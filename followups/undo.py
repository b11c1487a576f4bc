"""Takes back what somebody did with a task or a letter."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.actions import revoke_touch
from customers.actions.deeds import ids_of
from customers.models import Referral
from followups import actions
from followups.actions import playbooks
from followups.actions.facts import hold_people
from followups.actions.retired import BY_HAND
from followups.actions.tasks import OFF_FACTS, touch_of
from followups.actions.together import finished_along
from followups.errors import Closed
from followups.models import Letter, Message, Playbook, Promise, Reply, Task
from kit.events import Actor, Event, facts_of, last_event_of
from kit.isolating import isolated
from kit.telling import labels_of
from kit.undo import undoes


def _is_by_hand(event: Event) -> bool:
    """What was cancelled with an order, by a contact or by the house comes back with it, or not at all."""
    return event.actor_id is not None and event.after.get("why", BY_HAND) == BY_HAND


def _is_own(event: Event) -> bool:
    """What a rule planned goes with its cause."""
    return not event.after["rule"]


@undoes("task.planned", offered=_is_own)
@undoes("task.planned_with_others")
def undo_planning(event: Event, by: Actor) -> str:
    actions.cancel_task(task=_task(event), by=by, reason=_("taken back"))
    return _("That is off the list again.")


@undoes("people.planned")
def undo_planning_for_many(event: Event, by: Actor) -> str:
    outcome = actions.cancel_tasks(owner=event.owner, by=by, tasks=ids_of(event), reason=_("taken back"))
    if not outcome.changed:
        raise Closed(_("All of these are done or gone already."))
    sentence = ngettext("%(n)d is off the list again.", "%(n)d are off the list again.", outcome.changed)
    left = ngettext(
        "%(n)d is done or gone already and stays.", "%(n)d are done or gone already and stay.", outcome.left
    )
    said = [sentence % {"n": outcome.changed}, left % {"n": outcome.left}]
    return " ".join(said if outcome.left else said[:1])


@undoes("task.done", takes=("touch.logged", "task.done"))
def undo_done(event: Event, by: Actor) -> str:
    task = _task(event)
    _refuse_older(event, task)
    task = actions.reopen_task(task=task, by=by)
    for other in finished_along(task, event.after.get("along", ())):
        actions.reopen_task(task=other, by=by)
    if touch := touch_of(event):
        revoke_touch(touch=touch, by=by, reason=_("taken back"))
    return _("%(name)s is on your list again.") % {"name": isolated(task.customer.name)}


@undoes("task.put_off")
def undo_putting_off(event: Event, by: Actor) -> str:
    task = _task(event)
    held = facts_of(task, OFF_FACTS)
    if any(held[name] != event.after[name] for name in OFF_FACTS):
        raise Closed(_("This was put off again since."))
    task = actions.take_up_again(task=task, by=by, before=event.before)
    return _("%(name)s is on your list again.") % {"name": isolated(task.customer.name)}


@undoes("task.cancelled", offered=_is_by_hand)
def undo_task_cancelled(event: Event, by: Actor) -> str:
    task = _task(event)
    _refuse_older(event, task)
    task = actions.reopen_task(task=task, by=by)
    return _("%(name)s is on your list again.") % {"name": isolated(task.customer.name)}


@undoes("message.approved")
def undo_approval(event: Event, by: Actor) -> str:
    message = _message(event)
    _refuse_older(event, message)
    actions.hold_message(message=message, by=by)
    return _("The letter is held, and waits for your look.")


@undoes("message.handed_over", takes=("touch.logged",))
def undo_handing_over(event: Event, by: Actor) -> str:
    message = _message(event)
    _refuse_older(event, message)
    actions.take_back(message=message, by=by, touch=event.after["touch"])
    return _("The message to %(name)s waits for you again.") % {"name": isolated(message.customer.name)}


@undoes("message.changed", offered=lambda event: event.before is not None)
def undo_new_words(event: Event, by: Actor) -> str:
    message = _message(event)
    words = facts_of(message.letter, ("subject", "text"))
    if moved := [name for name in words if words[name] != event.after[name]]:
        said = _("Changed again since: %(fields)s. Open the letter and change it there.")
        raise Closed(said % {"fields": labels_of(moved, Letter)})
    actions.keep_words(message=message, by=by, **event.before)
    return _("The words are as before.")


@undoes("message.arrived", offered=lambda event: event.actor_id is not None)
def undo_arrival(event: Event, by: Actor) -> str:
    actions.doubt_arrival(message=_message(event), by=by)
    return _("It is unclear again whether the letter arrived.")


@undoes("message.held")
def undo_holding(event: Event, by: Actor) -> str:
    message = _message(event)
    _refuse_older(event, message)
    actions.release_message(message=message, by=by, before=event.before)
    return _("The letter goes after all.")


@undoes("message.cancelled", offered=_is_by_hand)
def undo_message_cancelled(event: Event, by: Actor) -> str:
    message = _message(event)
    _refuse_older(event, message)
    message = actions.restore_message(message=message, by=by)
    return _("The letter to %(name)s is planned again.") % {"name": isolated(message.customer.name)}


@undoes("message.sent_again")
def undo_sending_again(event: Event, by: Actor) -> str:
    again = Message.objects.filter(pk=event.after["message"]).first()
    if again is None or again.pk == _message(event).pk:
        raise Closed(_("The letter is on its way already."))
    actions.cancel_message(message=again, by=by, reason=_("taken back"))
    actions.ask_again(message=_message(event), by=by)
    return _("The letter is not sent again.")


@undoes("message.let_go")
def undo_letting_go(event: Event, by: Actor) -> str:
    message = _message(event)
    _refuse_older(event, message)
    actions.ask_again(message=message, by=by)
    return _("The letter stands among those that did not go again.")


@undoes("message.called_instead")
def undo_calling_instead(event: Event, by: Actor) -> str:
    message = _message(event)
    _refuse_older(event, message)
    task = Task.objects.filter(pk=event.after["task"]).first()
    if task and event.after["planned"]:
        actions.cancel_task(task=task, by=by, reason=_("taken back"))
    actions.ask_again(message=message, by=by)
    return _("The letter stands among those that did not go again.")


@undoes("letters.sent_after_all")
@undoes("letters.dropped")
def undo_deciding(event: Event, by: Actor) -> str:
    waiting = actions.wait_again(event=event, by=by)
    if not waiting:
        raise Closed(_("All of these are gone, or it is too late for them."))
    sentence = ngettext("%(n)d letter waits for your word.", "%(n)d letters wait for your word.", waiting)
    return sentence % {"n": waiting}


@undoes("playbook.changed")
@undoes("playbook.thrown_away")
@undoes("playbook.taken")
@undoes("playbook.caught_up")
@undoes("playbook.given_back")
def undo_editing(event: Event, by: Actor) -> str:
    mark = event.after["mark"]
    playbooks.restore_draft(playbook=_playbook(event), by=by, before=event.before, mark=mark)
    return _("The playbook is as it was before.")


@undoes("playbook.live")
def undo_going_live(event: Event, by: Actor) -> str:
    playbook, before, version = _playbook(event), event.before, event.after["version"]
    playbooks.restore_steps(playbook=playbook, by=by, before=before, version=version)
    return _("The steps from before are live again.")


@undoes("playbook.shared")
def undo_sharing(event: Event, by: Actor) -> str:
    playbook = _playbook(event)
    _refuse_older(event, playbook)
    playbooks.unshare(playbook=playbook, owner=playbook.owner, by=by)
    return _("The playbook is not shared any more.")


@undoes("playbook.unshared")
def undo_unsharing(event: Event, by: Actor) -> str:
    playbook = _playbook(event)
    _refuse_older(event, playbook)
    playbooks.share(playbook=playbook, owner=playbook.owner, by=by, reason=event.before["reason"])
    return _("The playbook is shared again.")


def _playbook(event: Event) -> Playbook:
    playbook = Playbook.objects.filter(pk=event.subject_id).select_related("owner").first()
    if playbook is None:
        raise Closed(_("That no longer exists."))
    return playbook


@undoes("reply.noted", takes=("touch.logged",))
def undo_noting_a_reply(event: Event, by: Actor) -> str:
    reply = _found(Reply, event)
    actions.forget_reply(reply=reply, by=by, touch=event.after["touch"])
    return _("The answer of %(name)s is taken back.") % {"name": isolated(reply.customer.name)}


@undoes(
    "reply.settled",
    takes=(
        "consent.withdrawn",
        "address.suppressed",
        "message.cancelled",
        "message.restored",
        "touch.logged",
        "task.cancelled",
    ),
)
def undo_settling(event: Event, by: Actor) -> str:
    reply = _found(Reply, event)
    _refuse_older(event, reply)
    if reply.meaning != event.after["meaning"]:
        raise Closed(_("This was taken back and done again since."))
    actions.doubt_reply(reply=reply, by=by, was=event.before["meaning"], settled=event.after)
    return _("What %(name)s answered is open again.") % {"name": isolated(reply.customer.name)}


@undoes("letters.reopened", takes=("consent.given", "address.reopened"))
def undo_reopening(event: Event, by: Actor) -> str:
    person = next(iter(hold_people([event.person_id]).values()), None)
    if person is None:
        raise Closed(_("That no longer exists."))
    actions.stop_letters(person=person, by=by)
    return _("No letters go to %(name)s any more.") % {"name": isolated(person.name)}


@undoes("promise.made")
def undo_promising(event: Event, by: Actor) -> str:
    actions.take_back_promise(promise=_found(Promise, event), by=by)
    return _("The promise is taken back.")


@undoes("promise.changed")
def undo_change_of_promise(event: Event, by: Actor) -> str:
    promise = _found(Promise, event)
    _refuse_changed(event, promise)
    actions.put_back_terms(promise=promise, by=by, before=event.before)
    return _("The promise is as before.")


@undoes("promise.kept")
@undoes("promise.broken")
@undoes("promise.released")
def undo_end_of_promise(event: Event, by: Actor) -> str:
    promise = _found(Promise, event)
    _refuse_changed(event, promise)
    actions.reopen_promise(promise=promise, by=by, extra=event.before.get("extra"))
    return _("The promise is open again.")


@undoes("referral.thanked", takes=("message.cancelled", "task.cancelled"))
def undo_thanks(event: Event, by: Actor) -> str:
    row = _introduction(event, "thanked_at")
    actions.take_back_thanks(referral=row, by=by, waited=event.after.get("waited", ()))
    return _("Thanks to %(name)s are owed again.") % {"name": row.introducer.name}


@undoes("referral.told", takes=("message.cancelled", "task.cancelled"))
def undo_telling(event: Event, by: Actor) -> str:
    row = _introduction(event, "told_at")
    actions.take_back_telling(referral=row, by=by, waited=event.after.get("waited", ()))
    return _("%(name)s has not been told yet.") % {"name": row.introducer.name}


@undoes("referral.not_thanked")
def undo_missing_thanks(event: Event, by: Actor) -> str:
    row = actions.thank_introducer(referral=_introduction(event, "thanked_at"), by=by)
    return _("%(name)s was thanked.") % {"name": row.introducer.name}


@undoes("referral.not_told")
def undo_missing_telling(event: Event, by: Actor) -> str:
    row = actions.tell_introducer(referral=_introduction(event, "told_at"), by=by)
    return _("%(name)s knows how it went.") % {"name": row.introducer.name}


def _introduction(event: Event, name: str) -> Referral:
    """The introduction an event tells of, unless that step was taken again since."""
    row = Referral.objects.select_related("introducer", "friend").filter(pk=event.subject_id).first()
    if row is None:
        raise Closed(_("That no longer exists."))
    if facts_of(row, [name])[name] != event.after[name]:
        raise Closed(_("This was changed again since."))
    return row


def _refuse_changed(event: Event, promise: Promise) -> None:
    if promise.version != event.after["version"]:
        raise Closed(_("This was changed again since."))


def _refuse_older(event: Event, row: Task | Message | Playbook | Reply) -> None:
    """What was taken back and done again since is undone by the newer event alone."""
    if last_event_of(row, event.kind) != event:
        raise Closed(_("This was taken back and done again since."))


def _task(event: Event) -> Task:
    return _found(Task, event)


def _message(event: Event) -> Message:
    return _found(Message, event)


def _found(model, event: Event):
    """The row an event tells of; it and its person are held, so that what is compared stays so."""
    row = model.objects.filter(pk=event.subject_id).first()
    if row is None:
        raise Closed(_("That no longer exists."))
    row.customer = hold_people([row.customer_id])[row.customer_id]
    row.refresh_from_db(from_queryset=model.objects.select_for_update())
    if row.customer.deleted_at:
        raise Closed(_("This person was taken off your list."))
    return row
