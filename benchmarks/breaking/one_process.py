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
CHUNK = 65536
ROOM, ROOM_EACH = 8_000_000, 16_000  # bytes for the log of SQLite, and twice what a letter takes


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
    def scarce_disk(self, letters: int):
        """Leave room for so many letters, and yield a function that leaves none for another byte.

        To fill a whole disk takes longer than the letters of a short trial do.
        """
        data = Path(f"/proc/{self._disk.pid}/root{self.folder}/data") if self._disk else None
        room = ROOM + ROOM_EACH * letters
        with _ballast(data / "ballast", room) if data else _no_larger_files(self.up.pid) as fill:

            def leave_none() -> None:
                self.ask("empty_log")
                fill()

            yield leave_none

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
def _ballast(path: Path, room: int):
    """A file that leaves so many bytes; yield what lets it take them, too."""
    with path.open("wb", buffering=0) as file:
        try:
            disk = os.statvfs(path.parent)
            for _ in range((disk.f_bavail * disk.f_frsize - room) // CHUNK):
                file.write(bytes(CHUNK))
            yield lambda: _fill(file)
        finally:
            path.unlink()


def _fill(file) -> None:
    for size in (CHUNK, 512):
        with suppress(OSError):
            while True:
                file.write(bytes(size))


@contextmanager
def _no_larger_files(pid: int):
    """Yield what forbids a process files beyond a byte: to SQLite, that is a disk without room."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    try:
        yield lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, before[1]))
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def _end(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()
    process.stdout.close()
