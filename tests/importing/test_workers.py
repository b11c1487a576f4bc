"""Two workers and one import: no batch is written twice, whichever of them was thought dead."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from customers.models import Customer
from mlmcrm.importing import actions, claim, runs, slices
from mlmcrm.models import Import

pytestmark = pytest.mark.django_db(transaction=True)
LINES = 60


@pytest.fixture
def waiting(upload, worked, by_ben, monkeypatch):
    """An import that is about to be written, in batches of ten lines."""
    monkeypatch.setattr(runs, "BATCH", 10)
    record = worked(upload("name,email\n" + "".join(f"P {n},p{n}@post.example\n" for n in range(LINES))))
    return actions.start_import(record=record, by=by_ben)


def at_once(*works):
    def one(work):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works, timeout=60))


def test_one_of_two_workers_gets_it(waiting):
    claims = at_once(claim.claim, claim.claim, claim.claim)
    assert sum(mine is not None for mine in claims) == 1


def test_two_imports_of_one_owner_are_not_begun_at_once(waiting, upload, worked):
    upload("name\nEva\n", "other.csv")
    claims = at_once(claim.claim, claim.claim, claim.claim)
    assert sum(mine is not None for mine in claims) == 1


def taken_over(waiting):
    """Two claims of one import: the first worker was slow, and its lease ran out."""
    first = claim.claim()
    Import.objects.update(lease_until="2020-01-01T00:00Z")
    return slices.Slice(first, 60), slices.Slice(claim.claim(), 60)


def test_who_lost_the_lease_writes_nothing_more(waiting):
    slow, other = taken_over(waiting)
    at_once(slow.run, other.run)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.new, waiting.same, Customer.objects.count()) == (
        "finished",
        LINES,
        0,
        LINES,
    )


def test_without_the_fence_lines_would_be_read_twice(waiting, monkeypatch):
    """The twin of the test above."""
    monkeypatch.setattr(slices, "renew", lambda mine: None)
    read = []
    monkeypatch.setattr(
        slices, "step", lambda record, take, last: read.append(last) or runs.step(record, take, last)
    )
    for worker in taken_over(waiting):
        worker.run()
    assert len(read) > len(set(read))
