"""`up` serves, works and stops as one process."""

import os
import re
import signal
import socket
import sqlite3
import time
import urllib.request
from contextlib import closing

import pytest

pytestmark = pytest.mark.skipif(
    os.environ.get("KEPT_TEST_ON") == "postgresql", reason="it starts its own SQLite, once is enough"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def server(start, folder):
    return start("--port", 0, "--data", folder, "--empty")


@pytest.fixture(scope="module")
def address(server):
    return server.wait_until_ready()


def get(url):
    return urllib.request.urlopen(url, timeout=20)


def pulses(folder) -> set:
    with closing(sqlite3.connect(folder / "kept.sqlite3", timeout=20)) as database:
        return {name for (name,) in database.execute("SELECT name FROM kit_pulse")}


def test_it_says_where_it_is_and_who_can_sign_in(address, server):
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
    assert "Bringing the database up to date (SQLite)." in server.output
    assert "The worker is ready, the schedule runs." in server.output


def test_the_sign_in_page_answers_with_a_strict_policy(address):
    with get(address + "accounts/login/") as answer:
        page = answer.read().decode()
    assert answer.status == 200
    assert 'name="login"' in page
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")


def test_static_files_have_names_that_may_be_kept_for_ever(address):
    with get(address + "accounts/login/") as answer:
        sheets = re.findall(r'href="/(static/[^"]+\.css)"', answer.read().decode())
    assert sheets
    with get(address + sheets[0]) as sheet:
        assert "immutable" in sheet.headers["Cache-Control"]


def test_the_worker_really_runs_tasks_and_the_schedule_reaches_it(address, folder):
    end = time.monotonic() + 30
    while pulses(folder) != {"worker", "beat", "delivery"} and time.monotonic() < end:
        time.sleep(0.2)
    assert pulses(folder) == {"worker", "beat", "delivery"}


def test_a_second_one_on_the_same_folder_is_refused_in_words(address, command, folder):
    other = command("up", "--port", 0, "--data", folder)
    assert other.returncode == 1
    assert other.stdout == ""
    assert other.stderr.startswith(f"CommandError: Kept already runs on {folder} (process ")
    assert address.rstrip("/") in other.stderr
    assert "--data" in other.stderr


def test_a_taken_port_is_refused_in_words(command, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        other = command("up", "--port", port, "--data", tmp_path)
    assert other.returncode == 1
    assert other.stderr == (
        f"CommandError: Port {port} is taken by another program: choose another with --port.\n"
    )


def test_a_database_that_another_command_holds_is_told_in_words(command, tmp_path):
    with closing(sqlite3.connect(tmp_path / "kept.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        told = command("up", "--port", 0, "--data", tmp_path)
    assert (told.returncode, told.stderr) == (
        1, "CommandError: Another command is writing to the database. Let it end, then start again.\n"
    )  # fmt: skip


def test_other_commands_run_beside_it(address, command, folder):
    beside = command("migrate", "--check", "--data", folder)
    assert (beside.returncode, beside.stderr) == (0, "")


def test_it_stops_soon_and_leaves_nothing_running(address, server, folder):
    took = server.end(signal.SIGTERM)
    assert server.process.returncode == 0, server.output
    assert took < 5
    assert not server.left_running()
    assert "Stopped after" in server.output
    assert "Traceback" not in server.output
    with pytest.raises(OSError):
        get(address)
    with closing(sqlite3.connect(folder / "kept.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_it_starts_again_on_the_same_data_and_ctrl_c_stops_it(server, start, folder):
    assert server.process.poll() is not None
    key = (folder / "secret_key").read_text()
    again = start("--port", 0, "--data", folder, "--empty")
    address = again.wait_until_ready()
    with get(address + "accounts/login/") as answer:
        assert answer.status == 200
    took = again.end(signal.SIGINT)
    assert (again.process.returncode, again.left_running()) == (0, False), again.output
    assert took < 5
    assert (folder / "secret_key").read_text() == key


def test_names_are_for_their_owner_only(server, folder):
    modes = {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir() if path.is_file()}
    assert modes == dict.fromkeys(modes, 0)
