"""Gives the test run a database of its own; loaded by `-p`, before Django reads its settings.

Plain pytest uses SQLite. With KEPT_TEST_ON=postgresql a real PostgreSQL and a real
Redis-protocol server are started, which live and die with this process.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack

import pytest

READY = "KEPT_TEST_READY"
OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "EMAIL_FROM",
    "EMAIL_HOOK_SECRET",
    "REPLY_DOMAIN",
    "SITE_URL",
    "SECRET_KEY",
    "DEBUG",
    "TRUSTED_PROXIES",
    "LOG_FORMAT",
    "LOG_LEVEL",
)


def prepare() -> None:
    """Once for each run: the workers of xdist inherit what the first process set."""
    if os.environ.get(READY):
        return
    for name in OURS:
        os.environ.pop(name, None)
    folder = tempfile.mkdtemp(prefix="kept-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["KEPT_DATA"] = folder
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop in the test's thread
    if os.environ.get("KEPT_TEST_ON", "sqlite") == "postgresql":
        start_servers()
    os.environ[READY] = "1"


def start_servers() -> None:
    from benchmarks import servers

    running = ExitStack()
    atexit.register(running.close)
    os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = running.enter_context(servers.both())


prepare()


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """What tests may have cheaper: passwords hash fast, static files are found in place."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    if settings.REDIS_URL:
        settings.CACHES["default"]["LOCATION"] = cache_of_this_worker(settings.REDIS_URL)
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "kit.sqlite":
        # A file, not memory: threads and processes must meet as they do in the product.
        database.setdefault("TEST", {})["NAME"] = os.path.join(os.environ["KEPT_DATA"], "test.sqlite3")


def cache_of_this_worker(url: str) -> str:
    """A numbered database of the Redis server: emptying the cache empties all of the database it is in."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return f"{url}?db={int(worker) + 1}"
