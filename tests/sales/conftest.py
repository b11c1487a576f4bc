"""What is sold in these tests, and two people more who buy."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from customers.models import Customer
from followups.actions import ensure_default_rules
from sales.models import Product
from tests.queries.counting import count_queries

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(*parts):
    """A moment by the clocks of Berlin."""
    return datetime(*parts, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def rules(db):
    ensure_default_rules()


def product(company, code, name, price, **fields):
    return Product.objects.create(
        company=company, code=code, name=name, price=Decimal(price), currency=company.currency, **fields
    )


@pytest.fixture
def balm(company):
    """Lasts six weeks."""
    return product(company, "HB-01", "Hand balm", "12.50", pv=Decimal("8"), lasts_days=42)


@pytest.fixture
def tea(company):
    """Nobody noted how long it lasts."""
    return product(company, "TS", "Tea sampler", "9.90", pv=Decimal("5.5"))


@pytest.fixture
def bens_soap(company, ben):
    return product(company, "SO", "Ben's soap", "4.00", owner=ben, lasts_days=20)


@pytest.fixture
def cleos_soap(company, cleo):
    return product(company, "SO", "Cleo's soap", "4.00", owner=cleo)


@pytest.fixture
def cleos_person(cleo):
    return Customer.objects.create(owner=cleo, name="Yara")


@pytest.fixture
def asks(as_ben):
    """Count what a page asks the database, without what signing in costs on every page."""

    def asked(path):
        counted = count_queries(as_ben, path)
        assert counted.status == 200
        signing_in = ("django_session", "usersession", 'SELECT "team_distributor"."id"')
        own = [sql for sql in counted.statements if not any(part in sql for part in signing_in)]
        return len(own), [sql for sql in own if own.count(sql) > 1]

    return asked
