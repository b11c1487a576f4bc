"""How each verb of this app is taken back; registered when the app starts."""

from django.utils.translation import gettext as _

from customers import actions
from customers.actions.details import LISTS, lists_of
from customers.birthdays import read_birthday
from customers.errors import MovedOn, PersonGone
from customers.models import Consent, Customer, LadderStep, Note, Touch
from kit.events import Actor, Event, facts_of
from kit.undo import undoes


@undoes("customer.added")
def undo_added(event: Event, by: Actor) -> str:
    person = _person(event)
    if person.orders_count:
        raise MovedOn(_("There is an order since. Delete the person instead, if you want to."))
    actions.delete_person(person=person, by=by)
    return _("%(name)s is not added.") % {"name": person.name}


@undoes("customer.changed")
def undo_changed(event: Event, by: Actor) -> str:
    person = _person(event)
    names = list(event.after)
    lists = [name for name in names if name in LISTS]
    held = {**facts_of(person, set(names) - set(lists)), **lists_of(person, lists)}
    if held != event.after:
        raise MovedOn(_("This was changed again since. Open the person and change it there."))
    row = actions.change_person(person=person, by=by, version=person.version, **_values(event))
    return _("%(name)s is as before.") % {"name": row.name}


@undoes("customer.deleted")
def undo_deleted(event: Event, by: Actor) -> str:
    person = _row(Customer, event)
    actions.restore_person(person=person, by=by)
    return _("%(name)s is back.") % {"name": person.name}


@undoes("touch.logged")
def undo_touch(event: Event, by: Actor) -> str:
    actions.revoke_touch(touch=_row(Touch, event), by=by, reason=_("Undone"))
    return _("The contact is taken back.")


@undoes("note.added")
def undo_note(event: Event, by: Actor) -> str:
    actions.revoke_note(note=_row(Note, event), by=by)
    return _("The note is taken back.")


@undoes("ladder.climbed")
def undo_climb(event: Event, by: Actor) -> str:
    step = _row(LadderStep, event)
    actions.revoke_climb(step=step, by=by, reason=_("Undone"))
    return _("The climb is taken back.")


@undoes("consent.given")
def undo_consent(event: Event, by: Actor) -> str:
    actions.withdraw_consent(consent=_row(Consent, event), by=by)
    return _("The consent is taken back.")


@undoes("consent.withdrawn")
def undo_withdrawal(event: Event, by: Actor) -> str:
    ended = _row(Consent, event)
    actions.give_consent(
        person=_person(event),
        by=by,
        channel=ended.channel,
        purpose=ended.purpose,
        source=ended.source,
        wording=ended.wording,
    )
    return _("The consent stands again.")


def _row(model, event: Event):
    """The row an event tells of, among those of the event's owner."""
    row = model.objects.filter(pk=event.subject_id, owner=event.owner_id).first()
    if row is None:
        raise PersonGone(_("That is no longer there."))
    return row


def _person(event: Event) -> Customer:
    row = Customer.objects.filter(pk=event.person_id, owner=event.owner_id).first()
    if row is None or row.deleted_at:
        raise PersonGone(_("This person was deleted."))
    return row


def _values(event: Event) -> dict:
    """The values of before, as `change_person` takes them."""
    values = dict(event.before)
    if "birthday" in values:
        written = values["birthday"]
        day = read_birthday(written) if written else None
        values["birthday"] = (day.year, day.month, day.day) if day else None
    if values.get("introduced_by"):
        values["introduced_by"] = Customer.objects.filter(
            pk=values["introduced_by"], owner=event.owner_id
        ).first()
    return values
