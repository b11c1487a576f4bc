"""Decides which times a calendar file of somebody's keeps busy, between two moments.

What is free or cancelled there is left out; so are rules that repeat within a day, which no calendar of a
person needs. All-day events last from midnight to midnight of the own zone, and times without a zone
are of the own zone, too.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event, vRecur
from icalendar.error import BrokenCalendarProperty

MOST_EVENTS = 20_000
MOST_TIMES = 5_000
LONGEST_UID, LONGEST_TITLE = 300, 200
BY_DAYS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
REPEATS = ("RRULE", "RDATE", "RECURRENCE-ID")
A_DAY = timedelta(days=1)
BROKEN = (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError, BrokenCalendarProperty)


class Unreadable(Exception):
    """This is no calendar, or more than we can keep free: `no_calendar` or `too_many`."""


@dataclass(frozen=True)
class Taken:
    """A busy time."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str


def busy_times(
    content: bytes, zone: ZoneInfo, first: datetime, last: datetime, own_address: str = ""
) -> list[Taken]:
    """Return what is busy between two moments, in order, each once. Raises Unreadable.

    `own_address` is the e-mail of the calendar's owner: what they declined keeps nothing busy.
    """
    found: dict[tuple[str, datetime], Taken] = {}
    for number, event in enumerate(_events(content)):
        for one in _occurrences(event, zone, first, last):
            if (
                (taken := _taken(one, number, zone, own_address))
                and taken.ends_at > first
                and taken.starts_at < last
            ):
                found.setdefault((taken.uid, taken.starts_at), taken)
        if len(found) > MOST_TIMES:
            raise Unreadable("too_many")
    return sorted(found.values(), key=lambda taken: (taken.starts_at, taken.uid))


def _events(content: bytes) -> list[list[Event]]:
    """The events of a file; a repeating one together with what was changed of it."""
    if b"BEGIN:VCALENDAR" not in content[:4096].upper():
        raise Unreadable("no_calendar")
    try:
        calendars = Calendar.from_ical(content.decode("utf-8-sig", "replace"), multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except BROKEN:
        raise Unreadable("no_calendar") from None
    if len(events) > MOST_EVENTS:
        raise Unreadable("too_many")
    together = defaultdict(list)
    for number, event in enumerate(events):
        together[str(event.get("UID") or f"#{number}")].append(event)
    return list(together.values())


def _occurrences(events: list[Event], zone: ZoneInfo, first: datetime, last: datetime) -> Iterable[Event]:
    """What of one entry lies between two moments; what is broken in itself is left out."""
    if not any(name in event for event in events for name in REPEATS):
        return events
    if not all(map(_repeats_by_days, events)):
        return []
    calendar = Calendar()
    try:
        for event in events:
            if isinstance(getattr(event.get("DTSTART"), "dt", None), date):
                calendar.add_component(event)
        # Times without a zone are read as those of UTC there: look a day further at either end.
        return recurring_ical_events.of(calendar, skip_bad_series=True).between(first - A_DAY, last + A_DAY)
    except BROKEN:
        return []


def _repeats_by_days(event: Event) -> bool:
    rules = event.get("RRULE") or []
    return all(
        isinstance(rule, vRecur)
        and set(rule.get("FREQ", [])) <= BY_DAYS
        and all(isinstance(step, int) and step > 0 for step in rule.get("INTERVAL", []))
        and not any(len(rule.get(name, [])) > 1 for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        for rule in (rules if isinstance(rules, list) else [rules])
    )


def _taken(event: Event, number: int, zone: ZoneInfo, own_address: str) -> Taken | None:
    if _is_free(event, own_address) or "DTSTART" not in event:
        return None
    try:
        starts_at, ends_at = _times(event, zone)
    except BROKEN:
        return None
    if starts_at >= ends_at:
        return None
    uid, title = str(event.get("UID") or f"#{number}"), str(event.get("SUMMARY") or "")
    return Taken(_kept(uid, LONGEST_UID), starts_at, ends_at, _kept(title, LONGEST_TITLE))


def _is_free(event: Event, own_address: str) -> bool:
    said = {
        name: str(event.get(name, "")).upper() for name in ("TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS")
    }
    if "TRANSPARENT" in said.values() or "CANCELLED" in said.values() or "FREE" in said.values():
        return True
    asked = event.get("ATTENDEE", [])
    return any(
        str(one).lower() == f"mailto:{own_address.lower()}"
        and str(getattr(one, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"
        for one in (asked if isinstance(asked, list) else [asked])
    )  # fmt: skip


def _times(event: Event, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start = event["DTSTART"].dt
    if "DTEND" in event:
        end = event["DTEND"].dt
    elif "DURATION" in event:
        end = start + event["DURATION"].dt
    else:
        end = start if isinstance(start, datetime) else start + A_DAY
    return _moment(start, zone), _moment(end, zone)


def _moment(when: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(when, datetime):
        when = datetime.combine(when, time())
    return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)


def _kept(text: str, longest: int) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:longest]
