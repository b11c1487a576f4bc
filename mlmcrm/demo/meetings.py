"""Fills the calendars of the demo world: what was kept, early or late, moved and missed, and what is to come."""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import datetime, time, timedelta
from itertools import cycle
from random import Random

from appointments import actions as meetings
from appointments.facts import free_times
from appointments.models import Appointment, MeetingKind, Notes
from customers import actions as people
from customers.models import Customer
from followups import actions as followups
from kit import clock
from kit.errors import Refused
from kit.events import Actor, Door
from mlmcrm.demo.days import Life
from team.wall_time import first_instant_at

A_DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MOST_A_DAY = 4
SAME_EVENING = 40 * MINUTE  # before quiet hours, after which letters spread by chance
LOOKED_BACK, EVERY = 26, 2  # days
TO_COME, AHEAD = 7, 9  # so many within so many days
MINUTES_AGO = 9  # they were booked, so that the letters about it have gone
ENOUGH = 12  # people somebody must know before a calendar fills
TASTING = {
    "name": "Tasting", "about": "Six or eight of you, tea, and everything to try.", "minutes": 90,
    "place": "here", "minutes_before": 30, "minutes_after": 30, "seats": 8,
    "agenda": [
        {"title": "Welcome and tea", "minutes": 10, "hint": ""},
        {"title": "Try three things", "minutes": 50, "hint": "One at a time; ask what they notice."},
        {"title": "Questions", "minutes": 20, "hint": "Park what takes long."},
        {"title": "What is next", "minutes": 10, "hint": ""},
    ],
}  # fmt: skip
WANTS = (
    "something for dry hands that is not greasy",
    "a present for four colleagues",
    "less plastic at home",
)
NOTED = (
    "~ something that smells of nothing\n? How long does a bar last?\n= Six weeks for one person",
    "~ the balm, in the small tin\nHer sister may come along next time.",
    "? Does it help against hard water?\n= A spoon of it in the last rinse does\n~ a sample for the office",
    "Likes to be called in the morning.\n~ a refill instead of a new bottle",
)
PROMISES = ("bring the fragrance list", "find out whether the box comes with a card", "send the tea recipe")


def keep_calendar(life: Life, now: datetime, rng: Random, spared: Collection[str] = ()) -> None:
    """Queue the appointments of somebody: those of the last weeks, and those that are booked just now.

    Nobody of the names `spared` is met: their days tell other stories.
    """
    life.unmet = frozenset(spared)
    turns = cycle((_noted, _kept, _missed, _moved, _noted, _late, _noted, _kept, _cancelled, _noted, _moved))
    for ago in range(LOOKED_BACK, 1, -EVERY):
        life.days.at(_evening(life, now, ago), lambda: _live_tomorrow(life, rng, turns))
    life.days.at(now - MINUTES_AGO * MINUTE, lambda: _book_ahead(life, rng, now))


def _live_tomorrow(life: Life, rng: Random, turns: Iterator[Callable]) -> None:
    """Book something for the day after, and let it become what its turn is."""
    if made := _book(life, rng, days=1):
        next(turns)(life, made, rng)


def _kept(life: Life, made: Appointment, rng: Random) -> None:
    came = made.starts_at - rng.choice((7, 5, 3, 0)) * MINUTE
    _at(life, came, lambda: meetings.arrive(appointment=made, by=life.by))
    _at(life, made.ends_at, lambda: meetings.finish(appointment=made, by=life.by))


def _noted(life: Life, made: Appointment, rng: Random) -> None:
    """Held in the meeting room: noted, ended, and the notes in their hands some minutes later."""
    text = rng.choice(NOTED)
    kept: list[Notes] = []

    def begin() -> None:
        kept.append(meetings.open_notes(appointment=made, by=life.by))
        meetings.begin_meeting(notes=kept[0], by=life.by)
        meetings.save_notes(notes=kept[0], by=life.by, text=text, revision=0, written_by="page")

    _at(life, made.starts_at - rng.choice((6, 4, 2)) * MINUTE, begin)
    _at(life, made.ends_at, lambda: meetings.end_meeting(notes=kept[0], by=life.by))
    sent_at = made.ends_at + rng.choice((3, 4, 6, 11)) * MINUTE
    _at(life, sent_at, lambda: meetings.send_notes(notes=kept[0], by=life.by))


def _late(life: Life, made: Appointment, rng: Random) -> None:
    said = made.starts_at - 10 * MINUTE
    _at(life, said, lambda: meetings.run_late(appointment=made, by=life.by, minutes=10))
    _at(life, made.starts_at + 9 * MINUTE, lambda: meetings.arrive(appointment=made, by=life.by))
    _at(life, made.ends_at + 5 * MINUTE, lambda: meetings.finish(appointment=made, by=life.by))


def _moved(life: Life, made: Appointment, rng: Random) -> None:
    """They move it by their link to a later time of the same day, or it stays."""

    def move() -> None:
        day = made.starts_at.astimezone(life.owner.zoneinfo).date()
        times = free_times(life.owner, made.kind, day, day, without=made)
        later = [time for time in times if time > made.starts_at + 60 * MINUTE]
        if later:
            by = Actor(None, Door.WEB)
            meetings.move(appointment=made, by=by, starts_at=rng.choice(later), side="them")
        _kept(life, made, rng)

    _at(life, clock.now() + SAME_EVENING, move)


def _missed(life: Life, made: Appointment, rng: Random) -> None:
    _at(life, made.starts_at + 20 * MINUTE, lambda: meetings.miss(appointment=made, by=life.by))


def _cancelled(life: Life, made: Appointment, rng: Random) -> None:
    by = Actor(None, Door.WEB)
    _at(life, clock.now() + SAME_EVENING, lambda: meetings.cancel(appointment=made, by=by, side="them"))


def _book_ahead(life: Life, rng: Random, now: datetime) -> None:
    """What is to come: some are confirmed, one is only asked for, one has many seats."""
    meetings.change_availability(owner=life.owner, by=life.by, most_a_day=MOST_A_DAY)
    made = [_book(life, rng, days=number * AHEAD // TO_COME) for number in range(TO_COME)]
    made = [one for one in made if one]
    for one in made[:3]:
        meetings.confirm(appointment=one, by=life.by)
    for one, want, promise in zip(made, WANTS, PROMISES, strict=False):
        _know(life, one.guests.get().customer, want, promise)
    if made:
        _book_tasting(life, rng)
        _book(life, rng, days=4, held_until=now + timedelta(hours=20))


def _know(life: Life, person: Customer, want: str, promise: str) -> None:
    """Something to have at hand when they meet."""
    people.note_want(customer=person, by=life.by, text=want)
    followups.make_promise(customer=person, by=life.by, text=promise, due_on=life.owner.today() + 3 * A_DAY)


def _book_tasting(life: Life, rng: Random) -> None:
    kind = meetings.add_kind(owner=life.owner, by=life.by, **TASTING)
    first = life.owner.today() + 5 * A_DAY
    times = free_times(life.owner, kind, first, first + 7 * A_DAY)
    guests = _people(life)[:6]
    if times and len(guests) > 1:
        meetings.book(owner=life.owner, by=life.by, kind=kind, starts_at=rng.choice(times), people=guests)


def _book(life: Life, rng: Random, *, days: int, **rest) -> Appointment | None:
    """Book a free time from so many days on, with somebody who has none yet."""
    owner = life.owner
    kind: MeetingKind = rng.choice(meetings.ensure_kinds(owner=owner, by=life.by)[:3])
    first = owner.today() + days * A_DAY
    times, found = free_times(owner, kind, first, first + 3 * A_DAY), _people(life)
    if not times or len(found) < ENOUGH:
        return None
    day = times[0].astimezone(owner.zoneinfo).date()
    times = [moment for moment in times if moment.astimezone(owner.zoneinfo).date() == day]
    with suppress(Refused):
        return meetings.book(
            owner=owner, by=life.by, kind=kind, starts_at=rng.choice(times),
            people=[rng.choice(found[:20])], **rest,
        )  # fmt: skip
    return None


def _people(life: Life) -> list[Customer]:
    """Those who can be met and have no appointment yet, the best known first."""
    rows = Customer.objects.visible_to(life.owner).filter(meetings=None, grieving_until=None, refused_on=None)
    rows = rows.filter(zone__in=("", life.owner.zone)).exclude(name__in=life.unmet)
    return list(rows.order_by("-orders_count", "name_key")[:30])


def _at(life: Life, moment: datetime, verb: Callable[[], object]) -> None:
    def do() -> None:
        with suppress(Refused):
            verb()

    life.days.at(moment, do)


def _evening(life: Life, now: datetime, ago: int) -> datetime:
    day = now.astimezone(life.owner.zoneinfo).date() - ago * A_DAY
    return first_instant_at(day, time(18), life.owner.zoneinfo)
