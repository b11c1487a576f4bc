"""Calendar programs that people use read the feed from a server that serves it: vdirsyncer brings it, khal shows it."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from appointments.actions import book, cancel, move, open_feed, show_titles
from appointments.links import feed_token
from appointments.models import Availability
from kit import clock
from team.wall_time import clock_change, first_instant_at

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
PROGRAMS = Path(sys.executable).parent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path):
    for name in ("status", "kept"):
        (tmp_path / name).mkdir()
    return tmp_path


def run(folder: Path, program: str, *words: str) -> str:
    """Run a program of the test's own packages, at home in the folder; return what it says."""
    homes = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    done = subprocess.run(
        [str(PROGRAMS / program), *words], capture_output=True, text=True, timeout=120, check=False, input="y\n" * 5,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC", **homes},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bring(folder: Path, address: str) -> None:
    """Synchronise the folder with the feed, as vdirsyncer does it every few minutes."""
    config = folder / "vdirsyncer"
    config.write_text(
        f'[general]\nstatus_path = "{folder}/status/"\n'
        f'[pair kept]\na = "feed"\nb = "here"\ncollections = null\n'
        f'[storage feed]\ntype = "http"\nurl = "{address}"\n'
        f'[storage here]\ntype = "filesystem"\npath = "{folder}/kept"\nfileext = ".ics"\n'
    )
    run(folder, "vdirsyncer", "-c", str(config), "discover")
    run(folder, "vdirsyncer", "-c", str(config), "sync")


def listed(folder: Path, zone: ZoneInfo, first: datetime) -> list[tuple[str, str, str]]:
    """What khal shows of a hundred days to somebody in a zone: beginning, end, title."""
    config = folder / f"khal-{zone.key.replace('/', '-')}"
    config.write_text(
        f"[calendars]\n[[kept]]\npath = {folder}/kept\nreadonly = True\n"
        f"[sqlite]\npath = {folder}/{config.name}.db\n"
        f"[locale]\nlocal_timezone = {zone.key}\ndefault_timezone = {zone.key}\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    words = ["--day-format", "", "--format", "{start-long-full}|{end-long-full}|{title}{repeat-symbol}"]
    said = run(folder, "khal", "-c", str(config), "list", *words, f"{first:%Y-%m-%d}", "100d")
    return [tuple(line.split("|")) for line in said.splitlines() if "|" in line]


def on_the_wall(moment: datetime, zone: ZoneInfo, title: str) -> tuple[str, str, str]:
    end = moment + timedelta(hours=1)
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}", f"{end.astimezone(zone):%Y-%m-%d %H:%M}", title


def test_they_show_the_very_times_in_any_zone_over_a_clock_change(
    live_server, folder, ben, rosa, by_ben, talk
):
    Availability.objects.create(owner=ben)
    change = clock_change(*_around_the_next_change(), BERLIN)
    # Ten o'clock in Berlin: before either place changes its clocks, between the two, and after both; and in the hour after.
    days = [change.date() + timedelta(days=number) for number in (-25, -7, -1, 2, 12)]
    starts = [first_instant_at(day, datetime.min.time().replace(hour=10), BERLIN) for day in days]
    starts.append(change + timedelta(hours=1, minutes=30))
    made = [
        book(owner=ben, by=by_ben, kind=talk, starts_at=start, people=[rosa], anyway=True) for start in starts
    ]
    feed = open_feed(owner=ben, by=by_ben)
    show_titles(feed=feed, by=by_ben, on=True)
    address, first = (
        f"{live_server.url}/calendar/feed/{feed_token(feed)}.ics",
        min(starts) - timedelta(days=2),
    )
    bring(folder, address)
    for zone in (NEW_YORK, BERLIN, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kathmandu")):
        wanted = [on_the_wall(start, zone, "First talk: Rosa Lind") for start in sorted(starts)]
        assert listed(folder, zone, first) == wanted, zone

    cancel(appointment=made[0], by=by_ben)
    moved = starts[1] + timedelta(hours=4)
    move(appointment=made[1], by=by_ben, starts_at=moved, anyway=True)
    bring(folder, address)
    left = sorted([moved, *starts[2:]])
    assert listed(folder, NEW_YORK, first) == [
        on_the_wall(start, NEW_YORK, "First talk: Rosa Lind") for start in left
    ]
    assert len(list((folder / "kept").iterdir())) == len(left)


def _around_the_next_change() -> tuple[datetime, datetime]:
    """A week that holds the next change of the clocks in Berlin, far enough ahead to book before it."""
    start = clock.now().replace(microsecond=0) + timedelta(days=30)
    while clock_change(start, start + timedelta(days=7), BERLIN) is None:
        start += timedelta(days=7)
    return start, start + timedelta(days=7)
