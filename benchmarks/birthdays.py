"""Plans birthdays of very many people by the product's own planner: once, once more, and by two planners at once."""

import threading
import time
from datetime import timedelta

from django.db import connection, transaction

from customers.models import Customer
from followups.actions import plan_ahead
from followups.models import Task
from kit import clock
from kit.bulk import insert_rows
from kit.events import Actor, Door
from kit.ids import uuid7
from team.models import Company, Distributor

BY = Actor(None, Door.TASK)
EACH = 5_000  # people of one distributor, at most
LEFT = ("followups_task", "kit_event")


def plan_birthdays(count: int) -> dict:
    """Return the seconds that planning took, first and again, and those of the same rows without any care."""
    owners = _owners(max(2, count // EACH))
    _fill(owners, count)
    seconds = _seconds(_plan)
    rows = _rows()
    found = {"seconds": seconds, "rows": sum(rows.values()), "floor": _floor(), "again": _seconds(_plan)}
    more = max(10, count // 20)
    _fill(owners, more)
    found["doubled"] = abs(count + more - _planned_by_two())
    return found


def _owners(count: int) -> list[Distributor]:
    company = Company.objects.create(name="Meadow", currency="EUR", country="DE", zone="Europe/Berlin")
    return [
        Distributor.objects.create(
            company=company, name=f"Ana {n}", number=f"B{n}", country="DE", path=f"{n:04}", zone="Europe/Berlin"
        )
        for n in range(count)
    ]  # fmt: skip


def _fill(owners: list[Distributor], count: int) -> None:
    """People whose birthday is tomorrow, known for long and spoken to yesterday."""
    now = clock.now()
    born, since = now + timedelta(days=1), now - timedelta(days=400)
    for start in range(0, count, EACH):
        insert_rows(
            Customer(
                id=uuid7(), owner=owners[n % len(owners)], name=f"Rosa {n}", name_key=f"rosa {n}", warmth="warm",
                birth_month=born.month, birth_day=born.day, created_at=since, updated_at=since,
                last_contact_at=now - timedelta(days=1),
            )
            for n in range(start, min(start + EACH, count))
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _plan() -> None:
    plan_ahead(by=BY)


def _planned_by_two() -> int:
    """How many there are after two planners who begin in the same moment."""
    planners = [threading.Thread(target=_plan_apart) for _ in range(2)]
    for planner in planners:
        planner.start()
    for planner in planners:
        planner.join()
    return Task.objects.filter(rule__key="birthday").count()


def _plan_apart() -> None:
    try:
        _plan()
    finally:
        connection.close()


def _rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in LEFT:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


def _floor() -> float:
    """INSERT … SELECT of the rows that planning left, into tables without key or index."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for table in LEFT:
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table})")
        begun = time.perf_counter()
        for table in LEFT:
            cursor.execute(f"INSERT INTO bare_{table} SELECT * FROM {table}")
    return time.perf_counter() - begun


def _seconds(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
