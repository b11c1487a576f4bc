"""What of somebody's calendar keeps time busy, whatever is written in it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from appointments.apart import busy_times_apart
from appointments.fetching import CannotRead
from appointments.ics import Entry, calendar_file
from appointments.outside import MOST_TIMES, Unreadable, busy_times

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


def file_of(*events: str, zones: str = "") -> bytes:
    inside = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{zones}{inside}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    ).encode()


def read(
    *events: str, zone=BERLIN, own="ben@kept.example", zones: str = "", first=FIRST, last=LAST
) -> list[tuple]:
    times = busy_times(file_of(*events, zones=zones), zone, first, last, own)
    return [(one.uid, f"{one.starts_at:%d %b %H:%M}", f"{one.ends_at:%d %b %H:%M}") for one in times]


def test_a_plain_event_and_one_that_is_outside_of_the_span():
    seen = "UID:a\nDTSTART:20260303T090000Z\nDTEND:20260303T100000Z\nSUMMARY:Dentist"
    gone = "UID:b\nDTSTART:20250303T090000Z\nDTEND:20250303T100000Z"
    assert read(seen, gone) == [("a", "03 Mar 09:00", "03 Mar 10:00")]


@pytest.mark.parametrize(
    "said",
    ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
     "ATTENDEE;PARTSTAT=DECLINED:mailto:Ben@kept.example", "DTEND:20260303T090000Z", "DTEND:20260303T080000Z"],
)  # fmt: skip
def test_what_keeps_nothing_busy(said):
    end = "" if said.startswith("DTEND") else "\nDTEND:20260303T100000Z"
    assert read(f"UID:a\nDTSTART:20260303T090000Z{end}\n{said}") == []


def test_what_somebody_else_declined_is_busy():
    said = "ATTENDEE;PARTSTAT=DECLINED:mailto:eva@post.example"
    assert len(read(f"UID:a\nDTSTART:20260303T090000Z\nDTEND:20260303T100000Z\n{said}")) == 1


def test_all_day_is_the_day_of_the_wall_also_when_it_has_23_hours():
    assert read("UID:a\nDTSTART;VALUE=DATE:20260329") == [("a", "28 Mar 23:00", "29 Mar 22:00")]
    two = "UID:a\nDTSTART;VALUE=DATE:20260303\nDTEND;VALUE=DATE:20260305"
    assert read(two) == [("a", "02 Mar 23:00", "04 Mar 23:00")]


def test_times_without_a_zone_are_of_the_own_zone():
    assert read("UID:a\nDTSTART:20260303T090000\nDURATION:PT30M") == [("a", "03 Mar 08:00", "03 Mar 08:30")]
    assert read(
        "UID:a\nDTSTART:20260303T090000\nDTEND:20260303T100000\nRRULE:FREQ=DAILY;COUNT=2"
    ) == [("a", "03 Mar 08:00", "03 Mar 09:00"), ("a", "04 Mar 08:00", "04 Mar 09:00")]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "wanted"),
    [
        ("America/New_York", "03 Mar 14:00"),
        ("W. Europe Standard Time", "03 Mar 08:00"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "03 Mar 08:00"),
        ("Nowhere/Land", "03 Mar 08:00"),  # of the own zone
    ],
)
def test_zones_by_the_names_of_other_programs_and_by_none(zone, wanted):
    found = read(f"UID:a\nDTSTART;TZID={zone}:20260303T090000\nDURATION:PT1H")
    assert [start for _uid, start, _end in found] == [wanted]


def test_a_zone_that_the_file_itself_explains():
    zones = (
        "BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0545\nTZOFFSETTO:+0545\n"
        "END:STANDARD\nEND:VTIMEZONE\n"
    )
    found = read("UID:a\nDTSTART;TZID=Mine:20260303T090000\nDURATION:PT1H", zones=zones)
    assert found == [("a", "03 Mar 03:15", "03 Mar 04:15")]


def test_a_rule_without_end_keeps_its_hour_on_the_wall_and_stops_at_the_span():
    weekly = "UID:a\nDTSTART;TZID=Europe/Berlin:20200106T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    found = read(weekly)
    assert [start for _uid, start, _end in found] == [
        "02 Mar 08:00", "09 Mar 08:00", "16 Mar 08:00", "23 Mar 08:00", "30 Mar 07:00", "06 Apr 07:00", "13 Apr 07:00",
        "20 Apr 07:00", "27 Apr 07:00",
    ]  # fmt: skip


def test_one_of_a_series_moved_one_cancelled_one_left_out():
    series = "UID:a\nDTSTART:20260302T090000Z\nDTEND:20260302T100000Z\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE:20260303T090000Z"
    moved = "UID:a\nRECURRENCE-ID:20260304T090000Z\nDTSTART:20260304T140000Z\nDTEND:20260304T150000Z"
    off = "UID:a\nRECURRENCE-ID:20260305T090000Z\nDTSTART:20260305T090000Z\nDTEND:20260305T100000Z\nSTATUS:CANCELLED"
    assert read(series, moved, off) == [
        ("a", "02 Mar 09:00", "02 Mar 10:00"), ("a", "04 Mar 14:00", "04 Mar 15:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1",
     "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3", "FREQ=NEVER", "X"],
)  # fmt: skip
def test_rules_within_a_day_and_nonsense_are_left_out_and_the_rest_is_read(rule):
    rest = "UID:b\nDTSTART:20260303T090000Z\nDURATION:PT1H"
    assert read(f"UID:a\nDTSTART:19700101T000000Z\nDURATION:PT1H\nRRULE:{rule}", rest) == [
        ("b", "03 Mar 09:00", "03 Mar 10:00")
    ]


def test_the_same_twice_is_once_and_what_is_broken_is_left_out():
    one = "UID:a\nDTSTART:20260303T090000Z\nDURATION:PT1H"
    broken = ["UID:c\nDTSTART:yesterday", "UID:d\nSUMMARY:x", "UID:e\nDTSTART:20260303T090000Z\nDTEND:x"]
    assert [uid for uid, *_times in read(one, one, *broken)].count("a") == 1


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff\xfe\x00", b"BEGIN:VCALENDAR", b"x" * 9999])
def test_what_is_no_calendar(content):
    try:
        assert busy_times(content, BERLIN, FIRST, LAST) == []
    except Unreadable as problem:
        assert str(problem) == "no_calendar"


def test_more_than_we_keep_free():
    rules = [
        f"UID:{n}\nDTSTART:20260301T{n % 24:02}0000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
        for n in range(MOST_TIMES // 60 + 5)
    ]
    with pytest.raises(Unreadable, match="too_many"):
        read(*rules)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    moment=moments, zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
)
@example(moment=datetime(2026, 10, 25, 1, 30, tzinfo=UTC), zone="Europe/Berlin")
def test_what_we_write_we_read(moment, zone):
    entry = Entry(
        uid="1",
        sequence=0,
        starts_at=moment,
        ends_at=moment + AN_HOUR,
        zone=ZoneInfo(zone),
        title="T",
        changed_at=moment,
    )
    span = moment - timedelta(days=3), moment + timedelta(days=3)
    (found,) = busy_times(calendar_file([entry]), BERLIN, *span)
    assert (found.starts_at, found.ends_at, found.title) == (moment, moment + AN_HOUR, "T")


def test_read_by_a_program_of_its_own():
    content = file_of(
        "UID:a\nDTSTART;TZID=America/Vancouver:20260303T090000\nDURATION:PT1H\nSUMMARY:Zahnärztin"
    )
    found = busy_times_apart(content, "Europe/Berlin", FIRST, LAST, "")
    assert found == busy_times(content, BERLIN, FIRST, LAST)
    assert [one.title for one in found] == ["Zahnärztin"]
    with pytest.raises(CannotRead) as refused:
        busy_times_apart(b"<html>", "Europe/Berlin", FIRST, LAST, "")
    assert refused.value.code == "no_calendar"


def test_a_rule_that_never_comes_true_stops_no_worker(monkeypatch):
    monkeypatch.setattr("appointments.apart.LONGEST", 3)
    never = [
        f"UID:{n}\nDTSTART:19000101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31" for n in range(200)
    ]
    with pytest.raises(CannotRead) as refused:
        busy_times_apart(file_of(*never), "Europe/Berlin", FIRST, LAST, "")
    assert refused.value.code == "too_slow"
