"""Remembers any number of things of one run without holding them in memory.

The things lie in a private temporary database that vanishes with the run. A run that may be
broken off writes down after each batch what is new on its shelves, and the run that goes on
fills its own from that.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

_AT_ONCE = 500


class Shelf:
    """Things by id, found again by any number of keys as well.

    `pack` turns a thing into plain values, as JSON knows them, and `unpack` turns them back.
    """

    def __init__(self, pack: Callable[[Any], Any], unpack: Callable[[Any], Any]):
        self._pack, self._unpack = pack, unpack
        self._base = sqlite3.connect("", check_same_thread=False)
        self._base.execute("CREATE TABLE things (id TEXT PRIMARY KEY, thing TEXT) WITHOUT ROWID")
        self._base.execute("CREATE TABLE keys (key TEXT, id TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID")
        self._empty = True
        self._news: dict[str, list] | None = None

    def put(self, things: Mapping[UUID, Any]) -> None:
        """Keep things, in the place of those of the same ids."""
        rows = [(id.hex, json.dumps(self._pack(thing))) for id, thing in things.items()]
        self._put("things", rows)
        self._empty = self._empty and not rows

    def put_keys(self, pairs: Iterable[tuple[str, UUID]]) -> None:
        """Let things be found by these keys too."""
        self._put("keys", [(key, id.hex) for key, id in pairs])

    def get(self, ids: Iterable[UUID]) -> dict[UUID, Any]:
        found = self._select("SELECT id, thing FROM things WHERE id", [id.hex for id in ids])
        return {UUID(id): self._unpack(json.loads(thing)) for id, thing in found}

    def ids_of(self, keys: Iterable[str]) -> set[UUID]:
        found = self._select("SELECT DISTINCT id FROM keys WHERE key", list(keys))
        return {UUID(id) for (id,) in found}

    def note_news(self) -> None:
        """From now on remember what is put, for `take_news`."""
        self._news = {"things": [], "keys": []}

    def take_news(self) -> dict[str, list]:
        """Return what was put since the last time."""
        news, self._news = self._news, {"things": [], "keys": []}
        return news

    def add(self, news: Mapping[str, list]) -> None:
        """Put what another shelf gave as its news."""
        for table, rows in news.items():
            self._base.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", rows)
        self._empty = self._empty and not news["things"]

    def _put(self, table: str, rows: list[tuple[str, str]]) -> None:
        self._base.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", rows)
        if self._news is not None:
            self._news[table] += rows

    def _select(self, query: str, values: list) -> Iterable[tuple]:
        if self._empty:
            return
        for start in range(0, len(values), _AT_ONCE):
            part = values[start : start + _AT_ONCE]
            yield from self._base.execute(f"{query} IN ({','.join('?' * len(part))})", part)
