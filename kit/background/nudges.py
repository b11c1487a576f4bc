"""Wakes the worker after a commit, without ever making a request wait for the broker."""

import logging
import os
import threading
import time

from celery import current_app
from django.conf import settings
from django.db import transaction

from kit.logs import scene

logger = logging.getLogger(__name__)

PAUSE = 0.05  # seconds; what is asked for meanwhile goes out once
IMPATIENT = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "max_retries": 0}


def nudge(task: str = "") -> None:
    """After the commit, tell the worker to look at what is due. Never blocks, never fails.

    `task` is the periodic task that looks; the one of the settings if none is named.
    """
    transaction.on_commit(lambda: _nudge_now(task or settings.NUDGE_TASK), robust=True)


def _nudge_now(task: str) -> None:
    if settings.INNER_WORKER and not inner_worker_runs.is_set():
        return  # a command beside the server: nobody hears, the next tick finds the rows
    publish(task)


def publish(*tasks: str) -> None:
    """Send tasks without arguments, by name, from a thread of its own; an error drops them.

    They carry the id of the request that asks, or that asked last before they go out.
    """
    _publisher().want(tasks, scene.current().request_id)


def get_ready() -> None:
    """Connect to the broker before anybody asks for something: that loads much, and takes its time."""
    if not settings.INNER_WORKER:
        _publisher()


inner_worker_runs = threading.Event()


class Publisher:
    """One thread that sends what was asked for; a dead broker costs it seconds, and nobody else."""

    def __init__(self):
        self.process = os.getpid()
        self._wanted: dict[str, str | None] = {}  # with the request that asked
        self._change = threading.Condition()
        threading.Thread(target=self._run, name="nudges", daemon=True).start()

    def want(self, tasks, request_id: str | None = None) -> None:
        with self._change:
            for task in tasks:
                self._wanted[task] = request_id or self._wanted.get(task)
            self._change.notify()

    def _run(self) -> None:
        connection = connected()
        while True:
            tasks = self._take()
            if not _sent(tasks, connection):
                drop(connection)
                connection = connected()  # the old one may have been cut while nothing was to be said
                _sent(tasks, connection)
            time.sleep(PAUSE)

    def _take(self) -> dict[str, str | None]:
        with self._change:
            self._change.wait_for(lambda: self._wanted)
            tasks, self._wanted = self._wanted, {}
        return tasks


def _sent(tasks: dict[str, str | None], connection) -> bool:
    if connection is None:
        return False
    try:
        for task, request_id in tasks.items():
            with scene.carrying(request_id):
                current_app.send_task(task, connection=connection, retry=False, ignore_result=True)
    except Exception as problem:
        logger.debug("nudge dropped: %r", problem)
        return False
    return True


def connected():
    """A connection to the broker that stands already, None where there is no broker now."""
    connection = None
    try:
        connection = impatient_connection()
        connection.default_channel  # noqa: B018 (connects when first read)
    except Exception as problem:
        logger.debug("no broker: %r", problem)
        drop(connection)
        return None
    return connection


def impatient_connection(url: str | None = None):
    """A connection to the broker that gives up within half a second."""
    options = {**current_app.conf.broker_transport_options, **IMPATIENT}
    return current_app.connection_for_write(url, transport_options=options, connect_timeout=0.5)


def drop(connection) -> None:
    """Close a connection that failed; the next round opens a new one."""
    if connection is None:
        return
    try:
        connection.release()
    except Exception as problem:
        logger.debug("closing the broker connection: %r", problem)


_current: Publisher | None = None
_making = threading.Lock()


def _publisher() -> Publisher:
    """The publisher of this process: after a fork its thread is gone, so a new one is made."""
    global _current
    with _making:
        if _current is None or _current.process != os.getpid():
            _current = Publisher()
        return _current
