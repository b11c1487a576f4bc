"""A clock that is stepped back, and a database that crashes: what was held is given back, what was done is kept."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError

from followups.delivery import sweep
from followups.delivery.loop import stubbornly
from followups.models import Message

pytestmark = pytest.mark.django_db


def held(plan_letters, count, until, begun_at=None):
    plan_letters(count, start=f"until {until:%H%M}", state="claimed", lease_until=until, begun_at=begun_at)


def test_what_is_held_longer_than_any_lease_was_held_before_the_clock_went_back(plan_letters, monday):
    held(plan_letters, 1, monday + timedelta(hours=1, minutes=2))
    held(plan_letters, 2, monday + timedelta(minutes=2))
    assert sweep() == 1
    assert Message.objects.counted_by_state() == {"planned": 1, "claimed": 2}


def test_of_what_had_begun_before_it_went_back_nobody_knows(plan_letters, sink, monday, settings):
    settings.EMAIL_FILE_PATH = None
    held(plan_letters, 1, monday + timedelta(hours=1), begun_at=monday + timedelta(minutes=59))
    assert sweep() == 1
    assert Message.objects.counted_by_state() == {"uncertain": 1}


class Breaks:
    """Fails once, then works."""

    def __init__(self, problem):
        self.problems = [problem]

    def __call__(self):
        if self.problems:
            raise self.problems.pop()
        return "written down"


@pytest.mark.django_db(transaction=True)
def test_through_the_crash_of_a_server_is_written_down_what_it_cannot_be_asked_again():
    """psycopg2 tells of it with no more than the mother of all its errors."""
    assert stubbornly(Breaks(DatabaseError("server closed the connection unexpectedly"))) == "written down"


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_is_not_asked_for_again():
    with pytest.raises(IntegrityError):
        stubbornly(Breaks(IntegrityError("twice")))
