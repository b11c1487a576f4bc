"""What /readyz and the foot of every page say of the machinery."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from kit import clock
from kit.bounded import Shared, TookTooLong, bounded
from kit.models import Pulse
from mlmcrm import health
from mlmcrm.health import LATE, Health, Reason


@pytest.fixture
def ticked(db):
    def ticked(**seconds):
        for name, ago in seconds.items():
            at = clock.now() - timedelta(seconds=ago)
            Pulse.objects.update_or_create(name=name, defaults={"ticked_at": at})

    return ticked


def test_ready_costs_two_queries(ticked):
    ticked(worker=3, beat=8)
    health.known_migrations()  # read once in the life of a process
    with CaptureQueriesContext(connection) as asked:
        found = health.look_at_database()
    assert (found.reasons, len(asked)) == ((), 2)
    assert found.ages == {"worker": pytest.approx(3, abs=2), "schedule": pytest.approx(8, abs=2)}


def test_what_never_ticked_and_what_is_silent_is_told(ticked):
    ticked(worker=LATE + 5)
    found = health.look_at_database()
    assert [reason.check for reason in found.reasons] == ["worker", "schedule"]
    assert found.reasons[0].detail.startswith("The worker last ticked 9")
    assert found.reasons[1] == Reason("schedule", "The schedule has not ticked yet.")
    assert found.ages["schedule"] is None


@pytest.mark.parametrize(("seconds", "late"), [(LATE - 5, False), (LATE + 5, True)])
def test_the_foot_of_a_page_agrees(as_ben, ticked, seconds, late):
    ticked(worker=seconds, beat=1)
    worker = as_ben.get("/settings/").context["house"]["worker"]
    reasons = health.look_at_database().reasons
    assert (worker["late"], bool(reasons)) == (late, late)


def test_a_clock_that_runs_back_makes_no_negative_age(ticked):
    ticked(worker=-30, beat=-30)
    assert health.look_at_database() == Health((), {"worker": 0.0, "schedule": 0.0})


def test_a_full_disk_is_told_where_the_database_is_ours(settings, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 60)
    settings.EMBEDDED = True
    assert [reason.check for reason in health.look_at_disk().reasons] == ["disk"]
    settings.EMBEDDED = False
    assert health.look_at_disk() == Health()


def test_missing_tables_are_missing_migrations(monkeypatch, db):
    def no_table(*_):
        raise OperationalError("no such table: django_migrations")

    monkeypatch.setattr(health.MigrationRecorder, "migration_qs", property(no_table))
    monkeypatch.setattr(health.MigrationRecorder, "has_table", lambda _: False)
    assert health.missing_migrations() == health.known_migrations()


@pytest.mark.django_db(transaction=True)
def test_it_leaves_no_connection_open(client):
    for _ in range(3):
        assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").json() == {"status": "ok"}


def test_alive_asks_no_database(client):
    """No `db` here: a query would fail the test."""
    assert client.get("/healthz", headers={"Host": "10.1.2.3:8000"}).status_code == 200


def test_an_impatient_connection_keeps_the_limits_of_the_other():
    given = {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"options": "-c lock_timeout=5s", "sslmode": "require"},
    }
    options = health.impatient(given, 2)["OPTIONS"]
    assert options["options"] == "-c lock_timeout=5s -c statement_timeout=1500ms"
    assert (options["sslmode"], options["connect_timeout"]) == ("require", 2)
    assert given["OPTIONS"] == {"options": "-c lock_timeout=5s", "sslmode": "require"}


def test_what_hangs_is_left_and_holds_one_thread_only():
    began, goes_on = [], threading.Event()
    shared = Shared(lambda: (began.append(1), goes_on.wait(20), "done")[-1])
    for _ in range(3):
        with pytest.raises(TookTooLong):
            shared.result(0.05)
    assert len(began) == 1
    goes_on.set()
    assert shared.result(5) == "done"
    assert shared.result(5) == "done"
    assert len(began) in (1, 2)


def test_what_fails_fails_for_who_asked():
    with pytest.raises(ZeroDivisionError):
        bounded(lambda: 1 / 0, 5)
