"""The one process that bin/run starts, which can be killed and whose disk can be full."""

import os
import resource
import signal
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks import servers
from benchmarks.breaking.stand import Keeping
from benchmarks.programs import ROOT, Program, run

DISK_MB = 400  # room for the letters of all trials at length


class OneProcess(Keeping):
    """What bin/run starts: web, worker and schedule in one process, on SQLite.

    Where the system allows it, data lie on a small disk of their own, so that it can be full.
    """

    def start(self) -> None:
        self.say("Starting the one process on SQLite, to break it.")
        (self.folder / "data").mkdir()
        self._disk = self._small_disk()
        self.variables = {**self.settings, "STATIC_ROOT": str(self.folder / "static")}
        run("manage.py", "migrate", "--verbosity=0", inside=self.inside, **self.variables)
        self.hire_keeper()
        self.up: Program | None = None

    def ready(self, **_) -> None:
        if self.up is None or not self.up.runs:
            self.start_up()

    def start_up(self) -> None:
        self.up = self.launch("manage.py", "up", "--port=0", "--empty")
        self.up.wait_for_word("Kept is ready")

    @contextmanager
    def full_disk(self):
        """Leave no room for another byte, by a large file or by a limit on files."""
        self.ask("empty_log")
        if self._disk:
            with _ballast(Path(f"/proc/{self._disk.pid}/root{self.folder}/data/ballast")):
                yield
        else:
            with _no_larger_files(self.up.pid):
                yield

    def _small_disk(self) -> subprocess.Popen | None:
        """A process that sees a disk of its own where the data lie; None where that is not allowed."""
        alone = () if os.geteuid() == 0 else ("--user", "--map-root-user")
        mount = f"mount -t tmpfs -o size={DISK_MB}m,mode=700 kept {self.folder / 'data'}"
        with suppress(FileNotFoundError):
            holder = subprocess.Popen(
                ["unshare", "--mount", *alone, "sh", "-c", f"{mount} && echo ready && exec sleep 86400"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                preexec_fn=lambda: servers.end_with_parent(signal.SIGKILL),
            )
            self._running.callback(_end, holder)
            if holder.stdout.readline() == "ready\n":
                user = ("--user", "--preserve-credentials") if alone else ()
                self.inside = ("nsenter", "--mount", f"--wd={ROOT}", *user, f"--target={holder.pid}")
                return holder
        return None


@contextmanager
def _ballast(path: Path):
    with path.open("wb", buffering=0) as file:
        with suppress(OSError):
            while True:
                file.write(bytes(65536))
        with suppress(OSError):
            while True:
                file.write(bytes(512))
        try:
            yield
        finally:
            path.unlink()


@contextmanager
def _no_larger_files(pid: int):
    """No file of a process may grow beyond a byte: to SQLite, that is a disk without room."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def _end(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()
    process.stdout.close()
