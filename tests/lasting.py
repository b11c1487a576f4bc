"""The cast and what Ben has, made once for a file of tests: what a test changes is taken back to it.

A file imports these fixtures in place of those that make everything anew for each test.
"""

import pytest
from django.db import transaction

from customers.models import Customer
from kit.events import Actor, Door
from team.models import Company, Distributor
from tests.conftest import distributor, meadow, rosa_of

__all__ = ["ana", "ben", "cleo", "company", "lasting_cast", "rosa"]


@pytest.fixture(scope="module")
def lasting_cast(django_db_setup, django_db_blocker) -> dict:
    """Everybody by name; whatever the file makes beside them lasts as long."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _cast()
        transaction.set_rollback(True)


def _cast() -> dict:
    company = meadow()
    ana = distributor(company, "Ana", "0")
    ben = distributor(company, "Ben", "00", sponsor=ana)
    Distributor.objects.filter(pk=ana.pk).update(next_child=1)
    cleo = distributor(company, "Cleo", "1")
    cast = {"company": company, "ana": ana, "ben": ben, "cleo": cleo, "rosa": rosa_of(ben)}
    return {**cast, "by_ben": Actor(ben, Door.WEB)}


@pytest.fixture
def company(lasting_cast, db):
    return Company.objects.get(pk=lasting_cast["company"].pk)


@pytest.fixture
def ana(lasting_cast, db):
    return Distributor.objects.get(pk=lasting_cast["ana"].pk)


@pytest.fixture
def ben(lasting_cast, db):
    return Distributor.objects.get(pk=lasting_cast["ben"].pk)


@pytest.fixture
def cleo(lasting_cast, db):
    return Distributor.objects.get(pk=lasting_cast["cleo"].pk)


@pytest.fixture
def rosa(lasting_cast, db):
    return Customer.objects.get(pk=lasting_cast["rosa"].pk)
