"""The program that reads a calendar file from its input, within bounds; see apart.py. It knows no database and no settings."""

import json
import resource
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from appointments.outside import Unreadable, busy_times

MOST_MEMORY = 768 * 1024 * 1024  # bytes
LONGEST = 30  # seconds


def main() -> None:
    """Print the busy times of a file as JSON, or the code of what is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    zone, first, last, own_address = sys.argv[1:5]
    span = datetime.fromisoformat(first), datetime.fromisoformat(last)
    try:
        times = busy_times(sys.stdin.buffer.read(), ZoneInfo(zone), *span, own_address)
        told = [[one.uid, one.starts_at.isoformat(), one.ends_at.isoformat(), one.title] for one in times]
    except Unreadable as problem:
        told = str(problem)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
