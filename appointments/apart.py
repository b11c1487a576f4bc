"""Lets a program of its own read a calendar file, with bounds on time and memory: a file from outside stops no worker."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from appointments.fetching import CannotRead
from appointments.outside import Taken

LONGEST = 30  # seconds
READER = "appointments.reader"
HOME = Path(__file__).resolve().parent.parent


def busy_times_apart(
    content: bytes, zone: str, first: datetime, last: datetime, own_address: str
) -> list[Taken]:
    """Return what `busy_times` does. Raises CannotRead."""
    asked = [sys.executable, "-m", READER, zone, first.isoformat(), last.isoformat(), own_address]
    # The zones are those of the package, as everywhere here.
    surroundings = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONTZPATH": ""}
    try:
        done = subprocess.run(
            asked,
            input=content,
            capture_output=True,
            timeout=LONGEST,
            cwd=HOME,
            env=surroundings,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotRead("too_slow") from None
    if done.returncode:
        raise CannotRead("too_large" if b"MemoryError" in done.stderr else "no_calendar")
    told = json.loads(done.stdout)
    if isinstance(told, str):
        raise CannotRead(told)
    return [
        Taken(uid, datetime.fromisoformat(start), datetime.fromisoformat(end), title)
        for uid, start, end, title in told
    ]
