"""Counts what a page asks the database, so that a list can be held to one literal figure."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

BOOKKEEPING = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
LISTS = re.compile(r"\((?:\s*\?\s*,?)+\)")


@dataclass(frozen=True)
class Counted:
    """What one request asked: how often, which statements more than once, all of them in order."""

    status: int
    count: int
    repeated: dict[str, int]
    statements: list[str]

    def __str__(self):
        return f"{self.count} queries:\n" + "\n".join(self.statements)


def count_queries(client, path: str, *, htmx: bool = False) -> Counted:
    """Open a page and count its queries. Two that differ only in their values are the same statement."""
    headers = {"HX-Request": "true"} if htmx else {}

    def open_page() -> int:
        response = client.get(path, headers=headers)
        getattr(response, "render", lambda: None)()
        return response.status_code

    return count_of(open_page)


def count_of(do) -> Counted:
    """Do something and count its queries; `status` is what it returns, if that is a number."""
    with CaptureQueriesContext(connection) as captured:
        status = do()
    asked = [query["sql"] for query in captured if not query["sql"].startswith(BOOKKEEPING)]
    times = Counter(shape(sql) for sql in asked)
    return Counted(
        status=status if isinstance(status, int) else 0,
        count=len(asked),
        repeated={sql: n for sql, n in times.items() if n > 1},
        statements=asked,
    )


def shape(sql: str) -> str:
    """A statement without its values."""
    return LISTS.sub("(?)", VALUES.sub("?", sql))
