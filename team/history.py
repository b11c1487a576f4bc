"""Says in words what a distributor changed about themselves; registered when the app starts."""

from datetime import date

from django.utils.translation import gettext as _

from kit.telling import Told, details_of, names_rows, tells
from kit.templatetags.kept import day
from team.models import Distributor, Invitation

SETTINGS = "settings"

names_rows(Invitation, "name", say=str)


@tells("settings.changed", topic=SETTINGS)
def tell_settings(event, names) -> Told:
    return Told(_("Your settings were changed"), details_of(event, Distributor))


@tells("hours.set", topic=SETTINGS)
def tell_hours(event, names) -> str:
    return _("Your office hours were changed")


@tells("days_off.taken", topic=SETTINGS)
def tell_days_taken(event, names) -> Told:
    return Told(_("Taken off: %(days)s") % {"days": _days(event.after["days"])}, more=event.after["reason"])


@tells("days_off.given_back", topic=SETTINGS)
def tell_days_given_back(event, names) -> str:
    return _("Not off after all: %(days)s") % {"days": _days(event.before["days"])}


@tells("invitation.sent", "invitation.sent_again", topic=SETTINGS)
def tell_invited(event, names) -> Told:
    again = event.kind == "invitation.sent_again"
    sentence = (
        _("%(person)s was invited to your team again") if again else _("%(person)s was invited to your team")
    )
    return Told(sentence, name=event.after["name"])


@tells("invitation.withdrawn", topic=SETTINGS)
def tell_invitation_withdrawn(event, names) -> Told:
    return Told(_("The invitation of %(person)s was withdrawn"), name=names.get(event.subject_id, ""))


@tells("invitation.reopened", topic=SETTINGS)
def tell_invitation_reopened(event, names) -> Told:
    return Told(_("The invitation of %(person)s stands again"), name=names.get(event.subject_id, ""))


@tells("invitation.accepted", topic=SETTINGS)
def tell_invitation_accepted(event, names) -> Told:
    return Told(_("%(person)s accepted your invitation"), name=names.get(event.subject_id, ""))


@tells("distributor.enrolled", topic=SETTINGS)
def tell_enrolled(event, names) -> str:
    return _("You joined the team")


@tells("distributor.signs_in", topic=SETTINGS)
def tell_signs_in(event, names) -> str:
    return _("You chose how to sign in")


@tells("distributor.left", topic=SETTINGS)
def tell_left(event, names) -> str:
    return _("You left the team")


@tells("distributor.returned", topic=SETTINGS)
def tell_returned(event, names) -> str:
    return _("You are in the team again")


@tells("distributor.moved", topic=SETTINGS)
def tell_moved(event, names) -> Told:
    under = _("You and your team were placed under another sponsor")
    top = _("You and your team were placed at the top of the company")
    return Told(under if event.after["sponsor"] else top, said=event.after["reason"])


@tells("distributor.told", topic=SETTINGS)
def tell_told(event, names) -> str:
    return _("The company told your figures of a month")


@tells("agreement.published", topic=SETTINGS)
def tell_agreement(event, names) -> Told:
    more = _("%(title)s, version %(version)s") % event.after
    return Told(_("The agreement for new distributors was published"), more=more)


@tells("account.password_changed", topic=SETTINGS)
def tell_password(event, names) -> str:
    return _("Your password was changed")


@tells("account.email_changed", topic=SETTINGS)
def tell_email(event, names) -> Told:
    label = {"email": _("Email")}
    return Told(_("The email you sign in with was changed"), details_of(event, Distributor, label))


@tells("device.signed_in", topic=SETTINGS)
def tell_device_in(event, names) -> Told:
    return Told(_("A device was signed in"), more=event.after["name"])


@tells("device.signed_out", topic=SETTINGS)
def tell_device_out(event, names) -> Told:
    """There is no undo: a token that was ended must stay so, or ending it would be no safety."""
    more = _("%(device)s. An ended token cannot be revived: sign in there again.")
    return Told(_("A device was signed out"), more=more % {"device": event.before["name"]})


@tells("distributor.changed", topic=SETTINGS)
def tell_changed_by_support(event, names) -> Told:
    return Told(_("Your account was changed"), details_of(event, Distributor))


@tells("company.founded", "company.changed", "company.usual_interval_learned", topic=SETTINGS)
def tell_company(event, names) -> str:
    return _("Your company was changed")


def _days(days: list[str]) -> str:
    first, last = (day(date.fromisoformat(written)) for written in (days[0], days[-1]))
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
