"""Grown up: PostgreSQL and Redis, web and worker as processes of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.parse

import psycopg2
import pytest
from django.conf import settings

pytestmark = pytest.mark.skipif(
    os.environ.get("KEPT_TEST_ON") != "postgresql", reason="this run is on SQLite"
)
NAME = "kept_grown"


def connect(name):
    host = urllib.parse.parse_qs(urllib.parse.urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
    connection = psycopg2.connect(host=host, user="kept", dbname=name)
    connection.autocommit = True
    return connection


def pulse(name):
    with connect(NAME).cursor() as cursor:
        cursor.execute("SELECT ticked_at FROM kit_pulse WHERE name = %s", [name])
        return cursor.fetchone()


def wait_for_pulse(name, seconds=60):
    end = time.monotonic() + seconds
    while not (seen := pulse(name)) and time.monotonic() < end:
        time.sleep(0.2)
    return seen


@pytest.fixture(scope="module")
def variables(tmp_path_factory, command):
    """A migrated database of its own on the run's server, and what a process needs to reach it."""
    with connect("postgres").cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")
    given = {
        "DATABASE_URL": os.environ["DATABASE_URL"].replace("/kept?", f"/{NAME}?"),
        "KEPT_DATA": str(tmp_path_factory.mktemp("grown")),
    }
    migrated = command("migrate", "--noinput", **given)
    assert migrated.returncode == 0, migrated.stderr
    return given


@pytest.fixture
def launch(variables):
    """Start programs of the environment, seen gone at the test's end."""
    running = []

    def launch_one(*words, **more):
        kept = {name: value for name, value in os.environ.items() if name != "KEPT_TEST_READY"}
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=settings.BASE_DIR,
                env={**kept, **variables, **more},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return running[-1]

    yield launch_one
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_a_worker_without_beat_ticks_itself(launch):
    worker = launch(
        "celery", "-A", "mlmcrm", "worker", "--concurrency=1", "--without-mingle", "--without-gossip"
    )
    assert wait_for_pulse("worker"), worker.poll()
    worker.terminate()
    output = worker.communicate(timeout=60)[0]
    assert worker.returncode == 0, output


def test_gunicorn_serves_the_sign_in_page(launch, command, variables, tmp_path):
    collected = command("collectstatic", "--noinput", STATIC_ROOT=str(tmp_path), **variables)
    assert collected.returncode == 0, collected.stderr
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    web = launch(
        "gunicorn", "mlmcrm.wsgi", f"--bind=127.0.0.1:{port}", "--workers=1", "--threads=2", "--no-control-socket",
        STATIC_ROOT=str(tmp_path), SITE_URL="https://crm.example.org", TRUSTED_PROXIES="1", SECRET_KEY="k" * 50,
    )  # fmt: skip
    answer = request(port, "/accounts/login/", web)
    head = answer.split("\r\n\r\n")[0]
    assert head.startswith("HTTP/1.1 200")
    assert "Strict-Transport-Security: max-age=31536000" in head
    assert "; Secure" in next(line for line in head.split("\r\n") if line.startswith("Set-Cookie: kept_csrf"))
    web.terminate()
    output = web.communicate(timeout=30)[0]
    assert web.returncode == 0, output


def request(port, path, process, seconds=60) -> str:
    """One request as the proxy would pass it on; waits until the port opens."""
    end = time.monotonic() + seconds
    while True:
        try:
            line = socket.create_connection(("127.0.0.1", port), timeout=60)
            break
        except ConnectionRefusedError:
            assert process.poll() is None and time.monotonic() < end, "it did not open its port"
            time.sleep(0.1)
    with line:
        head = f"GET {path} HTTP/1.1\r\nHost: crm.example.org\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
        line.sendall(head.encode())
        return b"".join(iter(lambda: line.recv(65536), b"")).decode()


def test_postgresql_without_redis_works_inside_one_process(start, variables):
    with connect(NAME).cursor() as cursor:
        cursor.execute("DELETE FROM kit_pulse")
    server = start("--port", 0, "--empty", **variables)
    server.wait_until_ready()
    assert "Bringing the database up to date (PostgreSQL)." in server.output
    assert wait_for_pulse("worker")
    assert wait_for_pulse("beat")
    server.end()
    assert (server.process.returncode, server.left_running()) == (0, False), server.output


def test_without_redis_the_cache_is_a_table_that_migrating_brings_along(variables):
    """Limits on wrong passwords then hold across processes."""
    with connect(NAME).cursor() as cursor:
        cursor.execute("SELECT to_regclass('kept_cache')")
        assert cursor.fetchone() == ("kept_cache",)


def test_a_database_without_tables_is_told_in_words(command, variables):
    with connect("postgres").cursor() as cursor:
        cursor.execute("CREATE DATABASE kept_empty")
    url = variables["DATABASE_URL"].replace(f"/{NAME}?", "/kept_empty?")
    told = command("recount", "--check", **{**variables, "DATABASE_URL": url})
    assert (told.returncode, told.stderr) == (
        1,
        "The database has no tables yet: check --data and DATABASE_URL, or run manage.py migrate first.\n",
    )


def test_with_redis_up_leaves_the_work_to_the_workers(start, variables):
    server = start("--port", 0, "--empty", REDIS_URL=os.environ["REDIS_URL"], **variables)
    server.wait_until_ready()
    assert (
        "REDIS_URL is set: start the worker and the schedule beside this, see docs/running.md."
        in server.output
    )
    server.end()
    assert server.process.returncode == 0, server.output
