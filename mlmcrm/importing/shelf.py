"""Remembers any number of things of one run without holding them in memory.

The things lie in a private temporary database that vanishes with the run.
"""

import pickle
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

_AT_ONCE = 500


class Shelf:
    """Things by id, found again by any number of keys as well."""

    def __init__(self):
        self._base = sqlite3.connect("")
        self._base.execute("CREATE TABLE things (id BLOB PRIMARY KEY, thing BLOB) WITHOUT ROWID")
        self._base.execute("CREATE TABLE keys (key TEXT, id BLOB, PRIMARY KEY (key, id)) WITHOUT ROWID")
        self._empty = True

    def put(self, things: Mapping[UUID, Any]) -> None:
        """Keep things, in the place of those of the same ids."""
        rows = [(id.bytes, pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)) for id, thing in things.items()]
        self._base.executemany("INSERT OR REPLACE INTO things VALUES (?, ?)", rows)
        self._empty = self._empty and not rows

    def put_keys(self, pairs: Iterable[tuple[str, UUID]]) -> None:
        """Let things be found by these keys too."""
        rows = [(key, id.bytes) for key, id in pairs]
        self._base.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", rows)

    def get(self, ids: Iterable[UUID]) -> dict[UUID, Any]:
        found = self._select("SELECT id, thing FROM things WHERE id", [id.bytes for id in ids])
        return {UUID(bytes=id): pickle.loads(thing) for id, thing in found}

    def ids_of(self, keys: Iterable[str]) -> set[UUID]:
        found = self._select("SELECT DISTINCT id FROM keys WHERE key", list(keys))
        return {UUID(bytes=id) for (id,) in found}

    def _select(self, query: str, values: list) -> Iterable[tuple]:
        if self._empty:
            return
        for start in range(0, len(values), _AT_ONCE):
            part = values[start : start + _AT_ONCE]
            yield from self._base.execute(f"{query} IN ({','.join('?' * len(part))})", part)
