"""Decides when something owed is due: from a rule, a day and a zone to an instant.

The day and the time on the wall are what is meant and what is kept; the instant follows from
them, so that a change of the clocks moves nothing by an hour. Letters wait for the end of the
person's quiet hours.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from followups.occasions import Purchase
from followups.places import Place, allowed
from team.wall_time import first_instant_at, instant_at

TOO_OLD = timedelta(days=7)  # an order older than this when it is entered is history
USUAL_DELIVERY_DAYS = 3  # from order to delivery, where nothing was told or planned
HOUR = timedelta(hours=1)


class Hours(Protocol):
    """The time of day at which a letter goes, and after which it does not."""

    at_time: time
    until_time: time | None


class Terms(Hours, Protocol):
    """What of a rule matters here."""

    offset_days: int
    cold_offset_days: int | None
    delay_seconds: int
    keep_hours: int


@dataclass(frozen=True)
class Due:
    """When something is due and when it is too late; the day and time are those of the place."""

    local_date: date
    local_time: time
    due_at: datetime
    expires_at: datetime


def is_history(purchase: Purchase, today: date) -> bool:
    """Say whether an order is too old to be followed up."""
    return purchase.past or purchase.ordered_on < today - TOO_OLD


def delivery_day(purchase: Purchase) -> date:
    """Return the day check-ins count from: delivered, told or planned, else the usual one."""
    return purchase.delivery_on or purchase.ordered_on + timedelta(days=USUAL_DELIVERY_DAYS)


def offset_of(rule: Terms, cold: bool) -> int:
    """Return the days after the anchor; people who do not know you yet may have their own."""
    if cold and rule.cold_offset_days is not None:
        return rule.cold_offset_days
    return rule.offset_days


def reorder_day(ordered_on: date, expected_on: date, before: int) -> date:
    """Return the day to ask about the next order: `before` days ahead, in the second half at least."""
    half = ordered_on + (expected_on - ordered_on) / 2
    return max(expected_on - timedelta(days=before), half)


def soon(rule: Terms, now: datetime, place: Place) -> Due:
    """Return when a letter is due that goes at once, after the time in which undo cancels it."""
    due = in_hours(rule, allowed(now + timedelta(seconds=rule.delay_seconds), place), place)
    return _due(due, due + rule.keep_hours * HOUR, place)


def letter_on(rule: Terms, day: date, now: datetime, place: Place, first: date | None = None) -> Due | None:
    """Return when a letter meant for a day is due, or None when its time has passed.

    A day that has gone by is made up for tomorrow, as long as it is not too late. What had to
    give way counts as too late from its `first` day.
    """
    meant = instant_at(day, rule.at_time, place.zone)
    expires = instant_at(first or day, rule.at_time, place.zone) + rule.keep_hours * HOUR
    if meant < now:
        tomorrow = now.astimezone(place.zone).date() + timedelta(days=1)
        meant = instant_at(tomorrow, rule.at_time, place.zone)
    due = in_hours(rule, allowed(meant, place), place)
    return _due(due, expires, place) if due < expires else None


def in_hours(hours: Hours, due: datetime, place: Place) -> datetime:
    """Return when a letter goes that is due at an instant: past its time of day, on the next day."""
    local = due.astimezone(place.zone)
    if hours.until_time is None or local.time() <= hours.until_time:
        return due
    return allowed(instant_at(local.date() + timedelta(days=1), hours.at_time, place.zone), place)


def task_on(rule: Terms, day: date, now: datetime, place: Place, first: date | None = None) -> Due | None:
    """Return when a task meant for a day is due, from its first minute, or None when too late.

    What had to give way counts as too late from its `first` day, but has its day.
    """
    starts = first_instant_at(day, time(), place.zone)
    expires = first_instant_at(first or day, time(), place.zone) + rule.keep_hours * HOUR
    if first is not None:
        expires = max(expires, first_instant_at(day + timedelta(days=1), time(), place.zone))
    return Due(day, time(), starts, expires) if now < expires else None


def _due(due: datetime, expires: datetime, place: Place) -> Due:
    local = due.astimezone(place.zone)
    return Due(local.date(), local.time().replace(tzinfo=None), due, expires)
