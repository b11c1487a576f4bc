"""Writes people with their orders, or measures one night of them: python -m benchmarks.night write 1000."""

import json
import resource
import sys
import time
from datetime import datetime, timedelta
from decimal import Decimal

import django

EACH = 5_000  # written at once
UNIT = 1_000_000 if sys.platform == "darwin" else 1_000


def main() -> None:
    django.setup()
    if sys.argv[1] == "write":
        write(int(sys.argv[2]))
    else:
        print(json.dumps(night()))


def write(count: int) -> None:
    """Fill an empty database with people who live by the model."""
    from benchmarks.retention import lives
    from kit import clock
    from team.models import Company, Distributor

    company = Company.objects.create(name="Meadow", currency="EUR", country="DE", zone="Europe/Berlin")
    owner = Distributor.objects.create(company=company, name="Ana", number="1", country="DE", path="0")
    now, told = clock.now(), lives(count, seed=2)
    for start in range(0, count, EACH):
        _write_some(owner, now, [next(told) for _ in range(min(EACH, count - start))])


def _write_some(owner, now: datetime, lives: list[list[int]]) -> None:
    from customers.models import Customer
    from kit.bulk import insert_rows
    from kit.ids import uuid7
    from sales.models import Order

    people = [
        Customer(id=uuid7(), owner=owner, name="Rosa", name_key="rosa", orders_count=len(days))
        for days in lives
    ]
    insert_rows(people)
    insert_rows(
        Order(
            id=uuid7(), owner=owner, customer=person, currency="EUR", total=Decimal(10 + ago % 40),
            placed_at=now - timedelta(days=ago), ordered_on=(now - timedelta(days=ago)).date(),
        )
        for person, days in zip(people, lives, strict=True)
        for ago in days
    )  # fmt: skip


def night() -> dict:
    """Return the seconds of a night, and the most megabytes that the process held."""
    from kit.events import Actor, Door
    from reports.actions import measure_retention
    from team.models import Company

    begun = time.perf_counter()
    fit = measure_retention(company=Company.objects.get(), by=Actor(None, Door.TASK))
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT
    return {"seconds": seconds, "memory": memory, "people": fit.people, "trouble": fit.trouble}


if __name__ == "__main__":
    main()
