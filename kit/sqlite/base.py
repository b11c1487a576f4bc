"""SQLite for many writers in one process: see docs/decisions/0004-sqlite-write-lock.md."""

import re
from contextlib import contextmanager

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from kit.sqlite.turns import turnstile

WAIT = 20  # seconds, for a turn within the process and for other processes alike
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA journal_size_limit = 67108864",
)
READS = re.compile(r"\s*(SELECT|PRAGMA|EXPLAIN|VALUES|BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b", re.I)
COMMON_TABLE = re.compile(r"\s*WITH\b", re.I)
CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.I)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite with a write-ahead log, immediate transactions and fair turns for writers."""

    _has_turn = False
    _turnstile = None

    def get_connection_params(self):
        params = {"timeout": WAIT, **super().get_connection_params()}
        self.transaction_mode = self.transaction_mode or "IMMEDIATE"
        self._turnstile = turnstile(str(self.settings_dict["NAME"]))
        return params

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection

    def create_cursor(self, name=None):
        cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    # Every transaction is immediate, so it writes from its first moment: a turn lasts from
    # BEGIN to the end. A close in between ends it too.

    def _start_transaction_under_autocommit(self):
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self):
        # After a failed commit Django rolls back; the turn lasts until then.
        super()._commit()
        self._end_turn()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self):
        try:
            super()._close()
        finally:
            self._end_turn()

    def __del__(self):
        self._end_turn()

    @contextmanager
    def turn(self):
        """Hold a turn for one statement outside a transaction."""
        self._take_turn()
        try:
            yield
        finally:
            self._end_turn()

    def _take_turn(self):
        if not self._has_turn:
            if not self._turnstile.enter(WAIT):
                raise OperationalError("database is locked: another writer of this process did not finish")
            self._has_turn = True

    def _end_turn(self):
        if self._has_turn:
            self._has_turn = False
            self._turnstile.leave()


class Cursor(base.SQLiteCursorWrapper):
    """Takes a turn around a single changing statement; reads never wait."""

    wrapper: DatabaseWrapper

    def execute(self, query, params=None):
        if self.connection.in_transaction or not changes(query):
            return super().execute(query, params)
        with self.wrapper.turn():
            return super().execute(query, params)

    def executemany(self, query, param_list):
        if self.connection.in_transaction or not changes(query):
            return super().executemany(query, param_list)
        with self.wrapper.turn():
            return super().executemany(query, param_list)


def changes(query: str) -> bool:
    """Does the statement write? When in doubt, yes."""
    if COMMON_TABLE.match(query):
        return bool(CHANGES.search(query))
    return not READS.match(query)
