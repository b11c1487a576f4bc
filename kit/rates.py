"""Counts how often something happened in the running stretch of time, exactly, across processes.

Redis and the memory of the one embedded process count by themselves; where several processes
share only a database, a row does, by one statement.
"""

from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from kit import clock
from kit.models import Tally


def count_one(name: str, seconds: int) -> tuple[int, int]:
    """Count one more of `name`; return how many there were in this stretch, and its seconds left."""
    now = int(clock.now().timestamp())
    stretch = now // seconds
    left = seconds - now % seconds
    if isinstance(caches["default"], DatabaseCache):
        return _in_the_database(name, stretch), left
    return _in_the_cache(f"rate:{name}:{stretch}", seconds), left


def _in_the_cache(key: str, seconds: int) -> int:
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two, or the cache is away
        return 1


def _in_the_database(name: str, stretch: int) -> int:
    table = Tally._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, stretch, count) VALUES (%s, %s, 1) "
            f"ON CONFLICT (name) DO UPDATE SET stretch = excluded.stretch, "
            f"count = CASE WHEN {table}.stretch = excluded.stretch THEN {table}.count + 1 ELSE 1 END "
            f"RETURNING count",
            [name[:120], stretch],
        )
        return cursor.fetchone()[0]
