"""When a distributor can be reached, and when nobody is written to in their name."""

from collections.abc import Collection, Iterable
from datetime import date, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kit import events
from kit.events import Actor, Event
from team.actions.settings import change_settings
from team.errors import TeamRefused
from team.holidays import DaysOff
from team.models import DayOff, Distributor, OfficeHours
from team.models.hours import Weekday
from team.office_hours import Stretch, overlapping

LONGEST_LEAVE = 366  # days at once


@transaction.atomic
def set_hours(*, distributor: Distributor, by: Actor, hours: Iterable[Stretch]) -> Event | None:
    """Replace the office hours of the whole week; return the event, or None if nothing was new."""
    hours = sorted(hours)
    _check(hours)
    Distributor.objects.select_for_update().get(pk=distributor.pk)
    before = hours_of(distributor)
    if before == hours:
        return None
    distributor.office_hours.all().delete()
    OfficeHours.objects.bulk_create(
        OfficeHours(distributor=distributor, weekday=one.weekday, opens=one.opens, closes=one.closes)
        for one in hours
    )
    return events.record(
        "hours.set", distributor, by=by, before={"hours": _plain(before)}, after={"hours": _plain(hours)}
    )


def set_quiet_hours(
    *, distributor: Distributor, by: Actor, quiet_from: time, quiet_until: time, on: bool
) -> Event | None:
    """Say between which times letters wait; the hours may go over midnight."""
    return change_settings(
        distributor=distributor,
        by=by,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        quiet_hours_on=on,
    )


@transaction.atomic
def take_days_off(
    *, distributor: Distributor, by: Actor, first: date, last: date | None = None, reason: str = ""
) -> Event | None:
    """Take one day off, or all from the first to the last; return the event, or None if all were off."""
    last = last or first
    if last < first:
        raise TeamRefused(_("The last day lies before the first."), field="last")
    if (last - first).days >= LONGEST_LEAVE:
        raise TeamRefused(_("At most a year at once."), field="last")
    Distributor.objects.select_for_update().get(pk=distributor.pk)
    known = set(distributor.days_off.values_list("day", flat=True))
    every = (first + timedelta(days=count) for count in range((last - first).days + 1))
    fresh = [day for day in every if day not in known]
    if not fresh:
        return None
    DayOff.objects.bulk_create(
        DayOff(distributor=distributor, day=day, reason=reason.strip()) for day in fresh
    )
    return events.record(
        "days_off.taken", distributor, by=by, after={"days": fresh, "reason": reason.strip()}
    )


@transaction.atomic
def give_back_day_off(*, day_off: DayOff, by: Actor) -> Event:
    """Work on a day after all."""
    distributor = day_off.distributor
    gone, _rows = DayOff.objects.filter(pk=day_off.pk).delete()
    if not gone:
        raise TeamRefused(_("This day is not off any more."))
    return events.record(
        "days_off.given_back",
        distributor,
        by=by,
        before={"days": [day_off.day], "reason": day_off.reason},
    )


def hours_of(distributor: Distributor) -> list[Stretch]:
    """Return the office hours of somebody as the deciding functions want them."""
    return [Stretch(row.weekday, row.opens, row.closes) for row in distributor.office_hours.all()]


def days_off_of(distributor: Distributor, *, working: Collection[date] = ()) -> DaysOff:
    """Return when somebody does not work: days taken off, and public holidays but for `working` ones."""
    own = frozenset(row.day for row in distributor.days_off.all())
    return DaysOff(own, distributor.holidays_of, working)


def _check(hours: list[Stretch]) -> None:
    for one in hours:
        if one.closes <= one.opens:
            raise TeamRefused(
                _("%(day)s: the end lies before the beginning.") % {"day": Weekday(one.weekday).label},
                field=f"day_{one.weekday}",
            )
    if (weekday := overlapping(hours)) is not None:
        raise TeamRefused(
            _("%(day)s: two stretches run into each other.") % {"day": Weekday(weekday).label},
            field=f"day_{weekday}",
        )


def _plain(hours: list[Stretch]) -> list[list]:
    return [[one.weekday, f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"] for one in hours]
