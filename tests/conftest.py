"""The standing cast: Ana leads, Ben is her recruit, Cleo is a stranger, Rosa is Ben's customer."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

from customers.models import Consent, Customer, Email
from kit import clock
from kit.events import Actor, Door
from team.models import Company, Distributor
from team.tree import child_code

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh_limits():
    """SQLite gives the same ids to each test's people: what one called must not count for the next."""
    cache.clear()


@pytest.fixture
def company(db):
    return meadow()


def meadow() -> Company:
    return Company.objects.create(
        name="Meadow", currency="EUR", country="DE", zone="Europe/Berlin", next_root=2
    )


def distributor(company, name, path, sponsor=None):
    return Distributor.objects.create(
        company=company,
        name=name,
        email=f"{name.lower()}@kept.example",
        handle=name.lower(),
        number=f"N{path}",
        country="DE",
        path=path,
        depth=len(path) - 1,
        sponsor=sponsor,
        enroller=sponsor,
        zone="Europe/Berlin",
        joined_on=date(2025, 1, 1),
        quiet_hours_on=False,
    )


@pytest.fixture
def ana(company):
    """A leader at the top of her line."""
    return distributor(company, "Ana", "0")


@pytest.fixture
def ben(company, ana):
    """Ana's recruit; the one whose day most tests tell."""
    ana.next_child = 1
    ana.save(update_fields=["next_child"])
    return distributor(company, "Ben", "00", sponsor=ana)


@pytest.fixture
def cleo(company):
    """A stranger in a sibling line of the same company."""
    return distributor(company, "Cleo", "1")


@pytest.fixture
def team_of(ana, company):
    """Makes a team of so many under Ana, beside Ben, and returns them."""

    def team(number: int) -> list[Distributor]:
        return [distributor(company, f"M{n}", f"0{child_code(n)}", sponsor=ana) for n in range(1, number + 1)]

    return team


@pytest.fixture
def staff(db):
    """Who runs the installation and belongs to no company."""
    return Distributor.objects.create_superuser("staff@kept.example", name="Staff")


@pytest.fixture
def rosa(ben):
    """Ben's customer-to-be: a bare row with an e-mail and consent to service letters."""
    return rosa_of(ben)


def rosa_of(ben) -> Customer:
    rosa = Customer.objects.create(owner=ben, name="Rosa Lind", greeting="Rosa")
    Email.objects.create(customer=rosa, owner=ben, address="rosa@post.example", key="rosa@post.example")
    Consent.objects.create(owner=ben, customer=rosa, channel="email", purpose="service")
    return rosa


@pytest.fixture
def by_ben(ben):
    return Actor(ben, Door.WEB)


@pytest.fixture
def by_ana(ana):
    return Actor(ana, Door.WEB)


@pytest.fixture
def by_cleo(cleo):
    return Actor(cleo, Door.WEB)


@pytest.fixture
def monday():
    """The clock held at a Monday morning, 10:30 in Berlin."""
    with clock.travel(MONDAY):
        yield MONDAY


@pytest.fixture
def as_ben(client, ben):
    client.force_login(ben)
    return client


@pytest.fixture
def as_ana(client, ana):
    client.force_login(ana)
    return client


@pytest.fixture
def as_cleo(client, cleo):
    client.force_login(cleo)
    return client
