"""What is sold in these tests, and two people more who buy."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from customers.models import Customer
from followups.actions import ensure_default_rules
from sales.models import Product

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
