"""Starts the product as a person does: a process of its own, seen from outside."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "EMAIL_FROM",
    "EMAIL_HOOK_SECRET",
    "REPLY_DOMAIN",
    "SITE_URL",
    "SECRET_KEY",
    "DEBUG",
    "KEPT_DATA",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "TRUSTED_PROXIES",
    "KEPT_TEST_READY",
)
PATIENCE = 90  # seconds; the machine may be busy with the rest of the suite


def environment(**variables) -> dict:
    """What a person's shell has: nothing of the test run, plus the variables given."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**kept, **variables}


def manage(*words, typed="", **variables) -> subprocess.CompletedProcess:
    """Run one command to its end; `typed` comes through a pipe."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=ROOT,
        env=environment(**variables),
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


class Server:
    """One `up`, with what it printed so far."""

    def __init__(self, *words, **variables):
        self.lines = []
        self._queue = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", *map(str, words)],
            cwd=ROOT,
            env=environment(PYTHONUNBUFFERED="1", **variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self._queue.put(line.rstrip())
        self._queue.put(None)

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def wait_until_ready(self) -> str:
        """Return the address it printed."""
        end = time.monotonic() + PATIENCE
        while True:
            line = self._queue.get(timeout=max(0.1, end - time.monotonic()))
            assert line is not None, f"it ended before it was ready:\n{self.output}"
            self.lines.append(line)
            if line.startswith("Kept is ready: "):
                return line.removeprefix("Kept is ready: ")

    def end(self, how=signal.SIGTERM) -> float:
        """Ask it to stop; return the seconds that took."""
        began = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(PATIENCE)
        took = time.monotonic() - began
        while (line := self._queue.get(timeout=5)) is not None:
            self.lines.append(line)
        return took

    def left_running(self) -> bool:
        """Is any process of its session still there?"""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def kill(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="module")
def command():
    return manage


@pytest.fixture(scope="module")
def start():
    """Start servers that are gone when the module's tests end, whatever they did."""
    servers = []

    def start_one(*words, **variables):
        servers.append(Server(*words, **variables))
        return servers[-1]

    yield start_one
    for server in servers:
        server.kill()
