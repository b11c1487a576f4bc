"""Lets the collector of cycles rest while very many rows are made that live for a moment."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing be looked through for cycles in a block: rows have none, and are gone with their last name.

    Otherwise all that a process ever loaded is gone through again and again while they are made.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
