"""How appointments were kept: counted for one distributor or for many, by the days of each one's wall."""

from datetime import UTC, date, datetime, timedelta

import pytest

from appointments.actions import arrive, book, cancel, finish, miss, move
from appointments.keeping import Figures, figures_of, figures_of_many
from appointments.models import Notes
from kit import clock

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MARCH = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def meet(ben, by_ben, talk, rosa, slot):
    """Book a talk so many days on, and let a thing happen to it so many minutes after its beginning."""

    def met(days: int, what, minutes: int = 0, **rest):
        made = book(
            owner=ben, by=by_ben, kind=talk, starts_at=slot + days * 24 * HOUR, people=[rosa], anyway=True
        )
        with clock.travel(made.starts_at + minutes * MINUTE):
            what(appointment=made, by=by_ben, **rest)
        return made

    return met


def held(*, appointment, by, notes_after: int | None = None):
    arrive(appointment=appointment, by=by)
    finish(appointment=appointment, by=by)
    if notes_after is not None:
        now = clock.now()
        Notes.objects.create(appointment=appointment, ended_at=now, sent_at=now + notes_after * MINUTE)


def test_nothing_happened(ben):
    assert figures_of(ben, *MARCH) == Figures()


def test_each_thing_is_counted_once(ben, by_ben, meet, slot, monday):
    meet(0, held, -10, notes_after=4)
    meet(1, held, 12, notes_after=10)
    meet(2, held, 0, notes_after=60)
    meet(3, miss, 5)
    meet(4, miss, 5, side="us")
    meet(5, cancel, -100, side="them")
    meet(6, cancel, -100)
    moved = meet(7, move, -200, starts_at=slot + 8 * 24 * HOUR, anyway=True)
    move(appointment=moved, by=by_ben, starts_at=slot + 9 * 24 * HOUR, side="them", anyway=True)
    with clock.travel(slot + 20 * 24 * HOUR):
        figures = figures_of(ben, *MARCH)
    assert figures == Figures(
        kept=3, early=1, late=1, moved_by_us=1, moved_by_them=1, missed=2, cancelled=2,
        minutes_to_notes=10.0, missed_by_us=1, cancelled_by_us=1, unsaid=1,
    )  # fmt: skip
    assert (figures.due, figures.on_time) == (5, 2)


def test_days_are_those_of_the_wall(ben, ana, by_ben, by_ana, talk, rosa, monday):
    """23:30 UTC on the last of February is March in Berlin."""
    first = datetime(2026, 3, 31, 21, 30, tzinfo=UTC)
    for at in (first, first + HOUR):
        made = book(owner=ben, by=by_ben, kind=talk, starts_at=at, people=[rosa], anyway=True)
        talk.minutes_after = 0
        with clock.travel(made.ends_at):
            finish(appointment=made, by=by_ben)
    assert figures_of(ben, *MARCH).kept == 1
    assert figures_of(ben, date(2026, 4, 1), date(2026, 4, 30)).kept == 1


def test_many_are_counted_with_the_same_two_questions(ben, ana, cleo, meet, django_assert_num_queries):
    meet(0, held, notes_after=3)
    cleo.zone = "America/Vancouver"
    with django_assert_num_queries(2):
        one = figures_of(ben, *MARCH)
    with django_assert_num_queries(2):
        many = figures_of_many([ana, ben, cleo], *MARCH)
    assert many == {ana.pk: Figures(), ben.pk: one, cleo.pk: Figures()}
    assert figures_of_many([], *MARCH) == {}
