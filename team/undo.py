"""Takes back what a distributor changed about themselves and their invitations."""

from datetime import date, time

from django.utils.translation import gettext as _

from kit.events import Actor, Event, facts_of
from kit.telling import labels_of
from kit.undo import undoes
from team import actions
from team.actions.hours import hours_of
from team.errors import TeamRefused
from team.models import Distributor, Invitation
from team.office_hours import Stretch


@undoes("settings.changed")
def unchange_settings(event: Event, by: Actor) -> str:
    distributor = _held(event)
    held = facts_of(distributor, event.after)
    if moved := [name for name in event.after if held[name] != event.after[name]]:
        said = _("You changed this again since: %(fields)s. Nothing was taken back.")
        raise TeamRefused(said % {"fields": labels_of(moved, Distributor)})
    fields = {name: _valued(name, value) for name, value in event.before.items()}
    actions.change_settings(distributor=distributor, by=by, **fields)
    return _("Your settings are as before.")


@undoes("hours.set")
def unset_hours(event: Event, by: Actor) -> str:
    distributor = _held(event)
    if hours_of(distributor) != _stretches(event.after):
        raise TeamRefused(_("You changed this again since. Nothing was taken back."))
    actions.set_hours(distributor=distributor, by=by, hours=_stretches(event.before))
    return _("Your hours are as before.")


@undoes("days_off.taken")
def untake_days_off(event: Event, by: Actor) -> str:
    distributor = _held(event)
    rows = distributor.days_off.filter(day__in=event.after["days"])
    if not rows:
        raise TeamRefused(_("These days are not off any more."))
    for row in rows:
        actions.give_back_day_off(day_off=row, by=by)
    return _("You work on these days after all.")


@undoes("days_off.given_back")
def retake_day_off(event: Event, by: Actor) -> str:
    distributor = _held(event)
    for day in event.before["days"]:
        actions.take_days_off(
            distributor=distributor,
            by=by,
            first=date.fromisoformat(day),
            reason=event.before["reason"],
        )
    return _("The day is off again.")


@undoes("invitation.sent")
@undoes("invitation.reopened")
def uninvite(event: Event, by: Actor) -> str:
    invitation = Invitation.objects.get(pk=event.subject_id)
    actions.withdraw_invitation(invitation=invitation, by=by)
    return _("The link does not work any more; the letter stays where it is.")


@undoes("invitation.withdrawn", offered=lambda event: not event.after)
def unwithdraw_invitation(event: Event, by: Actor) -> str:
    invitation = Invitation.objects.get(pk=event.subject_id)
    actions.reopen_invitation(invitation=invitation, by=by)
    return _("The invitation stands again.")


@undoes("distributor.moved")
def move_back(event: Event, by: Actor) -> str:
    """Under the former sponsor, in a new place there: codes of places are never given twice."""
    row, former = _held(event), event.before["sponsor"]
    if row.sponsor_id != _key(event.after["sponsor"]):
        raise TeamRefused(_("They were placed elsewhere since. Nothing was taken back."))
    sponsor = Distributor.objects.get(pk=former) if former else None
    actions.move_distributor(distributor=row, sponsor=sponsor, by=by, reason=_("Taken back"))
    return _("They stand under their former sponsor again, with all who stand below them.")


def _key(written: str | None) -> int | None:
    return int(written) if written else None


def _held(event: Event) -> Distributor:
    """The row, held: what is compared stays so until it is taken back."""
    return Distributor.objects.select_for_update().get(pk=event.subject_id)


def _stretches(facts: dict) -> list[Stretch]:
    return [
        Stretch(weekday, time.fromisoformat(opens), time.fromisoformat(closes))
        for weekday, opens, closes in facts["hours"]
    ]


def _valued(name: str, value):
    """Events hold plain values; times of day come back as times."""
    return time.fromisoformat(value) if name in ("quiet_from", "quiet_until") else value
