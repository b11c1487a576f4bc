"""The run tests the database that it says: the first try of such a set-up silently tested SQLite."""

import os
import socket

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection

WANTED = os.environ.get("KEPT_TEST_ON", "sqlite")
on_servers = pytest.mark.skipif(WANTED != "postgresql", reason="this run is on SQLite")


def test_the_vendor_is_the_one_asked_for(db):
    assert WANTED in ("sqlite", "postgresql")
    assert connection.vendor == WANTED
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version()" if WANTED == "postgresql" else "SELECT 'SQLite ' || sqlite_version()"
        )
        assert cursor.fetchone()[0].lower().startswith(WANTED)


@on_servers
def test_the_cache_is_a_real_server_of_redis_protocol():
    assert settings.CACHES["default"]["BACKEND"] == "kit.cache.ForgivingRedisCache"
    cache.set("kept", "answers", 5)
    assert cache.get("kept") == "answers"
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(settings.REDIS_URL.removeprefix("unix://"))
        line.sendall(b"PING\r\n")
        assert line.recv(64) == b"+PONG\r\n"


@on_servers
def test_the_broker_is_that_server():
    with current_app.connection_for_write() as broker:
        broker.connect()
        assert broker.transport.driver_type == "redis"


@pytest.mark.skipif(WANTED != "sqlite", reason="this run has servers")
def test_the_embedded_run_has_no_server():
    assert settings.INNER_WORKER
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache"
