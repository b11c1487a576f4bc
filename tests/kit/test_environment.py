from pathlib import Path

import pytest

from kit import environment as env


def test_an_absent_database_is_sqlite_in_the_data_folder(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert env.database("DATABASE_URL", Path("/data"))["NAME"] == "/data/kept.sqlite3"
