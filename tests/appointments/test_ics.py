"""A calendar file says the right moment to whoever reads it: by the name of the zone, or by the zone written out in it."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from unicodedata import category
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import example, given, settings
from hypothesis import strategies as st

from appointments.ics import Entry, Party, Warning, calendar_file

BERLIN = ZoneInfo("Europe/Berlin")
AN_HOUR = timedelta(hours=1)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
# With and without clock changes, at half hours, below the equator, and with laws that changed.
ZONES = [
    "Europe/Berlin", "America/New_York", "America/Vancouver", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia",
    "Africa/Casablanca", "America/Sao_Paulo", "Asia/Almaty", "America/Mexico_City", "Europe/Volgograd", "UTC",
    "Asia/Kathmandu", "Pacific/Chatham", "Africa/Cairo",
]  # fmt: skip


def entry(starts_at=NOW, *, zone=BERLIN, lasts=AN_HOUR, **rest) -> Entry:
    facts = {"uid": "1@kept", "sequence": 0, "title": "Talk", "changed_at": NOW} | rest
    return Entry(starts_at=starts_at, ends_at=starts_at + lasts, zone=zone, **facts)


def read(content: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


moments = st.datetimes(datetime(2015, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(moment=moments, zone=st.sampled_from(ZONES), minutes=st.integers(1, 720))
@example(moment=datetime(2026, 3, 29, 0, 30, tzinfo=UTC), zone="Europe/Berlin", minutes=60)  # 01:30 to 03:30
@example(
    moment=datetime(2026, 3, 29, 1, 30, tzinfo=UTC), zone="Europe/Berlin", minutes=45
)  # just after the gap
@example(
    moment=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), zone="Europe/Berlin", minutes=60
)  # the doubled hour
@example(moment=datetime(2026, 10, 25, 1, 30, tzinfo=UTC), zone="Europe/Berlin", minutes=60)
@example(moment=datetime(2024, 2, 29, 17, 30, tzinfo=UTC), zone="Asia/Almaty", minutes=120)  # the law changed
@example(moment=datetime(2011, 12, 30, 9, 0, tzinfo=UTC), zone="Pacific/Apia", minutes=120)  # a day left out
def test_both_readings_are_the_moment_itself(moment, zone, minutes):
    content = calendar_file([entry(moment, zone=ZoneInfo(zone), lasts=timedelta(minutes=minutes))])
    (event,) = read(content)
    wanted = moment, moment + timedelta(minutes=minutes)
    assert tuple(event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND")) == wanted
    assert tuple(_by_the_file(content, event[name]) for name in ("DTSTART", "DTEND")) == wanted


def _by_the_file(content: bytes, written) -> datetime:
    """The moment as a program understands it that knows no zones but those in the file."""
    if written.params.get("TZID") is None:
        return written.dt
    known = tzical(StringIO(content.decode())).get(written.params["TZID"])
    return written.dt.replace(tzinfo=known, fold=0).astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_every_meeting_of_three_years_is_right_in_one_file(zone):
    starts = [datetime(2024, 1, 1, 10, tzinfo=UTC) + timedelta(days=13 * n, hours=n % 24) for n in range(85)]
    content = calendar_file(
        [entry(start, zone=ZoneInfo(zone), uid=f"{number}") for number, start in enumerate(starts)]
    )
    assert [_by_the_file(content, event["DTSTART"]) for event in read(content)] == starts


def test_the_clocks_of_berlin_change_at_two_and_at_three():
    content = calendar_file([entry(), entry(datetime(2026, 11, 2, 9, tzinfo=UTC), uid="2")])
    text = "\n".join(lines(content))
    assert (
        "BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZNAME:CEST\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200" in text
    )
    assert "BEGIN:STANDARD\nDTSTART:20261025T030000\nTZNAME:CET\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100" in text
    assert text.count("BEGIN:VTIMEZONE") == 1


def test_what_is_said_of_a_meeting():
    guest, host = Party("Rosa Lind", "rosa@post.example", True), Party("Ben", "ben@kept.example")
    warnings = (Warning(timedelta(days=1), "Tomorrow"), Warning(timedelta(minutes=35), "Leave by 09:55"))
    content = calendar_file(
        [entry(
            sequence=3, state="CONFIRMED", place="Main St 1", about="Link", url="https://kept.example/a/x/",
            host=host, guests=(guest,), warnings=warnings,
        )],
        method="REQUEST",
    )  # fmt: skip
    assert [
        line for line in lines(content) if not line.startswith(("TZ", "BEGIN", "END", "DTSTART:2026"))
    ] == [
        "VERSION:2.0",
        "PRODID:-//Kept//Appointments//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "SUMMARY:Talk",
        "DTSTART;TZID=Europe/Berlin:20260302T103000",
        "DTEND;TZID=Europe/Berlin:20260302T113000",
        "DTSTAMP:20260302T093000Z",
        "UID:1@kept",
        "SEQUENCE:3",
        'ATTENDEE;CN="Rosa Lind";CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:rosa@post.example',
        "CLASS:PUBLIC",
        "DESCRIPTION:Link",
        "LAST-MODIFIED:20260302T093000Z",
        "LOCATION:Main St 1",
        "ORGANIZER;CN=Ben:mailto:ben@kept.example",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://kept.example/a/x/",
        "ACTION:DISPLAY",
        "DESCRIPTION:Tomorrow",
        "TRIGGER:-P1D",
        "ACTION:DISPLAY",
        "DESCRIPTION:Leave by 09:55",
        "TRIGGER:-PT35M",
        "",
    ]


def test_what_is_off_takes_no_time_and_warns_of_nothing():
    content = calendar_file([entry(state="CANCELLED", warnings=(Warning(AN_HOUR, "x"),))], method="CANCEL")
    (event,) = read(content)
    assert (event["STATUS"], event["TRANSP"], event.walk("VALARM")) == ("CANCELLED", "TRANSPARENT", [])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(words=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@example(words='a;b,c\\n:"d"\n' * 9)
@example(words="\u05e9\u05dc\u05d5\u05dd " * 40)
@example(words="END:VEVENT\r\nBEGIN:VEVENT")
def test_words_stay_words_and_lines_are_short(words):
    content = calendar_file([entry(title=words, place=words, guests=(Party(words, "a@post.example"),))])
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    (event,) = read(content)
    signs = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in signs if sign in "\n\t" or category(sign) not in ("Cc", "Zl", "Zp"))
    assert (str(event["SUMMARY"]), str(event.get("LOCATION", ""))) == (kept, kept)
    assert event["ATTENDEE"] == "mailto:a@post.example"


def test_a_zone_of_the_future_law_is_that_of_the_data_we_carry():
    zone = ZoneInfo("America/Vancouver")
    offsets = {date(2025, 12, 1): -8, date(2026, 7, 1): -7}
    for day, hours in offsets.items():
        start = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
        (event,) = read(calendar_file([entry(start, zone=zone)]))
        assert event["DTSTART"].dt.replace(tzinfo=None) == start.replace(tzinfo=None) + timedelta(hours=hours)
