"""Wakes the worker after a commit, without ever making a request wait for the broker."""

import logging
import os
import threading
import time

from celery import current_app
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

PAUSE = 0.2  # seconds; what is asked for meanwhile goes out once
IMPATIENT = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5, "max_retries": 0}


def nudge() -> None:
    """After the commit, tell the worker to look at what is due. Never blocks, never fails."""
    transaction.on_commit(_nudge_now, robust=True)


def _nudge_now() -> None:
    if settings.INNER_WORKER and not inner_worker_runs.is_set():
        return  # a command beside the server: nobody hears, the next tick finds the rows
    publish(settings.NUDGE_TASK)


def publish(*tasks: str) -> None:
    """Send tasks without arguments, by name, from a thread of its own; an error drops them."""
    _publisher().want(tasks)


inner_worker_runs = threading.Event()


class Publisher:
    """One thread that sends what was asked for; a dead broker costs it seconds, and nobody else."""

    def __init__(self):
        self.process = os.getpid()
        self._wanted: dict[str, None] = {}
        self._change = threading.Condition()
        threading.Thread(target=self._run, name="nudges", daemon=True).start()

    def want(self, tasks) -> None:
        with self._change:
            self._wanted.update(dict.fromkeys(tasks))
            self._change.notify()

    def _run(self) -> None:
        connection = None
        while True:
            tasks = self._take()
            try:
                connection = connection or impatient_connection()
                for task in tasks:
                    current_app.send_task(task, connection=connection, retry=False, ignore_result=True)
            except Exception as problem:
                logger.debug("nudge dropped: %r", problem)
                drop(connection)
                connection = None
            time.sleep(PAUSE)

    def _take(self) -> list[str]:
        with self._change:
            self._change.wait_for(lambda: self._wanted)
            tasks, self._wanted = list(self._wanted), {}
        return tasks


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
