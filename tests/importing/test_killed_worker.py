"""A worker that is killed in the middle of an import: another goes on from its line, as if nothing had been."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.importing.test_killed import WORLD, count
from tests.process.conftest import environment, manage

ROOT = Path(__file__).resolve().parents[2]
LINES = 1_500
HAND_IN = """
from pathlib import Path
from kit.events import Actor, Door
from mlmcrm.importing import actions, slices
from team.models import Distributor
ben = Distributor.objects.get(name="Ben")
by = Actor(ben, Door.WEB)
record = actions.upload_file(owner=ben, by=by, path=Path(r"{path}"), name="people.csv")
slices.work(600)
actions.start_import(record=record, by=by)
"""
WORK = "from mlmcrm.importing import slices\nslices.work(600)"
LEASE_IS_OVER = (
    "from mlmcrm.models import Import\nImport.objects.update(lease_until='2020-01-01T00:00Z')\n" + WORK
)
TOLD = """
from customers.models import Customer
from kit.models import Event
from mlmcrm.models import Import, RefusedLine
people = Customer.objects.order_by("external_id")
print(list(people.values_list("name", "external_id", "introduced_by__external_id", "emails__address", "rung")))
print(sorted(RefusedLine.objects.values_list("number", "reason")))
print(Import.objects.values_list("state", "new", "same", "changed", "refused", "last_line", "attempts").get())
print(Event.objects.filter(deed=Import.objects.get().pk).values("kind").distinct().count(), Event.objects.count())
"""


def shell(data, words):
    done = manage("shell", "--verbosity", "0", "--command", words, KEPT_DATA=str(data))
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def path(tmp_path):
    """People of whom some say otherwise of an earlier one, and some name one who comes later."""
    path = tmp_path / "people.csv"
    lines = ["name,email,external_id,introduced_by"]
    for number in range(LINES):
        by = (number * 7) % LINES if number % 10 == 0 else ""
        lines.append(f"Person {number},p{number}@post.example,{number},{by}")
        if number % 100 == 0:
            lines.append(f"Somebody {number // 2},,{number // 2},")
    path.write_text("\n".join(lines))
    return path


@pytest.fixture
def waiting(tmp_path, path):
    """Make a product in a folder, with an import that is about to be written."""

    def waiting(name):
        data = tmp_path / name
        shell(data, WORLD + HAND_IN.format(path=path))
        return data

    return waiting


@pytest.mark.sqlite
def test_a_killed_worker_leaves_no_trace(waiting):
    calm, torn = waiting("calm"), waiting("torn")
    shell(calm, WORK)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", WORK],
        cwd=ROOT,
        env=environment(KEPT_DATA=str(torn)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    patience = time.monotonic() + 60
    while count(torn, "SELECT new FROM mlmcrm_import") < 500 and time.monotonic() < patience:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    written = count(torn, "SELECT count(*) FROM customers_customer")
    assert 0 < written < LINES
    assert count(torn, "SELECT state FROM mlmcrm_import") == "running"
    assert count(torn, "SELECT new FROM mlmcrm_import") == written
    shell(torn, WORK)
    assert count(torn, "SELECT count(*) FROM customers_customer") == written  # the lease still holds
    shell(torn, LEASE_IS_OVER)
    assert shell(torn, TOLD) == shell(calm, TOLD)
