"""A worker killed in the middle of sending: nothing lost, nothing doubled by itself, all of it said."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from followups.actions import send_again
from followups.delivery import deliver_due, sweep
from followups.delivery.loop import MOST_IN_WINDOW
from followups.models import Message
from kit import clock
from kit.events import Actor, Door

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
LETTERS = 60


def database_url() -> str:
    """The database of this test run, as another process must name it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    user = quote(given["USER"], safe="")
    where = f"{quote(given['HOST'], safe='')}:{given['PORT']}" if given["PORT"] else ""
    return f"postgresql://{user}@{where}/{given['NAME']}?host={quote(given['HOST'], safe='')}"


def start_deliver(sink) -> subprocess.Popen:
    environment = {
        **os.environ, "DATABASE_URL": database_url(), "EMAIL_FROM": "Kept <kept@house.example>",
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
    }  # fmt: skip
    environment.pop("REDIS_URL", None)
    words = [sys.executable, "manage.py", "deliver"]
    return subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_kill_9_loses_nothing_and_doubles_nothing_by_itself(sink, smtp, plan_letters, ben, settings):
    settings.EMAIL_FILE_PATH = None
    sink.seconds = 0.01
    plan_letters(LETTERS)
    worker = start_deliver(sink)
    sink.wait_for(10, seconds=60)
    os.kill(worker.pid, signal.SIGKILL)
    said, _ = worker.communicate()
    assert 10 <= len(sink.letters) < LETTERS, said
    with clock.travel(clock.now() + timedelta(minutes=3)):
        sweep()
        deliver_due(line=smtp)
        states = Message.objects.counted_by_state()
        assert sum(states.values()) == LETTERS
        assert set(states) <= {"sent", "uncertain"}
        assert states.get("uncertain", 0) <= MOST_IN_WINDOW
        assert set(sink.copies.values()) == {1}
        _every_sent_letter_arrived(sink)
        for message in Message.objects.filter(state="uncertain"):
            send_again(message=message, by=Actor(ben, Door.WEB))
        deliver_due(line=smtp)
        assert Message.objects.counted_by_state() == {"sent": LETTERS}
        assert len(sink.copies) == LETTERS
        doubles = [copies for copies in sink.copies.values() if copies > 1]
        assert len(doubles) <= states.get("uncertain", 0)
        assert set(doubles) <= {2}


def test_sigterm_finishes_the_window_and_leaves_nothing_unclear(sink, plan_letters):
    sink.seconds = 0.01
    plan_letters(LETTERS)
    worker = start_deliver(sink)
    sink.wait_for(5, seconds=60)
    worker.terminate()
    said, _ = worker.communicate(timeout=60)
    assert worker.returncode == 0, said
    states = Message.objects.counted_by_state()
    assert set(states) <= {"sent", "planned"}
    assert states["sent"] == len(sink.letters)
    assert set(sink.copies.values()) == {1}


def _every_sent_letter_arrived(sink):
    arrived = {identity.strip("<>").partition("@")[0] for identity in sink.copies}
    sent = Message.objects.filter(state="sent").values_list("pk", flat=True)
    assert {str(pk) for pk in sent} <= arrived
