"""Decides how a meeting is written in a calendar file (RFC 5545), so that any program shows it at the right time.

A meeting keeps its `uid` for life; with each change `sequence` rises. Zones are written out with each
of their clock changes in reach, because not every program knows the law of every place by heart.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unicodedata import category
from zoneinfo import ZoneInfo

from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDDDTypes,
    vText,
)
from icalendar.prop import vUTCOffset

from team.wall_time import clock_change

MAKER = "-//Kept//Appointments//EN"
A_STEP = timedelta(days=7)  # no zone changes its clocks twice within
REACH = timedelta(days=2)  # around what is written, what a zone is written out for
UNWRITABLE = {"Cc", "Cs", "Zl", "Zp"}
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Party:
    """Who meets: a name and an e-mail address; `comes` is None while nobody knows."""

    name: str
    address: str
    comes: bool | None = None


@dataclass(frozen=True)
class Warning:
    """What is shown so long before the beginning."""

    before: timedelta
    words: str


@dataclass(frozen=True)
class Entry:
    """A meeting as a calendar shows it. `changed_at` is the moment of its last change, `zone` the clock it is made by."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    title: str
    changed_at: datetime
    state: str = "CONFIRMED"  # or TENTATIVE, CANCELLED
    place: str = ""
    about: str = ""
    url: str = ""
    is_private: bool = False
    host: Party | None = None
    guests: tuple[Party, ...] = ()
    warnings: tuple[Warning, ...] = ()


def calendar_file(entries: Iterable[Entry], *, method: str = "", name: str = "") -> bytes:
    """Return a calendar file of these meetings. `method` is REQUEST or CANCEL for invitations, empty for a feed."""
    entries = list(entries)
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", plain(name))
        calendar.add("name", plain(name))
        calendar.add("refresh-interval", timedelta(minutes=30), {"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT30M")
    for zone, start, end in _reaches(entries):
        calendar.add_component(zone_written_out(zone, start - REACH, end + REACH))
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def zone_written_out(zone: ZoneInfo, start: datetime, end: datetime) -> Timezone:
    """Return a zone with all of its clock changes from one moment to another."""
    written = Timezone()
    written.add("tzid", zone.key)
    offset = start.astimezone(zone).utcoffset()
    written.add_component(_observance(zone, start, offset))
    for moment in _changes(zone, start, end):
        offset_before = (moment - A_MINUTE).astimezone(zone).utcoffset()
        written.add_component(_observance(zone, moment, offset_before))
    return written


def plain(text: str) -> str:
    """Return a text without the signs that a calendar file cannot hold."""
    signs = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in signs if sign in "\n\t" or category(sign) not in UNWRITABLE)


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    for name, moment in zip(("dtstart", "dtend"), _times(entry), strict=True):
        event.add(name, moment)
    event.add("summary", plain(entry.title))
    event.add("status", entry.state)
    event.add("transp", "TRANSPARENT" if entry.state == "CANCELLED" else "OPAQUE")
    event.add("class", "PRIVATE" if entry.is_private else "PUBLIC")
    for name, text in (("location", entry.place), ("description", entry.about)):
        if text:
            event.add(name, plain(text))
    if entry.url:
        event.add("url", entry.url)
    _add_parties(event, entry)
    for warning in entry.warnings if entry.state != "CANCELLED" else ():
        event.add_component(_alarm(warning))
    return event


def _times(entry: Entry) -> tuple[datetime, datetime]:
    """Beginning and end by the clock of the zone; by that of UTC where a wall would show one of them twice."""
    times = [
        moment.astimezone(entry.zone).replace(microsecond=0) for moment in (entry.starts_at, entry.ends_at)
    ]
    if entry.zone.key != "UTC" and not any(moment.fold for moment in times):
        return times[0], times[1]
    return times[0].astimezone(UTC), times[1].astimezone(UTC)


def _add_parties(event: Event, entry: Entry) -> None:
    if entry.host:
        event.add("organizer", _address(entry.host), encode=0)
    for guest in entry.guests:
        address = _address(guest)
        address.params["CUTYPE"] = vText("INDIVIDUAL")
        address.params["ROLE"] = vText("REQ-PARTICIPANT")
        address.params["PARTSTAT"] = vText(
            {None: "NEEDS-ACTION", True: "ACCEPTED", False: "DECLINED"}[guest.comes]
        )
        address.params["RSVP"] = vText("FALSE")
        event.add("attendee", address, encode=0)


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    # A parameter in quotes has no way to write a quote or an end of line.
    address.params["CN"] = vText(" ".join(plain(party.name).replace('"', "'").split()))
    return address


def _alarm(warning: Warning) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain(warning.words))
    alarm.add("trigger", -warning.before)
    return alarm


def _reaches(entries: list[Entry]) -> list[tuple[ZoneInfo, datetime, datetime]]:
    """Each zone that is written by name, with the first and the last moment in it."""
    reaches: dict[str, tuple[ZoneInfo, datetime, datetime]] = {}
    for entry in entries:
        if _times(entry)[0].tzinfo is not entry.zone:
            continue
        _zone, start, end = reaches.get(entry.zone.key, (None, entry.starts_at, entry.ends_at))
        reaches[entry.zone.key] = entry.zone, min(start, entry.starts_at), max(end, entry.ends_at)
    return [reaches[key] for key in sorted(reaches)]


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments at which the clocks of a zone change."""
    while start < end:
        after = min(start + A_STEP, end)
        if (change := clock_change(start, after, zone)) is not None:
            yield change
        start = after


def _observance(
    zone: ZoneInfo, moment: datetime, offset_before: timedelta
) -> TimezoneStandard | TimezoneDaylight:
    """What holds from a moment on; its beginning is told by the clock as it was before."""
    local = moment.astimezone(zone)
    rule = TimezoneDaylight() if local.dst() else TimezoneStandard()
    rule["dtstart"] = vDDDTypes((moment.astimezone(UTC) + offset_before).replace(tzinfo=None, microsecond=0))
    rule["tzoffsetfrom"] = vUTCOffset(offset_before)
    rule["tzoffsetto"] = vUTCOffset(local.utcoffset())
    rule.add("tzname", local.tzname() or zone.key)
    return rule
