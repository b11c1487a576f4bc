"""SQLite for many writers in one process: see docs/decisions/0004-sqlite-write-lock.md."""

from django.db.backends.sqlite3 import base

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA journal_size_limit = 67108864",
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite with a write-ahead log, immediate transactions and a long wait."""

    def get_connection_params(self):
        params = {"timeout": 20, **super().get_connection_params()}
        self.transaction_mode = self.transaction_mode or "IMMEDIATE"
        return params

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection
