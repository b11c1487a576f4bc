"""How much of meeting a distributor wants, and when: limits, protected times, hours of single days."""

from collections.abc import Iterable
from datetime import date, time
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.actions.booking import hold_calendar
from appointments.errors import AppointmentError, Settled
from appointments.models import Availability, HoursOnDay, ProtectedTime
from kit.events import Actor, Event, facts_of, record
from team.models import Distributor

LIMITS = (
    "step_minutes", "notice_minutes", "furthest_days", "most_a_day", "minutes_a_day", "most_a_week",
    "minutes_a_week", "most_in_a_row", "pause_minutes", "reply_minutes", "early_minutes", "remind_me",
    "page_open", "page_words",
)  # fmt: skip
EARLIEST = 120  # minutes before a meeting that somebody likes to be there
PROTECTED_FACTS = ("weekday", "starts", "ends", "title")


@transaction.atomic
def change_availability(*, owner: Distributor, by: Actor, **fields) -> Event | None:
    """Change limits; what is booked already stays. Return None if nothing was new."""
    if unknown := set(fields) - set(LIMITS):
        raise TypeError(f"No limits: {', '.join(sorted(unknown))}")
    row = hold_calendar(owner)
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    if not changed:
        return None
    before = facts_of(row, changed)
    for name in changed:
        setattr(row, name, fields[name])
    _check(row)
    row.save(update_fields=changed)
    return record("availability.changed", row, by=by, before=before, after=facts_of(row, changed))


@transaction.atomic
def protect_time(
    *, owner: Distributor, by: Actor, weekday: int, starts: time, ends: time, title: str = ""
) -> Event:
    """Keep a stretch of a weekday free for oneself. Raises AppointmentError where it is none, or is there."""
    hold_calendar(owner)
    if ends <= starts:
        raise AppointmentError(_("The end lies before the beginning."), field="ends")
    if owner.protected_times.filter(weekday=weekday, starts=starts).exists():
        raise AppointmentError(_("There is a protected time that begins then."), field="starts")
    row = ProtectedTime.objects.create(
        owner=owner, weekday=weekday, starts=starts, ends=ends, title=title.strip()[:100]
    )
    return record("protected_time.added", row, by=by, after=facts_of(row, PROTECTED_FACTS))


@transaction.atomic
def free_protected_time(*, protected: ProtectedTime, by: Actor) -> Event:
    """Give a protected time back to meetings. Raises Settled where that was done already."""
    before = facts_of(protected, PROTECTED_FACTS)
    pk = protected.pk
    gone, _rows = ProtectedTime.objects.filter(pk=pk).delete()
    if not gone:
        raise Settled(_("This time is not protected any more."))
    protected.pk = pk
    return record("protected_time.freed", protected, by=by, before=before)


@transaction.atomic
def set_hours_on_day(
    *, owner: Distributor, by: Actor, day: date, hours: Iterable[tuple[time, time]]
) -> Event | None:
    """Set the hours of a single day in place of the weekday's; none gives the weekday's back.

    Raises AppointmentError where an end lies before its beginning, or two run into each other.
    """
    hold_calendar(owner)
    hours = sorted(hours)
    _check_hours(hours)
    before = hours_on(owner, day)
    if before == hours:
        return None
    HoursOnDay.objects.filter(owner=owner, day=day).delete()
    HoursOnDay.objects.bulk_create(
        HoursOnDay(owner=owner, day=day, opens=opens, closes=closes) for opens, closes in hours
    )
    facts = {"day": day, "hours": plain_hours(before)}, {"day": day, "hours": plain_hours(hours)}
    return record("hours_on_day.set", owner, by=by, owner_id=owner.pk, before=facts[0], after=facts[1])


def hours_on(owner: Distributor, day: date) -> list[tuple[time, time]]:
    """Return the hours that were set for a single day, none if the weekday's hold."""
    return list(owner.hours_on_days.filter(day=day).values_list("opens", "closes"))


def plain_hours(hours: list[tuple[time, time]]) -> list[list[str]]:
    """Return hours of a day as events have them."""
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in hours]


def hours_from(facts: list[list[str]]) -> list[tuple[time, time]]:
    """Return hours of a day from what an event has of them."""
    return [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in facts]


def _check(row: Availability) -> None:
    if not 5 <= row.step_minutes <= 240:
        raise AppointmentError(_("From 5 to 240 minutes, please."), field="step_minutes")
    if not 1 <= row.furthest_days <= 730:
        raise AppointmentError(_("From 1 to 730 days, please."), field="furthest_days")
    if row.notice_minutes >= row.furthest_days * 24 * 60:
        raise AppointmentError(
            _("Nobody could book: that is further than you look ahead."), field="notice_minutes"
        )
    if row.early_minutes > EARLIEST:
        said = _("Up to %(most)d minutes, please.") % {"most": EARLIEST}
        raise AppointmentError(said, field="early_minutes")
    for name in ("most_a_day", "minutes_a_day", "most_a_week", "minutes_a_week", "most_in_a_row"):
        if getattr(row, name) == 0:
            said = _("At least 1, or leave it empty for no limit. For a time without meetings take days off.")
            raise AppointmentError(said, field=name)


def _check_hours(hours: list[tuple[time, time]]) -> None:
    if any(closes <= opens for opens, closes in hours):
        raise AppointmentError(_("The end lies before the beginning."), field="closes")
    if any(one[1] > other[0] for one, other in pairwise(hours)):
        raise AppointmentError(_("Two stretches run into each other."), field="opens")
