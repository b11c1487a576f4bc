"""Ids sort by the time they were made."""

import time
from uuid import RFC_4122

from kit.ids import uuid7


def test_an_id_is_a_version_7_uuid_of_now():
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_each_id_is_greater_than_the_one_before():
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(set(made))
