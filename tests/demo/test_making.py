"""Which worlds can be made, and that the same seed makes the same one."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from customers import actions as people
from customers.models import Customer, Touch
from followups import actions as followups
from followups.models import Message, Task
from kit import clock
from kit.environment import SettingsError
from mlmcrm.checks import refuse_public_demo
from mlmcrm.demo.world import CannotBuild, build
from sales import actions as sales
from sales.models import Order, OrderLine
from team.models import Distributor

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("sizes", [{"people": -1}, {"distributors": 3}])
def test_impossible_sizes_are_refused(db, sizes):
    with pytest.raises(CannotBuild, match="or more"):
        build(**sizes)


def test_a_public_address_is_refused(db, settings):
    settings.SITE = type(settings.SITE)("https", "crm.example.org", None)
    with pytest.raises(CannotBuild, match="SITE_URL"):
        build()


def test_a_mail_server_elsewhere_is_refused(db, settings):
    settings.EMAIL_FILE_PATH, settings.EMAIL_HOST = None, "mail.example.org"
    with pytest.raises(CannotBuild, match="EMAIL_URL"):
        build()


def test_a_provider_is_refused(db, settings):
    settings.EMAIL_FILE_PATH, settings.EMAIL_HOST = None, "localhost"
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "postmark", {}
    with pytest.raises(CannotBuild, match="EMAIL_URL names postmark"):
        build()


def test_letters_of_the_past_do_not_go_to_a_mail_server_here_either(db, settings):
    settings.EMAIL_FILE_PATH, settings.EMAIL_HOST, settings.EMAIL_PORT = None, "127.0.0.1", 9
    with clock.travel(NOON):
        build(people=0, distributors=8)
    assert Message.objects.filter(state="sent").exists()
    assert not Message.objects.filter(state__in=("uncertain", "failed")).exists()


def test_an_existing_demo_world_does_not_start_with_a_mail_server_elsewhere(company, settings):
    company.is_demo = True
    company.save()
    settings.EMAIL_FILE_PATH, settings.EMAIL_HOST = None, "mail.example.org"
    with pytest.raises(SettingsError, match="EMAIL_URL"):
        refuse_public_demo()


def test_the_same_seed_makes_the_same_world(db):
    once = facts(seed=7)
    assert facts(seed=7) == once
    assert facts(seed=8) != once


FACTS = (
    (Distributor, "name", "path", "joined_on", "status"),
    (Customer, "owner__handle", "name", "rung", "rung_since", "orders_count", "spent", "next_due_at"),
    (Order, "placed_at", "customer__name", "total", "state", "delivered_on"),
    (OrderLine, "order__placed_at", "order__customer__name", "product__code", "quantity"),
    (Touch, "at", "customer__name", "kind", "note"),
    (Task, "due_at", "customer__name", "kind", "state", "reason"),
    (Message, "due_at", "customer__name", "rule__key", "state", "sent_at"),
)


def facts(seed):
    """What a world says, without ids; the world is taken back."""
    with transaction.atomic(), clock.travel(NOON):
        build(people=20, distributors=20, seed=seed)
        told = {
            model.__name__: sorted(map(repr, model.objects.values_list(*names))) for model, *names in FACTS
        }
        transaction.set_rollback(True)
    return told


@pytest.mark.parametrize(
    "now", ["2026-11-20T00:10", "2028-02-29T03:00", "2026-03-29T01:30", "2027-01-01T17:01"]
)
def test_at_any_hour_the_facts_are_true_and_nothing_is_late(db, now):
    """Just after midnight, on a leap day, as the clocks change, after the evening's work."""
    with clock.travel(datetime.fromisoformat(now).replace(tzinfo=UTC)):
        build(people=0, distributors=8)
        assert not Message.objects.due(clock.now()).exists()
        assert Message.objects.filter(owner__handle="yaw", state="draft").count() >= 2
    assert Customer.objects.filter(owner__handle="amara").count() == 0
    assert sales.recount_facts(check=True) == []
    assert people.recount_facts(check=True) == []
    assert followups.recount_facts(check=True) == []
