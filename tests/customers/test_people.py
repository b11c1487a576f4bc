"""Adding, changing, deleting and restoring people."""

from datetime import date

import pytest

from customers import actions
from customers.actions.bulk import NewPerson
from customers.errors import CustomerError, PersonChanged, PersonGone
from customers.ladder import Rung
from customers.models import Consent, Customer, LadderStep, Note, Tag
from kit.ids import uuid7
from kit.models import Event

pytestmark = pytest.mark.usefixtures("monday")


def kinds(person):
    return list(Event.objects.about(person.pk).order_by("id").values_list("kind", flat=True))


def test_a_name_is_enough(ben, by_ben):
    person = actions.add_person(owner=ben, by=by_ben, name="  Mai   Linh ")
    person.refresh_from_db()
    assert (person.name, person.name_key, person.rung, person.rung_since, person.warmth) == (
        "Mai Linh", "mai linh", Rung.SUSPECT, date(2026, 3, 2), "warm",
    )  # fmt: skip
    step = LadderStep.objects.get()
    assert (step.kind, step.on, step.source) == ("entered", date(2026, 3, 2), person.pk)
    assert kinds(person) == ["customer.added", "evidence.added"]


def test_everything_about_a_person(ben, by_ben, rosa):
    person = actions.add_person(
        owner=ben,
        by=by_ben,
        name="Mai Linh",
        greeting="Mai",
        emails=["Mai@Post.example", "mai@post.example ", "second@post.example"],
        phones=["030 123456", "+49 30 123456", "0151 12345678"],
        address="Lindenstr. 1\n10969 Berlin",
        birthday=(None, 2, 29),
        language="vi",
        zone="Asia/Ho_Chi_Minh",
        warmth="cold",
        source="School fair",
        introduced_by=rosa,
        preferred_channel="chat",
        preferred_hours="after 18:00",
        tags=["tea", "Tea", "fair"],
        external_id="77",
        note="Likes tea",
        entered_on=date(2026, 1, 5),
        consents=[("email", "service")],
    )
    person = Customer.objects.get(pk=person.pk)
    assert [(mail.address, mail.position) for mail in person.emails.all()] == [
        ("Mai@Post.example", 0), ("second@post.example", 1),
    ]  # fmt: skip
    assert [phone.number for phone in person.phones.all()] == ["+4930123456", "+4915112345678"]
    assert person.birthday == "--02-29"
    assert (person.zone, person.warmth, person.preferred_channel) == ("Asia/Ho_Chi_Minh", "cold", "chat")
    assert [tag.name for tag in person.tags.all()] == ["fair", "tea"]
    assert person.rung_since == date(2026, 1, 5)
    assert Note.objects.get().text == "Likes tea"
    assert [(row.channel, row.purpose) for row in person.consents.all()] == [("email", "service")]
    added = Event.objects.get(kind="customer.added")
    assert added.after["emails"] == ["Mai@Post.example", "second@post.example"]
    assert added.after["birthday"] == "--02-29"


def test_new_tags_that_differ_in_case_are_one(ben, by_ben):
    people = [
        NewPerson(id=uuid7(), values={"name": name}, lists={"tags": [tag]})
        for name, tag in (("One", "Tea"), ("Two", "tea"), ("Three", "TEA"))
    ]
    rows = actions.add_people(owner=ben, by=by_ben, people=people)
    assert Tag.objects.count() == 1
    assert [list(row.tags.all()) for row in rows] == [[Tag.objects.get()]] * 3


def test_tags_are_shared_among_people_whatever_their_case(ben, by_ben):
    actions.add_person(owner=ben, by=by_ben, name="One", tags=["Tea"])
    actions.add_person(owner=ben, by=by_ben, name="Two", tags=["tea", "fair"])
    assert list(Tag.objects.values_list("name", flat=True)) == ["Tea", "fair"]


def test_the_introducer_gets_the_referral_as_evidence(ben, by_ben, rosa):
    actions.add_evidence(person=rosa, by=by_ben, kind="order", on=date(2026, 1, 2), source=rosa.pk)
    friend = actions.add_person(
        owner=ben, by=by_ben, name="Friend", introduced_by=rosa, entered_on=date(2026, 2, 3)
    )
    rosa.refresh_from_db()
    assert (rosa.rung, rosa.rung_since) == (Rung.ADVOCATE, date(2026, 2, 3))
    referral = rosa.steps.get(kind="referral")
    assert (referral.source, referral.reason) == (friend.pk, "Friend")


@pytest.mark.parametrize(
    "values, field",
    [
        ({"name": ""}, "name"),
        ({"name": " \t\n "}, "name"),
        ({"name": "\u200b\u2060"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"emails": ["rosa at post"]}, "emails"),
        ({"emails": [f"{n}@post.example" for n in range(21)]}, "emails"),
        ({"phones": ["call me"]}, "phones"),
        ({"phones": ["12"]}, "phones"),
        ({"birthday": (2025, 2, 30)}, "birthday"),
        ({"birthday": (2025, 2, 29)}, "birthday"),
        ({"birthday": (None, 2, 30)}, "birthday"),
        ({"birthday": (None, 13, 1)}, "birthday"),
        ({"birthday": (12, 3, 1)}, "birthday"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"warmth": "hot"}, "warmth"),
        ({"preferred_channel": "pigeon"}, "preferred_channel"),
        ({"address": "x" * 1001}, "address"),
        ({"tags": ["x" * 61]}, "tags"),
        ({"note": "x" * 20001}, "text"),
    ],
)
def test_bad_values_are_refused_by_their_field(ben, by_ben, values, field):
    with pytest.raises(CustomerError) as refusal:
        actions.add_person(owner=ben, by=by_ben, **{"name": "Mai", **values})
    assert refusal.value.field in (field, "name" if field == "tags" else field)
    assert Customer.objects.count() == 0
    assert Event.objects.count() == 0


@pytest.mark.parametrize("name", ["فاطمة الزهراء بنعيسى", "O’Brien-Smith", "李小龙", "Zoë 🌿", "x" * 200])
def test_names_stay_as_people_write_them(ben, by_ben, name):
    assert actions.add_person(owner=ben, by=by_ben, name=name).name == name


def test_control_signs_are_dropped(ben, by_ben):
    person = actions.add_person(owner=ben, by=by_ben, name="Mai\x00 Linh\x07", address="A\x00\r\nB")
    assert (person.name, person.address) == ("Mai Linh", "A\nB")


def test_another_persons_contact_introduces_nobody(ben, by_ben, cleo, by_cleo):
    foreign = actions.add_person(owner=cleo, by=by_cleo, name="Foreign")
    with pytest.raises(CustomerError) as refusal:
        actions.add_person(owner=ben, by=by_ben, name="Mai", introduced_by=foreign)
    assert refusal.value.field == "introduced_by"
    assert LadderStep.objects.filter(kind="referral").count() == 0


def test_a_number_from_elsewhere_belongs_to_one(ben, by_ben, cleo, by_cleo):
    actions.add_person(owner=ben, by=by_ben, name="Mai", external_id="7")
    actions.add_person(owner=cleo, by=by_cleo, name="Mai", external_id="7")
    with pytest.raises(CustomerError) as refusal:
        actions.add_person(owner=ben, by=by_ben, name="Lan", external_id="7")
    assert (refusal.value.field, refusal.value.code) == ("external_id", "taken")


def test_a_change_writes_what_changed_and_nothing_else(rosa, by_ben):
    changed = actions.change_person(
        person=rosa,
        by=by_ben,
        version=1,
        name="Rosa Linde",
        greeting="Rosa",
        emails=["rosa@post.example", "r@x.example"],
    )
    assert (changed.name, changed.name_key, changed.version) == ("Rosa Linde", "rosa linde", 2)
    event = Event.objects.get()
    assert (event.kind, event.before, event.after) == (
        "customer.changed",
        {"name": "Rosa Lind", "emails": ["rosa@post.example"]},
        {"name": "Rosa Linde", "emails": ["rosa@post.example", "r@x.example"]},
    )


def test_a_change_without_a_difference_is_none(rosa, by_ben):
    assert actions.change_person(person=rosa, by=by_ben, version=1, name="Rosa Lind").version == 1
    assert Event.objects.count() == 0


def test_an_address_that_stays_keeps_what_is_known_of_it(rosa, by_ben, monday):
    rosa.emails.update(bounced_at=monday)
    actions.change_person(person=rosa, by=by_ben, version=1, emails=["new@x.example", "ROSA@post.example"])
    assert [(mail.address, mail.bounced_at) for mail in rosa.emails.all()] == [
        ("new@x.example", None), ("ROSA@post.example", monday),
    ]  # fmt: skip


def test_the_second_of_two_tabs_is_told(rosa, by_ben):
    actions.change_person(person=rosa, by=by_ben, version=1, greeting="Rosie")
    with pytest.raises(PersonChanged):
        actions.change_person(person=rosa, by=by_ben, version=1, greeting="Rosita")
    rosa.refresh_from_db()
    assert rosa.greeting == "Rosie"


def test_another_introducer_takes_over_the_referral(ben, by_ben, rosa):
    other = actions.add_person(owner=ben, by=by_ben, name="Other")
    friend = actions.add_person(owner=ben, by=by_ben, name="Friend", introduced_by=rosa)
    actions.change_person(person=friend, by=by_ben, version=1, introduced_by=other)
    assert [step.kind for step in rosa.steps.standing()] == []
    assert [step.kind for step in other.steps.standing().order_by("kind")] == ["entered", "referral"]
    with pytest.raises(CustomerError) as refusal:
        actions.change_person(person=friend, by=by_ben, version=2, introduced_by=friend)
    assert refusal.value.field == "introduced_by"


def test_a_deleted_person_is_out_of_sight_and_comes_back_whole(ben, by_ben, rosa):
    friend = actions.add_person(owner=ben, by=by_ben, name="Friend", introduced_by=rosa, tags=["tea"])
    actions.delete_person(person=friend, by=by_ben)
    actions.delete_person(person=friend, by=by_ben)
    assert list(Customer.objects.visible_to(ben)) == [rosa]
    assert rosa.steps.standing().count() == 0
    with pytest.raises(PersonGone):
        actions.change_person(person=friend, by=by_ben, version=None, name="X")
    friend.refresh_from_db()
    actions.restore_person(person=friend, by=by_ben)
    actions.restore_person(person=friend, by=by_ben)
    assert Customer.objects.visible_to(ben).get(pk=friend.pk).tags.get().name == "tea"
    assert rosa.steps.standing().get().kind == "referral"
    assert kinds(friend) == ["customer.added", "evidence.added", "customer.deleted", "customer.restored"]


def test_a_number_taken_meanwhile_stops_a_restore(ben, by_ben):
    first = actions.add_person(owner=ben, by=by_ben, name="Mai", external_id="7")
    actions.delete_person(person=first, by=by_ben)
    actions.add_person(owner=ben, by=by_ben, name="Lan", external_id="7")
    with pytest.raises(CustomerError) as refusal:
        actions.restore_person(person=first, by=by_ben)
    assert refusal.value.code == "taken"


def test_consents_are_given_once_and_withdrawn_once(rosa, by_ben):
    given = actions.give_consent(
        person=rosa, by=by_ben, channel="chat", purpose="marketing", source="At the fair"
    )
    again = actions.give_consent(person=rosa, by=by_ben, channel="chat", purpose="marketing")
    assert (again, again.source) == (given, "At the fair")
    actions.withdraw_consent(consent=given, by=by_ben)
    actions.withdraw_consent(consent=given, by=by_ben)
    assert [(row.channel, row.withdrawn_at is None) for row in Consent.objects.order_by("channel")] == [
        ("chat", False), ("email", True),
    ]  # fmt: skip
    assert kinds(rosa) == ["consent.given", "consent.withdrawn"]
