"""A real Celery worker and its schedule as threads of the serving process, over a broker in memory."""

import logging
import sys
import threading
import time

from celery.beat import Scheduler, Service
from celery.worker import state

from kit.background.nudges import inner_worker_runs
from kit.background.selftick import WORKER_PULSE
from kit.background.stopping import stopping

THREADS = 4
SWITCH_SECONDS = 0.0005  # so long a thread computes before another one's turn

logger = logging.getLogger(__name__)


def take_turns_quickly() -> None:
    """Let threads that mostly wait, for the disk or a mail server, soon go on beside those that compute.

    A thread gives up its turn with each row that SQLite reads and each word to a server, and gets
    it back after Python's 5 ms: with a busy page beside it, a letter of a few ms took a second.
    """
    sys.setswitchinterval(SWITCH_SECONDS)


class CannotStart(Exception):
    """The worker did not become ready."""


class InnerWorker:
    """Started and stopped once in the life of a process."""

    def __init__(self, app):
        self.app = app
        self._ready = threading.Event()
        self._worker = threading.Thread(target=self._work, name="worker", daemon=True)
        self._beat = threading.Thread(target=self._tick, name="beat", daemon=True)
        self._service = Service(app, max_interval=1, scheduler_cls=Scheduler, remote_control=False)

    def start(self, timeout: float = 20) -> None:
        """Return when the worker takes tasks and the schedule runs."""
        stopping.clear()
        take_turns_quickly()
        self._worker.start()
        end = time.monotonic() + timeout
        while not self._ready.wait(0.1):
            if time.monotonic() > end or not self._worker.is_alive():
                raise CannotStart("The worker inside this process did not become ready.")
        inner_worker_runs.set()
        self._beat.start()

    def stop(self, timeout: float = 2) -> bool:
        """Stop the schedule, then the worker; return whether every running task could finish."""
        inner_worker_runs.clear()
        stopping.set()
        self._service.stop()
        state.should_stop = 0
        end = time.monotonic() + timeout
        while self._worker.is_alive() and time.monotonic() < end:
            # The worker looks at that mark after each message, else every two seconds.
            self.app.send_task(WORKER_PULSE, retry=False, ignore_result=True)
            self._worker.join(0.1)
        return not self._worker.is_alive()

    def _work(self) -> None:
        # The class of the command line installs signal handlers, which only the main thread may.
        worker = self.app.WorkController(
            pool="threads",
            concurrency=THREADS,
            timer_precision=0.25,  # seconds; its thread ends no sooner
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
            ready_callback=lambda consumer: self._ready.set(),
        )
        worker.start()

    def _tick(self) -> None:
        self.app.set_current()
        self._service.start()
