"""Gathers what calendar files say of appointments: for the distributor, and for a guest."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Prefetch
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from appointments.facts import terms_of
from appointments.ics import Entry, Party, Warning
from appointments.leaving import leave_by
from appointments.models import Appointment, Availability, Feed, Guest
from appointments.models.appointment import HOLDING, State
from appointments.where import address_told, place_said
from followups.letters import language_of
from kit import clock
from team.models import Distributor

KEPT_FOR = timedelta(days=30)  # what is over is shown for so long
SHOWN = (*HOLDING, State.FINISHED, State.MISSED)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
COMES = {State.CONFIRMED: True, State.ARRIVED: True, State.FINISHED: True, State.CANCELLED: False}


def entries_of(feed: Feed) -> list[Entry]:
    """Return what the feed of a distributor shows, in a fixed number of queries."""
    owner = feed.owner
    guests = Guest.objects.exclude(state=State.CANCELLED).select_related("customer")
    rows = Appointment.objects.filter(owner=owner, state__in=SHOWN, ends_at__gt=clock.now() - KEPT_FOR)
    rows = rows.select_related("kind").prefetch_related(Prefetch("guests", guests))
    terms = terms_of(owner)
    with override(owner.language):
        if not feed.shows_titles:
            return [_busy_entry(row, owner) for row in rows.order_by("starts_at", "pk")]
        return [own_entry(row, owner, terms) for row in rows.order_by("starts_at", "pk")]


def changed_at(feed: Feed) -> datetime:
    """Return the moment of the last change of what the feed shows, what has vanished from it included."""
    rows = Appointment.objects.filter(owner=feed.owner, ends_at__gt=clock.now() - KEPT_FOR)
    found = rows.aggregate(rows=Max("updated_at"), people=Max("guests__customer__updated_at"))
    return max(moment for moment in (feed.made_at, *found.values()) if moment)


def own_entry(row: Appointment, owner: Distributor, terms: Availability) -> Entry:
    """Return an appointment as its owner's calendar shows it."""
    people = [guest.customer for guest in row.guests.all() if guest.customer.deleted_at is None]
    names = ", ".join(person.name for person in people)
    return Entry(
        **_common(row, owner),
        title=_("%(what)s: %(who)s") % {"what": _what(row), "who": names} if names else _what(row),
        place=row.address or str(row.get_place_display()),
        url=settings.SITE_URL + row.get_absolute_url(),
        warnings=(*_usual_warnings(), *_leaving(row, owner, terms)),
    )


def guest_entry(guest: Guest, link: str) -> Entry:
    """Return an appointment as the calendar of a guest shows it, in their language; `link` leads to their page."""
    row, person, owner = guest.appointment, guest.customer, guest.customer.owner
    common = _common(row, owner)
    if State.CANCELLED in (row.state, guest.state):
        common["state"] = "CANCELLED"
    with override(language_of(person, owner)):
        return Entry(
            **common,
            title=_("%(what)s with %(who)s") % {"what": _what(row), "who": owner.name},
            place=_place_for(guest),
            about=_("To confirm, move or cancel it: %(link)s") % {"link": link},
            url=link,
            host=Party(owner.name, owner.email) if owner.email else None,
            warnings=_usual_warnings(),
        )


def comes(row: Appointment, guest: Guest) -> bool | None:
    """Return whether a guest has said that they come; None while they have not."""
    return COMES.get(row.state if row.state in COMES else guest.state)


def _busy_entry(row: Appointment, owner: Distributor) -> Entry:
    """That there is something, and nothing of what."""
    return Entry(**_common(row, owner), title=_("Busy"), is_private=True)


def _common(row: Appointment, owner: Distributor) -> dict:
    return {
        "uid": row.uid, "sequence": row.sequence, "starts_at": row.starts_at, "ends_at": row.ends_at,
        "zone": _zone(row, owner), "changed_at": row.updated_at,
        "state": "TENTATIVE" if row.state == State.ASKED else "CONFIRMED",
    }  # fmt: skip


def _zone(row: Appointment, owner: Distributor) -> ZoneInfo:
    """The zone in which it was booked, as far as there still is one of this name."""
    try:
        return ZoneInfo(row.zone)
    except (ValueError, OSError):
        return owner.zoneinfo


def _what(row: Appointment) -> str:
    return row.title or (row.kind.name if row.kind else _("Appointment"))


def _place_for(guest: Guest) -> str:
    row = guest.appointment
    host = guest.customer.owner.get_short_name()
    return address_for_guests(row) or place_said(row.place, str(row.get_place_display()), host)


def address_for_guests(row: Appointment) -> str:
    """Return the address of an appointment as its guests are told it."""
    of_kind = row.kind.address if row.kind else ""
    return address_told(row.address, row.place, is_group=row.is_group, of_kind=of_kind)


def _usual_warnings() -> tuple[Warning, ...]:
    return Warning(A_DAY, _("Tomorrow")), Warning(AN_HOUR, _("In an hour"))


def _leaving(row: Appointment, owner: Distributor, terms: Availability) -> list[Warning]:
    leaving = leave_by(row.place, row.starts_at, row.travel_minutes, terms.early_minutes)
    if leaving is None:
        return []
    said = _("Leave by %(time)s") % {"time": time_format(leaving.astimezone(owner.zoneinfo), "H:i")}
    return [Warning(row.starts_at - leaving, said)]
