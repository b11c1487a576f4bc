"""What every tick asks finds its few rows by an index, however many letters there ever were."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.delivery.claim import claim, release
from followups.delivery.last_look import last_look
from tests.delivery.test_twice import LEASE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="with one distributor PostgreSQL has other ways"
    ),
]
BY_TOKEN = re.compile(r'WHERE.*"lease_token" = ', re.DOTALL)


def plan_of(cursor, sql: str) -> str:
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_claimed_letters_are_found_by_the_index_of_leases(plan_letters, monday):
    plan_letters(1000, state="sent", start="earlier", sent_at=monday)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE followups_message")
    plan_letters(3)
    with CaptureQueriesContext(connection) as asked:
        mine = claim(LEASE)
        last_look(mine)
        release(mine.token)
    asked = [query["sql"] for query in asked if BY_TOKEN.search(query["sql"])]
    assert len(asked) == 5
    with connection.cursor() as cursor:
        plans = [plan_of(cursor, sql) for sql in asked]
    by_index = ("message_leased", "followups_message USING INDEX sqlite_autoindex_followups_message_1 (id=?)")
    assert [plan for plan in plans if not any(name in plan for name in by_index)] == []
