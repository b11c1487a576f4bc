"""Probes on real processes: ready, then a worker is killed, then the database hangs and is gone."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
from django.conf import settings

from mlmcrm.health import LATE, PATIENCE
from tests.process.line import Line

ON_POSTGRESQL = os.environ.get("KEPT_TEST_ON") == "postgresql"
grown_up = pytest.mark.skipif(not ON_POSTGRESQL, reason="this run is on SQLite")
embedded = pytest.mark.skipif(ON_POSTGRESQL, reason="it starts its own SQLite, once is enough")
NAME = "kept_health"


def ask(url, method="GET", host="10.11.12.13"):
    """Status, headers, body and seconds of one probe, as a machine inside a network sends it."""
    began = time.monotonic()
    request = urllib.request.Request(url, method=method, headers={"Host": host})
    try:
        answer = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as problem:
        answer = problem
    with answer:
        body = answer.read().decode()
    return answer.status, answer.headers, body, time.monotonic() - began


def wait_for(url, status, seconds=60):
    """Ask until the status comes; return the body and how long it took."""
    began = time.monotonic()
    while (answer := ask(url))[0] != status:
        assert time.monotonic() - began < seconds, answer
        time.sleep(0.3)
    return json.loads(answer[2]), time.monotonic() - began


def checks_of(body) -> list[str]:
    return [reason["check"] for reason in body["reasons"]]


# Embedded


@pytest.fixture(scope="module")
def address(start, tmp_path_factory):
    server = start("--port", 0, "--empty", "--data", tmp_path_factory.mktemp("health"), LOG_FORMAT="json")
    yield server.wait_until_ready()
    server.end()


@embedded
def test_it_is_alive_for_whoever_asks(address):
    for method, body in (("GET", '{"status": "ok"}'), ("HEAD", "")):
        status, headers, text, _ = ask(address + "healthz", method)
        assert (status, text, headers["Content-Type"]) == (200, body, "application/json")
        assert "no-store" in headers["Cache-Control"]
        assert "Set-Cookie" not in headers


@embedded
def test_it_is_ready_as_soon_as_worker_and_schedule_ticked(address):
    body, _ = wait_for(address + "readyz", 200)
    assert (body["status"], sorted(body["seconds_since"])) == ("ready", ["schedule", "worker"])
    assert all(0 <= seconds < 30 for seconds in body["seconds_since"].values())
    assert ask(address + "readyz", "HEAD")[2] == ""


@embedded
@pytest.mark.parametrize("path", ["healthz", "readyz"])
def test_probes_only_ask(address, path):
    status, headers, _, _ = ask(address + path, "POST")
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


# Grown up


@pytest.fixture(scope="module")
def line():
    folder = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
    line = Line(f"{folder}/.s.PGSQL.5432")
    yield line
    line.close()


def query(statement, *values):
    host = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
    with closing(psycopg2.connect(host=host, user="kept", dbname=NAME)) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement, values)


@pytest.fixture(scope="module")
def launched(line, command, tmp_path_factory):
    """gunicorn and a worker, over the line; (address, worker, the variables)."""
    host = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
    with closing(psycopg2.connect(host=host, user="kept", dbname="postgres")) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {NAME}")
    folder = str(tmp_path_factory.mktemp("grown"))
    variables = {
        "DATABASE_URL": f"postgresql://kept@127.0.0.1:{line.port}/{NAME}",
        "REDIS_URL": os.environ["REDIS_URL"],
        "KEPT_DATA": folder,
        "STATIC_ROOT": folder + "/static",
        "SITE_URL": "https://crm.example.org",
        "TRUSTED_PROXIES": "1",
        "SECRET_KEY": "a-key-of-fifty-different-signs-0123456789-ABCDEFGH",
        "LOG_FORMAT": "json",
    }
    migrated = command("migrate", "--noinput", **variables)
    assert migrated.returncode == 0, migrated.stderr
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    web = launch(
        variables,
        folder,
        "gunicorn",
        "mlmcrm.wsgi",
        f"--bind=127.0.0.1:{port}",
        "--threads=4",
        "--no-control-socket",
    )
    worker = launch(
        variables,
        folder,
        "celery",
        "-A",
        "mlmcrm",
        "worker",
        "--concurrency=1",
        "--without-mingle",
        "--without-gossip",
    )
    yield f"http://127.0.0.1:{port}/", worker, variables
    for process in (web, worker):
        with suppress(ProcessLookupError):  # a test has killed it
            os.killpg(process.pid, 9)
        process.wait()


def launch(variables, folder, *words):
    kept = {name: value for name, value in os.environ.items() if name != "KEPT_TEST_READY"}
    with Path(folder, f"{words[0]}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *words], cwd=settings.BASE_DIR, env={**kept, **variables},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


def wait_for_port(address, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            return ask(address + "healthz")
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < end, "it did not open its port"
            time.sleep(0.2)


@grown_up
def test_behind_a_proxy_probes_come_by_http_and_by_number(launched):
    address, _, _ = launched
    assert wait_for_port(address)[:1] == (200,)
    body, _ = wait_for(address + "readyz", 200)
    assert body["status"] == "ready"


@grown_up
def test_doctor_finds_nothing_bad_but_what_is_meant(launched, command):
    address, _, variables = launched
    wait_for(address + "readyz", 200)
    told = command("doctor", "--json", **variables)
    found = {row["check"]: row["state"] for row in json.loads(told.stdout)}
    assert (told.returncode, found.pop("static files")) == (1, "bad"), told.stdout
    assert {name for name, state in found.items() if state == "bad"} == set(), told.stdout
    assert [found[name] for name in ("redis", "redis memory", "broker", "worker", "schedule")] == ["ok"] * 5
    assert {"write-ahead log", "integrity", "disk", "serving"} & set(found) == set()


@grown_up
def test_a_database_that_hangs_is_told_within_two_seconds(launched, line):
    address, _, _ = launched
    wait_for(address + "readyz", 200)
    line.hang()
    try:
        for _ in range(3):
            status, _, body, took = ask(address + "readyz")
            assert (status, checks_of(json.loads(body))) == (503, ["database"])
            assert took < PATIENCE + 1
        status, _, _, took = ask(address + "healthz")
        assert (status, took < 1) == (200, True)
    finally:
        line.mend()
    wait_for(address + "readyz", 200, seconds=LATE)


@grown_up
def test_a_database_that_is_gone_is_told_and_comes_back(launched, line):
    address, _, _ = launched
    line.cut()
    status, _, body, took = ask(address + "readyz")
    assert (status, json.loads(body)) == (
        503,
        {
            "status": "not ready",
            "reasons": [{"check": "database", "detail": "The database does not answer."}],
        },
    )
    assert took < PATIENCE + 1
    assert ask(address + "healthz")[0] == 200
    line.mend()
    wait_for(address + "readyz", 200, seconds=LATE)


@grown_up
def test_migrations_that_are_missing_are_told(launched):
    address, _, _ = launched
    wait_for(address + "readyz", 200)
    query("UPDATE django_migrations SET app = 'x' WHERE app = 'sales' AND name = '0001_initial'")
    try:
        body, _ = wait_for(address + "readyz", 503, seconds=5)
        assert body["reasons"] == [
            {"check": "migrations", "detail": "Not applied: 1. Run manage.py migrate."}
        ]
    finally:
        query("UPDATE django_migrations SET app = 'sales' WHERE app = 'x'")


@grown_up
def test_a_killed_worker_is_told_in_the_time_that_is_promised(launched, command):
    address, worker, variables = launched
    wait_for(address + "readyz", 200)
    os.killpg(worker.pid, 9)
    worker.wait()
    time.sleep(1)
    # It was silent for almost as long as it may be; what is left of that passes.
    query("UPDATE kit_pulse SET ticked_at = now() - make_interval(secs => %s)", LATE - 4)
    assert ask(address + "readyz")[0] == 200
    body, took = wait_for(address + "readyz", 503, seconds=10)
    assert (checks_of(body), 2 < took < 8) == (["worker", "schedule"], True)
    assert body["reasons"][0]["detail"].startswith("The worker last ticked 9")
    told = command("doctor", "--json", **variables)
    found = {row["check"]: row for row in json.loads(told.stdout)}
    assert [found[name]["state"] for name in ("worker", "schedule")] == ["bad", "bad"]
    assert found["worker"]["mend"] == "Start or restart a worker: celery -A mlmcrm worker."
