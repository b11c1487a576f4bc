"""The one clock counts on from the database's time, also through a sleep of the machine."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from kit import clock


class Server:
    """What the clock asks of a connection to PostgreSQL: the server's time."""

    vendor = "postgresql"

    def __init__(self, ahead: timedelta):
        self.connection, self.ahead = self, ahead

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_): ...
    def execute(self, sql): ...

    def fetchone(self):
        return [(datetime.now(UTC) + self.ahead).timestamp()]


@pytest.fixture(autouse=True)
def unmeasured(monkeypatch):
    monkeypatch.setattr(clock, "_offset", 0.0)
    monkeypatch.setattr(clock, "_measured", False)


def behind(ahead: timedelta) -> timedelta:
    return abs(datetime.now(UTC) + ahead - clock.now())


def test_the_servers_time_counts():
    ahead = timedelta(hours=5)
    clock._measure(Server(ahead))
    assert behind(ahead) < timedelta(seconds=5)


@pytest.mark.skipif(
    not hasattr(time, "CLOCK_BOOTTIME"), reason="the system has no clock that counts in sleep"
)
def test_a_machine_that_slept_is_not_behind(monkeypatch):
    clock._measure(Server(timedelta()))
    awake = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: awake() - 3600)  # so it stands after an hour of sleep
    assert behind(timedelta()) < timedelta(seconds=5)
