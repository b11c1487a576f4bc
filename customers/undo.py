"""How each verb of this app is taken back; registered when the app starts."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers import actions
from customers.actions.deeds import ids_of, still_mine
from customers.actions.details import LISTS, lists_of
from customers.birthdays import read_birthday
from customers.errors import MovedOn, PersonGone
from customers.history import LABELS
from customers.ladder import Kind
from customers.models import Consent, Customer, LadderStep, Note, Referral, Tag, Touch, Want
from customers.tidying import tag_key
from kit.events import Actor, Event, facts_of
from kit.isolating import isolated
from kit.telling import labels_of
from kit.undo import undoes

DAYS = ("grieving_until", "resting_until", "refused_on")
MARKS = (*DAYS, "touches_a_week", "notes_format")


def _is_by_hand(event: Event) -> bool:
    """What rests on an order or a contact goes with it."""
    return event.after["evidence"]["kind"] == Kind.BY_HAND


@undoes("customer.added", takes=("note.added", "consent.given"))
def undo_added(event: Event, by: Actor) -> str:
    person = _person(event)
    if person.orders_count:
        raise MovedOn(_("There is an order since. Delete the person instead, if you want to."))
    actions.delete_person(person=person, by=by)
    return _("%(name)s is not added.") % {"name": isolated(person.name)}


@undoes("customer.changed")
def undo_changed(event: Event, by: Actor) -> str:
    person = _person(event)
    names = list(event.after)
    lists = [name for name in names if name in LISTS]
    held = {**facts_of(person, set(names) - set(lists)), **lists_of(person, lists)}
    if moved := [name for name in names if not _is_same(name, held[name], event.after[name])]:
        said = _("Changed again since: %(fields)s. Open the person and change it there.")
        raise MovedOn(said % {"fields": labels_of(moved, Customer, LABELS)})
    row = actions.change_person(person=person, by=by, version=person.version, **_values(event))
    return _("%(name)s is as before.") % {"name": isolated(row.name)}


@undoes("customer.deleted")
def undo_deleted(event: Event, by: Actor) -> str:
    person = _row(Customer, event)
    actions.restore_person(person=person, by=by)
    return _("%(name)s is back.") % {"name": isolated(person.name)}


@undoes("customer.restored")
def undo_restored(event: Event, by: Actor) -> str:
    person = actions.delete_person(person=_person(event), by=by)
    return _("%(name)s is off your list again.") % {"name": isolated(person.name)}


@undoes("touch.logged")
@undoes("touch.restored")
def undo_touch(event: Event, by: Actor) -> str:
    actions.revoke_touch(touch=_standing(Touch, event), by=by, reason=_("Undone"))
    return _("The contact is taken back.")


@undoes("touch.revoked")
def undo_touch_revoked(event: Event, by: Actor) -> str:
    _person(event)
    actions.restore_touch(touch=_row(Touch, event), by=by)
    return _("The contact counts again.")


@undoes("note.added")
@undoes("note.restored")
@undoes("note.added_with_others")
def undo_note(event: Event, by: Actor) -> str:
    actions.revoke_note(note=_standing(Note, event), by=by)
    return _("The note is taken back.")


@undoes("note.revoked")
@undoes("note.revoked_with_others")
def undo_note_revoked(event: Event, by: Actor) -> str:
    _person(event)
    actions.restore_note(note=_row(Note, event), by=by)
    return _("The note is back.")


@undoes("ladder.climbed", offered=_is_by_hand)
def undo_climb(event: Event, by: Actor) -> str:
    step = _standing(LadderStep, event)
    actions.revoke_climb(step=step, by=by, reason=_("Undone"))
    return _("The climb is taken back.")


@undoes("ladder.stepped_down", offered=_is_by_hand)
def undo_step_down(event: Event, by: Actor) -> str:
    step = _row(LadderStep, event)
    person = _person(event)
    if person.rung != event.after["rung"]:
        raise MovedOn(_("%(name)s has moved again since.") % {"name": isolated(person.name)})
    actions.restore_climb(step=step, by=by)
    return _("%(name)s stands where they stood before.") % {"name": isolated(person.name)}


@undoes("consent.given")
@undoes("consent.restored")
def undo_consent(event: Event, by: Actor) -> str:
    _person(event)
    consent = _row(Consent, event)
    if consent.withdrawn_at:
        raise MovedOn(_("They have taken the consent back since."))
    actions.withdraw_consent(consent=consent, by=by)
    return _("The consent is taken back.")


def _is_not_their_own(event: Event) -> bool:
    """What somebody chose on their own page, nobody else takes back."""
    return event.actor_id is not None


@undoes("consent.withdrawn", offered=_is_not_their_own)
def undo_withdrawal(event: Event, by: Actor) -> str:
    _person(event)
    actions.restore_consent(consent=_row(Consent, event), by=by)
    return _("The consent stands again.")


@undoes("want.noted")
@undoes("want.restored")
def undo_want(event: Event, by: Actor) -> str:
    actions.drop_want(want=_standing(Want, event), by=by)
    return _("That is off the list again.")


@undoes("want.dropped")
def undo_dropping(event: Event, by: Actor) -> str:
    _person(event)
    actions.restore_want(want=_row(Want, event), by=by)
    return _("That is on the list again.")


@undoes("want.met")
def undo_meeting_a_want(event: Event, by: Actor) -> str:
    actions.reopen_want(want=_standing(Want, event), by=by)
    return _("They still want it.")


@undoes("want.reopened")
def undo_reopening_a_want(event: Event, by: Actor) -> str:
    actions.meet_want(want=_standing(Want, event), by=by)
    return _("They have it.")


@undoes("referral.agreed")
def undo_agreement(event: Event, by: Actor) -> str:
    actions.take_back_agreement(referral=_standing(Referral, event), by=by)
    return _("They have not agreed yet.")


@undoes("referral.not_agreed")
def undo_missing_agreement(event: Event, by: Actor) -> str:
    actions.note_agreement(referral=_standing(Referral, event), by=by)
    return _("They agreed that it is told.")


@undoes("customer.grieving")
@undoes("customer.grief_ended")
@undoes("customer.resting")
@undoes("customer.woken")
@undoes("customer.touches_wished", offered=_is_not_their_own)
@undoes("customer.notes_wished")
@undoes("customer.marks_restored")
def undo_mark(event: Event, by: Actor) -> str:
    person = _person(event)
    told = {name: value for name, value in event.after.items() if name in MARKS}
    if facts_of(person, told) != told:
        raise MovedOn(_("That has changed again since."))
    actions.restore_marks(person=person, by=by, values=_marks(event.before))
    return _("%(name)s is as before.") % {"name": isolated(person.name)}


@undoes("people.tagged")
def undo_tagging(event: Event, by: Actor) -> str:
    return _untag(event, by, _still_there(event))


@undoes("customer.tagged")
def undo_tagging_of_one(event: Event, by: Actor) -> str:
    return _untag(event, by, [_person(event).pk])


@undoes("people.untagged")
def undo_untagging(event: Event, by: Actor) -> str:
    return _tag(event, by, _still_there(event), event.after["tag"])


@undoes("customer.untagged")
def undo_untagging_of_one(event: Event, by: Actor) -> str:
    return _tag(event, by, [_person(event).pk], event.before["tag"])


@undoes("people.noted")
def undo_noting_many(event: Event, by: Actor) -> str:
    outcome = actions.revoke_notes(owner=event.owner, by=by, notes=ids_of(event))
    sentence = ngettext("The note is taken back.", "%(n)d notes are taken back.", outcome.changed)
    return sentence % {"n": outcome.changed}


def _tag(event: Event, by: Actor, ids: list, tag: str) -> str:
    outcome = actions.tag_people(owner=event.owner, by=by, people=ids, tag=tag)
    sentence = ngettext(
        "%(n)d person has the tag again.", "%(n)d people have the tag again.", outcome.changed
    )
    return sentence % {"n": outcome.changed} + _not_taken_back(event, ids, outcome.left)


def _untag(event: Event, by: Actor, ids: list) -> str:
    tag = Tag.objects.filter(owner=event.owner_id, key=tag_key(event.after["tag"])).first()
    if tag is None:
        raise MovedOn(_("There is no such tag any more."))
    outcome = actions.untag_people(owner=event.owner, by=by, people=ids, tag=tag)
    sentence = ngettext(
        "The tag is taken from %(n)d person.", "The tag is taken from %(n)d people.", outcome.changed
    )
    return sentence % {"n": outcome.changed} + _not_taken_back(event, ids, outcome.left)


def _still_there(event: Event) -> list:
    """Those of a deed for many who were not deleted since."""
    ids = still_mine(event.owner, [UUID(id) for id in ids_of(event)])
    if not ids:
        raise PersonGone(_("Everybody it was done to was deleted."))
    return ids


def _not_taken_back(event: Event, ids: list, left: int) -> str:
    """Say for how many a deed could not be taken back; nothing where it could for all."""
    n = (event.after or {}).get("count", len(ids)) - len(ids) + left
    sentence = ngettext("For %(n)d it could not be taken back.", "For %(n)d it could not be taken back.", n)
    return f" {sentence}" % {"n": n} if n else ""


def _row(model, event: Event):
    """The row an event tells of, among those of the event's owner."""
    row = model.objects.filter(pk=event.subject_id, owner=event.owner_id).first()
    if row is None:
        raise PersonGone(_("That is no longer there."))
    return row


def _standing(model, event: Event):
    """The same, of somebody who stands on the list, and not taken back since."""
    _person(event)
    row = _row(model, event)
    if row.revoked_at:
        raise MovedOn(_("This was taken back since."))
    return row


def _person(event: Event) -> Customer:
    row = Customer.objects.filter(pk=event.person_id, owner=event.owner_id).first()
    if row is None or row.deleted_at:
        raise PersonGone(_("This person was deleted."))
    return row


def _marks(held: dict) -> dict:
    """Marks as the row holds them."""
    return {
        name: date.fromisoformat(value) if name in DAYS and value else value for name, value in held.items()
    }


def _is_same(name: str, held, told) -> bool:
    """Say whether a value is the one that was told of; tags are the same in any case and order."""
    return set(map(tag_key, held)) == set(map(tag_key, told)) if name == "tags" else held == told


def _values(event: Event) -> dict:
    """The values of before, as `change_person` takes them."""
    values = dict(event.before)
    if "bounced" in values:
        values["bounced"] = {
            address: datetime.fromisoformat(moment) for address, moment in values["bounced"].items()
        }
    if "birthday" in values:
        written = values["birthday"]
        day = read_birthday(written) if written else None
        values["birthday"] = (day.year, day.month, day.day) if day else None
    if values.get("introduced_by"):
        values["introduced_by"] = Customer.objects.filter(
            pk=values["introduced_by"], owner=event.owner_id
        ).first()
    return values
