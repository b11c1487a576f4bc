"""A kind of meeting of Ben's."""

from datetime import UTC, datetime, timedelta

import pytest

from appointments.models import MeetingKind

SLOT = datetime(2026, 3, 3, 9, tzinfo=UTC)  # Tuesday, 10:00 in Berlin


@pytest.fixture
def talk(ben):
    """A first talk of an hour, with a quarter of an hour after it."""
    return MeetingKind.objects.create(
        owner=ben, name="First talk", slug="first-talk", minutes=60, minutes_after=15, place="phone"
    )


@pytest.fixture
def slot(monday):
    return SLOT


@pytest.fixture
def later():
    return SLOT + timedelta(hours=2)
