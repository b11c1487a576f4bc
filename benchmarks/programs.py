"""Starts programs as an operator does: migrate, gunicorn, celery, up; and says how much memory they hold."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.servers import end_with_parent

ROOT = Path(__file__).resolve().parent.parent
OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "EMAIL_FROM",
    "MAIL_RATE",
    "MAIL_RATE_EACH",
    "SITE_URL",
    "SECRET_KEY",
    "DEBUG",
    "KEPT_DATA",
)
PATIENCE = 60  # seconds until a program must answer


class Failed(Exception):
    """A program ended with an error, or did not begin to answer."""


def environment(**variables: str) -> dict:
    """Nothing of the caller's own settings, plus the variables given."""
    kept = {name: value for name, value in os.environ.items() if name not in (*OURS, "KEPT_TEST_READY")}
    return {**kept, "DJANGO_SETTINGS_MODULE": "benchmarks.settings", **variables}


def run(*words: str, inside: Sequence[str] = (), **variables: str) -> str:
    """Run a program of the project to its end and return what it printed; `inside` is put before it."""
    result = subprocess.run(
        [*inside, sys.executable, *words],
        cwd=ROOT,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        raise Failed(f"{' '.join(words)} failed:\n{result.stderr[-2000:]}")
    return result.stdout


class Program:
    """A program that runs beside, in a session of its own."""

    def __init__(self, *words: str, log: Path, inside: Sequence[str] = (), **variables: str):
        self.log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [*inside, sys.executable, *words],
                cwd=ROOT,
                env=environment(PYTHONUNBUFFERED="1", **variables),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=lambda: end_with_parent(signal.SIGTERM),
            )

    def wait_for_port(self, port: int) -> None:
        self.wait(lambda: _answers(port), "open its port")

    def wait_for_word(self, word: str) -> str:
        """Wait until a line with this word was printed, and return the line."""
        self.wait(lambda: word in self.printed(), f"say “{word}”")
        return next(line for line in self.printed().splitlines() if word in line)

    def wait(self, fact, what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not fact():
            if self._process.poll() is not None or time.monotonic() > end:
                raise Failed(f"A program did not {what}:\n{self.printed()[-2000:]}")
            time.sleep(0.05)

    def printed(self) -> str:
        return self.log.read_text(errors="replace")

    def memory(self) -> dict[int, float]:
        """Megabytes that each process of the program holds now, by its id."""
        return {pid: _resident(pid) for pid in [self._process.pid, *_children(self._process.pid)]}

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def children(self) -> list[int]:
        """The processes that it started, by their ids."""
        return _children(self.pid)

    def stop(self, seconds: float = 15) -> None:
        """Ask it to end, and end it after so many seconds."""
        if self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """End it and all that it started at once, without asking."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def gunicorn(application: str, port: int, log: Path, **variables: str) -> Program:
    """Two workers of four threads, connections kept open: ours and the floor alike."""
    program = Program(
        "-m", "gunicorn", application, f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4", "--keep-alive=600",
        "--no-control-socket", log=log, **variables,
    )  # fmt: skip
    program.wait_for_port(port)
    return program


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _resident(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:  # it has just ended
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS 0 kB")
    return int(line.split()[1]) / 1000


def _children(pid: int) -> list[int]:
    try:
        direct = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
    return [one for child in direct for one in (child, *_children(child))]
