"""The demo world: true to the actions, the same for the same seed, and shut in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import QuerySet

from customers import actions as people
from customers.contacts import read_phone
from customers.models import Consent, Customer, Email, LadderStep, Note, Phone, Tag, Touch
from followups import actions as followups
from followups.models import Message, Task
from kit import clock
from kit.events import Actor, Door
from kit.models import Event
from mlmcrm.demo.world import CannotBuild, build
from sales import actions as sales
from sales.models import Order, Product
from team import tasks
from team.actions import recount_ledger
from team.models import (
    Company,
    DayOff,
    Distributor,
    Invitation,
    LineMonth,
    LineStanding,
    OfficeHours,
    OwnMonth,
    OwnStanding,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SMALL = {"people": 60, "distributors": 60}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once for the tests of this file, with the clock held, and taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.travel(NOON):
        build(**SMALL)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def amara(world, db):
    return Distributor.objects.get(email="amara@demo.example")


@pytest.fixture
def yaw(world, db):
    return Distributor.objects.get(email="yaw@demo.example")


@pytest.fixture
def cleo(world, db):
    return Distributor.objects.get(email="cleo@demo.example")


def test_carried_facts_are_true(amara):
    assert people.recount_facts(check=True) == []
    assert sales.recount_facts(check=True) == []
    assert followups.recount_facts(check=True) == []


def test_no_letter_is_late_and_no_task_has_passed_by(amara):
    assert not Message.objects.due(NOON).exists()
    assert not Message.objects.filter(state__in=("claimed", "uncertain", "failed", "refused")).exists()
    assert not Task.objects.open().filter(expires_at__lte=NOON).exists()


def test_who_stands_where(amara, yaw, cleo):
    assert Distributor.objects.below(amara).count() == SMALL["distributors"]
    assert yaw in Distributor.objects.below(amara)
    assert yaw.sponsor != amara
    assert cleo.sponsor == amara.sponsor
    assert Distributor.objects.below(cleo).count() == 2
    assert Company.objects.get().is_demo


def test_paths_follow_the_sponsors(amara):
    for row in Distributor.objects.exclude(sponsor=None).select_related("sponsor"):
        assert row.path[: len(row.sponsor.path)] == row.sponsor.path
        assert row.depth == row.sponsor.depth + 1
        assert row.joined_on > row.sponsor.joined_on
    for leader in Distributor.objects.filter(company__isnull=False):
        assert leader.frontline.count() == leader.next_child


def test_how_many_people(amara, yaw, cleo):
    counted = [Customer.objects.visible_to(owner).count() for owner in (amara, yaw, cleo)]
    assert counted == [60, 34, 40]


def test_yaws_people_can_be_written_to(yaw):
    assert yaw.quiet_hours_on is False
    for person in Customer.objects.visible_to(yaw).prefetch_related("emails", "consents"):
        assert person.emails.count() == 1
        agreed = [(row.channel, row.purpose, row.withdrawn_at) for row in person.consents.all()]
        assert agreed[0] == ("email", "service", None)
        assert agreed[1:] in ([], [("email", "marketing", None)])  # who hears of offers said so
        assert person.zone == yaw.zone


def test_yaw_has_a_repeat_buyer_and_somebody_on_every_rung_but_one(yaw):
    mine = Customer.objects.visible_to(yaw)
    grace = mine.get(name="Grace Addo")
    assert (grace.orders_count, grace.order_interval, grace.rung) == (14, 28, 6)
    assert set(mine.values_list("rung", flat=True)) == {1, 2, 3, 4, 6}
    assert mine.slipping(yaw.today()).filter(name="Kwame Ofori").exists()


def test_yaws_day_is_full(yaw):
    drafts = Message.objects.visible_to(yaw).filter(state="draft")
    assert set(drafts.values_list("customer__name", flat=True)) == {"Abena Sarpong", "Esi Quaye"}
    due = Task.objects.visible_to(yaw).due(NOON)
    assert {"answer", "birthday", "other"} <= set(due.values_list("kind", flat=True))
    sent = Message.objects.visible_to(yaw).filter(state="sent", customer__name="Tomás Vaz Rebelo")
    assert sent.get().rule.key == "thank_first_order"


@pytest.mark.parametrize("handle", ["amara", "yaw", "cleo"])
def test_signing_in_leads_to_a_day(world, client, db, handle):
    assert client.login(email=f"{handle}@demo.example", password="kept-demo")
    page = client.get("/today/")
    assert page.status_code == 200
    assert page.context["day"].lines


def test_who_runs_the_house_has_no_people(world, client, db):
    assert client.login(email="admin@demo.example", password="kept-demo")
    admin = Distributor.objects.get(email="admin@demo.example")
    assert (admin.is_staff, admin.company, Customer.objects.visible_to(admin).count()) == (True, None, 0)


def test_cleo_has_a_row_of_each_kind(cleo):
    for model in (Customer, Touch, Note, Tag, LadderStep, Consent, Order, Message, Task):
        assert model.objects.visible_to(cleo).exists(), model
    for model in (Email, Phone):
        assert model.objects.filter(owner=cleo).exists(), model
    for model in (OfficeHours, DayOff):
        assert model.objects.filter(distributor=cleo).exists(), model
    assert Product.objects.filter(owner=cleo).exists()
    assert Event.objects.visible_to(cleo).exists()
    orders = Order.objects.visible_to(cleo)
    assert set(orders.values_list("state", flat=True)) == {"placed", "void", "returned"}
    assert set(orders.values_list("purpose", flat=True)) == {"customer", "own_use", "stock"}
    tasks = set(Task.objects.visible_to(cleo).values_list("state", flat=True))
    assert {"open", "done", "cancelled"} <= tasks
    letters = set(Message.objects.visible_to(cleo).values_list("state", flat=True))
    assert {"draft", "planned", "sent", "cancelled"} <= letters
    assert Customer.objects.filter(owner=cleo).exclude(deleted_at=None).exists()
    assert Invitation.objects.visible_to(cleo).open().exists()
    assert Invitation.objects.visible_to(cleo).exclude(withdrawn_at=None).exists()


def test_bulk_writes_leave_events_too(amara):
    def subjects(kind):
        return set(Event.objects.filter(kind=kind).values_list("subject_id", flat=True))

    def ids(model, **where):
        return {str(pk) for pk in model.objects.filter(**where).values_list("pk", flat=True)}

    assert subjects("customer.added") == ids(Customer)
    assert subjects("order.placed") == ids(Order)
    assert subjects("order.delivered") == ids(Order, delivered_on__isnull=False)
    assert subjects("touch.logged") == ids(Touch)
    assert subjects("note.added") == ids(Note)
    assert subjects("consent.given") == ids(Consent)
    assert subjects("distributor.enrolled") == ids(Distributor, company__isnull=False)
    told = subjects("evidence.added") | subjects("ladder.climbed")
    assert told == ids(LadderStep)


def test_events_of_the_past_look_like_those_of_today(yaw):
    """A person of the history and one who was entered by the form leave the same fields."""
    for kind in ("customer.added", "touch.logged", "order.placed", "order.delivered", "consent.given"):
        events = Event.objects.filter(kind=kind, owner=yaw).order_by("at")
        assert _shape(events.first()) <= _shape(events.last()) | {"birthday", "address", "phones"}
        assert events.first().door == events.last().door == "web"


def _shape(event):
    always = set(event.after) - {"tags", "source", "introduced_by", "preferred_channel", "preferred_hours"}
    return always | ({"order lines"} if event.after.get("lines") else set())


def test_everything_happened_in_order(amara):
    for person in Customer.objects.all():
        first = Event.objects.about(person.pk).order_by("at", "id").first()
        assert first.kind == "customer.added"
        assert first.at <= NOON
    assert not Order.objects.filter(placed_at__gt=NOON).exists()
    assert not Touch.objects.filter(at__gt=NOON).exists()


def test_nobody_of_the_demo_world_can_be_reached(amara):
    addresses = {email.address for email in Email.objects.all()}
    addresses |= set(Distributor.objects.exclude(email=None).values_list("email", flat=True))
    addresses |= set(Invitation.objects.values_list("email", flat=True))
    assert {address.rpartition(".")[2] for address in addresses} == {"example"}
    for phone in Phone.objects.all():
        assert read_phone(phone.number, "DE") == phone.number
        assert phone.number.startswith(("+4930231250", "+493023125", "+447700900", "+33639981"))


def test_letters_lie_in_the_outbox(amara, settings):
    sent = Message.objects.filter(state="sent")
    files = {path.stem for path in Path(settings.EMAIL_FILE_PATH).glob("*.eml")}
    assert sent.exists()
    assert {str(message.pk) for message in sent} <= files


def test_names_of_all_scripts_are_there(amara):
    names = " ".join(Customer.objects.values_list("name", flat=True))
    assert max(len(name) for name in Customer.objects.values_list("name", flat=True)) > 60
    assert any("\u0590" <= sign <= "\u06ff" for sign in names)
    assert any("\u3040" <= sign <= "\u9fff" for sign in names)


def test_a_database_with_people_is_refused(world, db):
    with pytest.raises(CannotBuild, match="holds people already"):
        build(**SMALL)


def test_the_command_says_so_and_fails(world, db):
    with pytest.raises(CommandError, match="holds people already"):
        call_command("demo")


def test_each_deed_of_the_world_left_a_sign_to_count_it(amara):
    """Without any ledger, what the events alone let be counted is what a recount finds."""
    for rows in (OwnMonth, OwnStanding, LineMonth, LineStanding):
        rows.objects.all().delete()
    QuerySet.update(Event.objects.all(), counted=False)
    today = clock.today(amara.company.zoneinfo)
    Company.objects.update(counted_on=today)  # so that the calendar has nothing to say
    tasks.fold_ledger()
    assert recount_ledger(company=amara.company, by=Actor(None, Door.TASK), check=True) == []
    assert LineStanding.objects.get(person=amara).clients > OwnStanding.objects.get(person=amara).clients > 0
