"""Runs celery by a clock that is off: python -m benchmarks.breaking.skewed FILE worker …

FILE holds by how many seconds, as a double; whoever writes another one steps the clocks of all
these processes. Only the clock is stepped, as by an operator or a time server: what counts on
monotonically goes on counting.
"""

import datetime
import mmap
import struct
import sys
import time
from pathlib import Path

NUMBER = struct.Struct("d")


def write_offset(path: Path, seconds: float) -> None:
    """Step the clocks that follow a file."""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(NUMBER.pack(seconds))


def skew(path: str) -> None:
    """Let the clocks of this process, and of those it forks, follow a file."""
    with open(path, "rb") as file:
        kept = mmap.mmap(file.fileno(), NUMBER.size, access=mmap.ACCESS_READ)
    right, Right = time.time, datetime.datetime

    class Meta(type):
        def __instancecheck__(cls, it):
            return isinstance(it, Right)

        def __subclasscheck__(cls, other):
            return issubclass(other, Right)

    class Skewed(Right, metaclass=Meta):
        @classmethod
        def now(cls, tz=None):
            return Right.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls):
            return cls.now(datetime.UTC).replace(tzinfo=None)

    time.time = lambda: right() + NUMBER.unpack_from(kept)[0]
    datetime.datetime = Skewed


if __name__ == "__main__":
    skew(sys.argv[1])
    from celery.__main__ import main

    sys.argv = ["celery", *sys.argv[2:]]
    main()
