"""Ids that may leave the house: UUIDs that sort by the time they were made."""

import os
import threading
import time
import uuid

RANDOM_BITS = 74
VERSION_7 = 0x7 << 76
VARIANT = 0b10 << 62

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """Return a version 7 UUID: 48 bits of Unix milliseconds, then randomness (RFC 9562, 5.7).

    Within a process each is greater than the one before, also within a millisecond: rows of
    one transaction keep their order.
    """
    global _last
    milliseconds = time.time_ns() // 1_000_000
    drawn = milliseconds << RANDOM_BITS | int.from_bytes(os.urandom(10)) >> 80 - RANDOM_BITS
    with _lock:
        _last = max(drawn, _last + 1)
        value = _last
    after_version, after_variant = value >> 62 & 0xFFF, value & (1 << 62) - 1
    return uuid.UUID(
        int=value >> RANDOM_BITS << 80 | VERSION_7 | after_version << 64 | VARIANT | after_variant
    )
