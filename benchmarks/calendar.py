"""Gives the one who is measured a calendar of 300 meetings and ten rules, and times its free times: python -m benchmarks.calendar.

Prints, as JSON, the milliseconds of both, the page's handle, and the last free time to fight for.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from statistics import median

import django

MEETINGS, ROUNDS, A_DAY = 300, 200, timedelta(days=1)


def main(words: list[str]) -> None:
    django.setup()
    from team.models import Distributor

    owner = Distributor.objects.get(email=words[0])
    kind = _fill(owner)
    first = owner.today()
    print(
        json.dumps(
            {**_timed(owner, kind, first, first + 31 * A_DAY), "handle": owner.handle, **_last(owner, kind)}
        )
    )


def _fill(owner):
    from appointments.actions import ensure_kinds
    from appointments.models import Appointment, Availability, HoursOnDay, ProtectedTime
    from kit.events import Actor, Door
    from kit.ids import uuid7

    kind = ensure_kinds(owner=owner, by=Actor(None, Door.COMMAND))[0]
    limits = {
        "most_a_day": 20,
        "minutes_a_day": 600,
        "most_a_week": 90,
        "minutes_a_week": 3000,
        "most_in_a_row": 4,
    }
    Availability.objects.update_or_create(owner=owner, defaults=limits)
    days = [owner.today() + n * A_DAY for n in range(1, 60)]
    ProtectedTime.objects.bulk_create(
        ProtectedTime(owner=owner, weekday=weekday, starts=wall(12), ends=wall(13)) for weekday in range(5)
    )
    HoursOnDay.objects.bulk_create(
        HoursOnDay(owner=owner, day=day, opens=wall(8), closes=wall(20)) for day in days[:5]
    )
    starts = [
        datetime.combine(day, wall(8), UTC) + number * timedelta(minutes=45)
        for day in days
        if day.weekday() < 5
        for number in range(14)
    ]
    Appointment.objects.bulk_create(_meeting(owner, kind, uuid7(), start) for start in starts[:MEETINGS])
    return kind


def _meeting(owner, kind, id, start):
    from appointments.actions.booking import times_of
    from appointments.models import Appointment

    return Appointment(
        id=id, owner=owner, kind=kind, state="booked", zone=owner.zone, uid=str(id), **times_of(kind, start)
    )


def _timed(owner, kind, first, last) -> dict:
    """The medians of the rows alone, and of the free times with them, asked in turn."""
    from appointments.facts import busy_of, free_times, opening_of, terms_of

    def rows():
        opening_of(owner, terms_of(owner))
        busy_of(owner, first, last)

    def free():
        free_times(owner, kind, first, last)

    spent = {rows: [], free: []}
    for _round in range(ROUNDS):
        for call, times in spent.items():
            begun = time.perf_counter()
            call()
            times.append((time.perf_counter() - begun) * 1000)
    return {
        "rows": median(spent[rows]),
        "free": median(spent[free]),
        "found": len(free_times(owner, kind, first, last)),
    }


def _last(owner, kind) -> dict:
    """A free time within the next weeks, for which everybody will ask."""
    from appointments.facts import free_times

    first = owner.today() + 2 * A_DAY
    return {"at": free_times(owner, kind, first, first + 21 * A_DAY)[0].isoformat(), "kind": kind.slug}


if __name__ == "__main__":
    main(sys.argv[1:])
