"""An import that is killed loses the batch at hand and nothing else; the same command ends it."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.process.conftest import environment, manage

ROOT = Path(__file__).resolve().parents[2]
LINES = 2_000
WORLD = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from team.models import Company, Distributor
meadow = Company.objects.create(name="Meadow")
Distributor.objects.create(company=meadow, name="Ben", email="ben@kept.example", path="0")
"""


def import_command(path):
    return [sys.executable, "manage.py", "import_people", str(path), "--owner", "ben@kept.example"]


def count(data, question):
    with closing(sqlite3.connect(f"file:{data}/kept.sqlite3?mode=ro", uri=True)) as base:
        return base.execute(question).fetchone()[0]


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    done = manage("shell", "--verbosity", "0", "--command", WORLD, KEPT_DATA=str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def people_file(tmp_path):
    path = tmp_path / "people.csv"
    lines = (f"Person {number},p{number}@post.example,{number}" for number in range(LINES))
    path.write_text("name,email,external_id\n" + "\n".join(lines))
    return path


@pytest.mark.sqlite
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
def test_a_broken_off_import_goes_on(data, people_file, sign):
    process = subprocess.Popen(
        import_command(people_file),
        cwd=ROOT,
        env=environment(KEPT_DATA=str(data)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    patience = time.monotonic() + 60
    while not count(data, "SELECT count(*) FROM customers_customer") and time.monotonic() < patience:
        time.sleep(0.05)
    process.send_signal(sign)
    printed, _nothing = process.communicate(timeout=60)
    written = count(data, "SELECT count(*) FROM customers_customer")
    assert 0 < written < LINES
    assert written % 500 == 0
    assert count(data, "SELECT new FROM mlmcrm_import") == written
    assert count(data, "SELECT count(*) FROM customers_ladderstep") == written
    state = count(data, "SELECT state FROM mlmcrm_import")
    if sign == signal.SIGTERM:
        assert (process.returncode, state) == (130, "stopped")
        assert printed.endswith("Stopped. What was written stays; the same command goes on.\n")
    else:
        assert (process.returncode, state) == (-signal.SIGKILL, "running")
    again = manage("import_people", people_file, "--owner", "ben@kept.example", KEPT_DATA=str(data))
    assert again.stdout == f"new={LINES - written} same={written} changed=0 refused=0\n"
