"""Which worlds can be made, and that the same seed makes the same one."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from django.db import transaction

from customers.models import Customer, Touch
from followups.models import Message, Task
from kit import clock
from mlmcrm.demo.world import CannotBuild, build
from sales import actions as sales
from sales.models import Order, OrderLine
from team.models import Distributor

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 20, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize("sizes", [{"people": -1}, {"distributors": 3}])
def test_impossible_sizes_are_refused(db, sizes):
    with pytest.raises(CannotBuild, match="or more"):
        build(**sizes)


def test_a_public_address_is_refused(db, settings):
    settings.SITE = type(settings.SITE)("https", "crm.example.org", None)
    with pytest.raises(CannotBuild, match="SITE_URL"):
        build()


def test_a_mail_server_is_refused(db, settings):
    settings.EMAIL_FILE_PATH = None
    with pytest.raises(CannotBuild, match="EMAIL_URL"):
        build()


def test_the_same_seed_makes_the_same_world(db):
    assert digest(seed=7) == digest(seed=7)
    assert digest(seed=7) != digest(seed=8)


def digest(seed):
    """What a world says, without ids; the world is taken back."""
    with transaction.atomic(), clock.travel(NOON):
        build(people=20, distributors=20, seed=seed)
        facts = [
            list(Distributor.objects.order_by("path").values_list("name", "path", "joined_on", "status")),
            list(
                Customer.objects.order_by("owner", "name").values_list(
                    "owner__handle", "name", "rung", "spent"
                )
            ),
            list(
                Order.objects.order_by("placed_at", "total").values_list("customer__name", "total", "state")
            ),
            list(
                OrderLine.objects.order_by("order__placed_at", "pk").values_list("product__code", "quantity")
            ),
            list(
                Touch.objects.order_by("at", "customer__name").values_list("customer__name", "kind", "note")
            ),
            list(
                Task.objects.order_by("due_at", "customer__name", "kind").values_list(
                    "kind", "state", "due_at"
                )
            ),
            list(
                Message.objects.order_by("due_at", "customer__name").values_list(
                    "rule__key", "state", "due_at"
                )
            ),
        ]
        transaction.set_rollback(True)
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()


def test_a_world_without_people_of_amara(db):
    with clock.travel(MIDNIGHT):
        build(people=0, distributors=8)
    assert Customer.objects.filter(owner__handle="amara").count() == 0
    assert sales.recount_facts(check=True) == []
