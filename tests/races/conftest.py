"""The product served by processes of their own, on the database of the test that asks them all at once."""

import os
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from tests.process.conftest import manage

THREADS = 8


@pytest.fixture(scope="session")
def static_root(tmp_path_factory):
    root = tmp_path_factory.mktemp("static")
    made = manage("collectstatic", "--noinput", STATIC_ROOT=str(root), KEPT_DATA=str(root.parent))
    assert made.returncode == 0, made.stderr
    return root


@pytest.fixture
def site(transactional_db, static_root, tmp_path):
    """Two web processes on PostgreSQL; on SQLite one, as the product is served there."""
    workers = 2 if connection.vendor == "postgresql" else 1
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    words = [
        "gunicorn", "mlmcrm.wsgi", f"--bind=127.0.0.1:{port}", f"--workers={workers}", f"--threads={THREADS}",
        "--backlog=512", "--no-control-socket", "--log-level=warning",
    ]  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name != "KEPT_TEST_READY"}
    ours = {
        "DATABASE_URL": _database(), "SECRET_KEY": settings.SECRET_KEY, "STATIC_ROOT": str(static_root),
        "KEPT_DATA": str(tmp_path), "BOOKING_ASKS": "1000000", "LOG_LEVEL": "error",
    }  # fmt: skip
    log = (tmp_path / "web.log").open("w+")
    web = subprocess.Popen(
        [sys.executable, "-m", *words], cwd=settings.BASE_DIR, env={**kept, **ours}, stdin=subprocess.DEVNULL,
        stdout=log, stderr=log,
    )  # fmt: skip
    try:
        _wait(web, port, log)
        yield port
    finally:
        web.terminate()
        web.wait(30)
        log.seek(0)
        print(log.read())  # shown where the test failed
        log.close()


def _database() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        return os.environ["DATABASE_URL"].replace("/kept?", f"/{name}?")
    return f"sqlite:///{name}"


def _wait(web, port: int, log, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except ConnectionRefusedError:
            log.seek(0)
            assert web.poll() is None and time.monotonic() < end, log.read()
            time.sleep(0.1)
