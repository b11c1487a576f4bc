"""At most one process at a time on a folder; the system lets go when the process ends, however it ends."""

import fcntl
from pathlib import Path
from typing import TextIO


class Taken(Exception):
    """Another process holds the lock; `note` is what it wrote about itself."""

    def __init__(self, note: str):
        super().__init__(note)
        self.note = note


def holder(path: Path) -> str | None:
    """Return what the holder of a lock file says about itself, None if nobody holds it."""
    try:
        file = path.open()
    except FileNotFoundError:
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read().strip() or "another process"
    return None


class ProcessLock:
    """A lock file, held from take() to release()."""

    def __init__(self, path: Path):
        self.path = path
        self._file: TextIO | None = None

    def take(self, note: str) -> None:
        """Hold the file, or raise Taken with the note of whoever does."""
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            other = file.read().strip()
            file.close()
            raise Taken(other) from None
        self._file = file
        self.write(note)

    def write(self, note: str) -> None:
        """Replace what the holder says about itself."""
        if self._file is None:
            raise RuntimeError("take() comes first.")
        self._file.seek(0)
        self._file.truncate()
        self._file.write(note + "\n")
        self._file.flush()

    def release(self) -> None:
        if self._file:
            self._file.close()
            self._file = None
