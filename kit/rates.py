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
    end, left = _stretch(seconds)
    if _in_the_database():
        return _count_row(name, end), left
    return _count_in_cache(_key(name, end), seconds), left


def counted(name: str, seconds: int) -> tuple[int, int]:
    """Return the same without counting."""
    end, left = _stretch(seconds)
    if _in_the_database():
        row = Tally.objects.filter(name=name, stretch=end).values_list("count", flat=True).first()
        return row or 0, left
    return cache.get(_key(name, end), 0), left


def _stretch(seconds: int) -> tuple[int, int]:
    """The second in which the running stretch ends, and how far off it is."""
    now = int(clock.now().timestamp())
    left = seconds - now % seconds
    return now + left, left


def _in_the_database() -> bool:
    return isinstance(caches["default"], DatabaseCache)


def _key(name: str, end: int) -> str:
    return f"rate:{name}:{end}"


def _count_in_cache(key: str, seconds: int) -> int:
    for _attempt in range(2):  # between the two another may have begun the stretch
        try:
            return cache.incr(key)
        except ValueError:
            if cache.add(key, 1, timeout=seconds):
                return 1
    return 1


def _count_row(name: str, end: int) -> int:
    table = Tally._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, stretch, count) VALUES (%s, %s, 1) "
            f"ON CONFLICT (name) DO UPDATE SET stretch = excluded.stretch, "
            f"count = CASE WHEN {table}.stretch = excluded.stretch THEN {table}.count + 1 ELSE 1 END "
            f"RETURNING count",
            [name, end],
        )
        return cursor.fetchone()[0]
