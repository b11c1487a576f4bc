"""A nudge wakes the worker after the commit and never makes anybody wait for the broker."""

import os
import socket
import time

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from kit.background import nudge, nudges, selftick


@pytest.fixture
def published(monkeypatch, settings):
    """What would be sent, with the inner worker said to run."""
    names = []
    monkeypatch.setattr(nudges, "publish", lambda *tasks: names.extend(tasks))
    settings.INNER_WORKER = False
    settings.NUDGE_TASK = "look"
    return names


def test_a_nudge_waits_for_the_commit(db, published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        nudge()
        assert published == []
    assert published == ["look"]


def test_a_nudge_of_something_rolled_back_is_never_sent(db, published, django_capture_on_commit_callbacks):
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        nudge()
        raise ZeroDivisionError
    assert published == []


def test_a_command_beside_the_embedded_server_keeps_still(
    db, published, settings, django_capture_on_commit_callbacks
):
    settings.INNER_WORKER = True
    with django_capture_on_commit_callbacks(execute=True):
        nudge()
    assert published == []


def test_what_is_asked_for_together_goes_out_once():
    asked = nudges.Publisher.__new__(nudges.Publisher)
    asked._wanted, asked._change = {}, nudges.threading.Condition()
    for request_id in (None, "request-1", "request-2", None):
        asked.want(["look", "pulse"], request_id)
    assert asked._take() == {"look": "request-2", "pulse": "request-2"}


@pytest.fixture(params=["refused", "silent"])
def dead_broker(request):
    """A port that refuses, and one that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        if request.param == "refused":
            listener.close()
        yield f"redis://127.0.0.1:{port}/0"


def test_a_dead_broker_is_given_up_within_seconds(dead_broker):
    began = time.monotonic()
    connection = nudges.impatient_connection(dead_broker)
    with pytest.raises(OperationalError):
        current_app.send_task("look", connection=connection, retry=False, ignore_result=True)
    nudges.drop(connection)
    assert time.monotonic() - began < 3


def test_asking_never_blocks_whatever_the_broker_does(dead_broker, monkeypatch):
    monkeypatch.setattr(nudges, "_current", None)
    monkeypatch.setattr(nudges, "impatient_connection", lambda: patient(dead_broker))
    began = time.monotonic()
    for _ in range(100):
        nudges.publish("look")
    assert time.monotonic() - began < 0.5
    assert nudges._current.process == os.getpid()


def patient(url):
    return current_app.connection_for_write(url, transport_options=nudges.IMPATIENT)


def test_a_worker_ticks_each_task_at_its_own_pace():
    step = selftick.SelfTick.__new__(selftick.SelfTick)
    step.last = {}
    step.schedule = {
        "often": {"task": "a", "schedule": 2.0},
        "rarely": {"task": "b", "schedule": 30.0},
    }
    ticks = [step.due(moment) for moment in (0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0)]
    assert ticks == [["a", "b"], ["a"], ["a"], ["a"], ["a"], ["a"], ["a", "b"]]
