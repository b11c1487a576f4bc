"""Adding and changing people by form: what is refused, who may be known already, two tabs."""

import pytest
from django.urls import reverse

from customers import actions
from customers.models import Customer, Phone
from kit.models import Event

pytestmark = pytest.mark.usefixtures("monday")

ADD = "/people/add/"


def errors(response):
    return {name: [str(error) for error in found] for name, found in response.context["form"].errors.items()}


def test_a_name_is_enough(as_ben, ben):
    answer = as_ben.post(ADD, {"name": "Mai Linh", "warmth": "warm"})
    person = Customer.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("person", args=[person.pk]))
    assert (person.owner, person.name) == (ben, "Mai Linh")
    assert Event.objects.get(kind="customer.added").door == "web"


def test_everything_typed_is_kept(as_ben, rosa):
    as_ben.post(
        ADD,
        {
            "name": "Mai Linh",
            "greeting": "Mai",
            "phones": "030 123456\n\n+351 912 345 678",
            "emails": "mai@post.example\r\nsecond@post.example",
            "warmth": "cold",
            "source": "School fair",
            "introduced_by": "rosa lind",
            "birth_day": "29",
            "birth_month": "2",
            "birth_year": "",
            "preferred_channel": "chat",
            "preferred_hours": "after 18:00",
            "address": "Lindenstr. 1\r\nBerlin",
            "language": "vi",
            "zone": "Asia/Ho_Chi_Minh",
            "tags": "tea, fair,",
            "external_id": "77",
            "agreed_service": "on",
            "note": "Likes tea",
        },
    )
    person = Customer.objects.get(name="Mai Linh")
    assert [phone.number for phone in person.phones.all()] == ["+4930123456", "+351912345678"]
    assert [email.address for email in person.emails.all()] == ["mai@post.example", "second@post.example"]
    assert (person.introduced_by, person.birthday, person.address) == (
        rosa,
        "--02-29",
        "Lindenstr. 1\nBerlin",
    )
    assert (person.language, person.zone, person.warmth) == ("vi", "Asia/Ho_Chi_Minh", "cold")
    assert [tag.name for tag in person.tags.all()] == ["fair", "tea"]
    assert [(row.channel, row.purpose) for row in person.consents.all()] == [("email", "service")]
    assert person.notes.get().text == "Likes tea"


@pytest.mark.parametrize(
    "typed, refused",
    [
        ({"name": ""}, {"name": ["This field is required."]}),
        ({"name": "   "}, {"name": ["This field is required."]}),
        ({"name": "\u200b"}, {"name": ["A name, please. One word is enough."]}),
        ({"name": "Mai\x00"}, {"name": ["Null characters are not allowed."]}),
        (
            {"name": "x" * 201},
            {"name": ["Ensure this value has at most 200 characters (it has 201)."]},
        ),
        (
            {"phones": "call me"},
            {"phones": ["“call me” is no phone number. For example +49 30 123456."]},
        ),
        (
            {"emails": "rosa at post"},
            {"emails": ["“rosa at post” is no email address. For example rosa@post.example."]},
        ),
        ({"birth_day": "30", "birth_month": "2"}, {"birth_day": ["There is no such day."]}),
        (
            {"birth_day": "29", "birth_month": "2", "birth_year": "2025"},
            {"birth_day": ["There is no such day."]},
        ),
        (
            {"birth_day": "1", "birth_month": "1", "birth_year": "2999"},
            {"birth_day": ["This day is still to come."]},
        ),
        (
            {"birth_year": "1980"},
            {"birth_day": ["A day and a month, please; the year may stay empty."]},
        ),
        ({"birth_day": "x", "birth_month": "2"}, {"birth_day": ["Enter a whole number."]}),
        (
            {"introduced_by": "Nobody"},
            {"introduced_by": ["There is nobody of this name among your people."]},
        ),
    ],
)
def test_bad_input_comes_back_with_its_reason(as_ben, typed, refused):
    answer = as_ben.post(ADD, {"name": "Mai", "warmth": "warm", **typed})
    assert (answer.status_code, errors(answer)) == (422, refused)
    assert Customer.objects.count() == 0


def test_who_has_no_company_is_told_so(client, staff):
    client.force_login(staff)
    answer = client.post(ADD, {"name": "Mai", "warmth": "warm"})
    assert (answer.status_code, errors(answer)) == (
        422,
        {"__all__": ["You belong to no company, so you cannot have people."]},
    )
    assert Customer.objects.count() == 0


@pytest.mark.parametrize("name", ["فاطمة الزهراء بنعيسى", "Zoë 🌿", "<b>Mai</b>", "x" * 200])
def test_unusual_names_are_kept_and_shown(as_ben, name):
    as_ben.post(ADD, {"name": name, "warmth": "warm"})
    person = Customer.objects.get()
    assert person.name == name
    page = as_ben.get(f"/people/{person.pk}/edit/").content.decode()
    assert "<b>Mai" not in page


def test_another_distributors_person_introduces_nobody(as_ben, cleo, by_cleo):
    foreign = actions.add_person(owner=cleo, by=by_cleo, name="Foreign")
    by_name = as_ben.post(ADD, {"name": "Mai", "warmth": "warm", "introduced_by": "Foreign"})
    by_id = as_ben.post(
        ADD, {"name": "Mai", "warmth": "warm", "introduced_by": "Foreign", "introducer": str(foreign.pk)}
    )
    assert (list(errors(by_name)), list(errors(by_id))) == (["introduced_by"], ["introducer"])
    assert Customer.objects.filter(name="Mai").count() == 0


def test_of_several_with_the_same_name_one_is_chosen(as_ben, ben, by_ben):
    first, second = (actions.add_person(owner=ben, by=by_ben, name="Ada") for _ in range(2))
    typed = {"name": "Mai", "warmth": "warm", "introduced_by": "ada"}
    asked = as_ben.post(ADD, typed)
    assert errors(asked) == {"introducer": ["Several people have this name. Choose one, please."]}
    offered = [value for value, _label in asked.context["form"].fields["introducer"].choices]
    assert offered == [str(first.pk), str(second.pk)]
    as_ben.post(ADD, {**typed, "introducer": str(second.pk)})
    assert Customer.objects.get(name="Mai").introduced_by == second


def test_somebody_known_already_is_shown_before_a_second_is_made(as_ben, rosa, cleo, by_cleo):
    actions.add_person(owner=cleo, by=by_cleo, name="Hers", emails=["new@post.example"])
    typed = {"name": "Rosa L.", "warmth": "warm", "emails": "ROSA@post.example"}
    asked = as_ben.post(ADD, typed)
    assert (asked.status_code, asked.context["twins"]) == (422, [rosa])
    assert reverse("person", args=[rosa.pk]) in asked.content.decode()
    assert Customer.objects.filter(owner=rosa.owner).count() == 1
    as_ben.post(ADD, {**typed, "anyway": "1"})
    assert Customer.objects.filter(owner=rosa.owner).count() == 2
    as_ben.post(ADD, {"name": "New", "warmth": "warm", "emails": "new@post.example"})
    assert Customer.objects.filter(name="New").count() == 1


def test_a_phone_known_already(as_ben, ben, rosa):
    Phone.objects.create(customer=rosa, owner=ben, number="+4930123456")
    asked = as_ben.post(ADD, {"name": "R", "warmth": "warm", "phones": "(030) 12 34 56"})
    assert asked.context["twins"] == [rosa]


def change(client, person, **typed):
    page = client.get(f"/people/{person.pk}/edit/")
    held = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    return client.post(f"/people/{person.pk}/edit/", {**held, **typed})


def test_changing_writes_only_what_changed(as_ben, rosa):
    answer = change(as_ben, rosa, greeting="Rosie", phones="030 123456")
    assert (answer.status_code, answer.url) == (302, reverse("person", args=[rosa.pk]))
    event = Event.objects.get()
    assert event.after == {"greeting": "Rosie", "phones": ["+4930123456"]}


def test_saving_without_a_change_changes_nothing(as_ben, rosa, by_ben):
    actions.change_person(
        person=rosa, by=by_ben, version=1, phones=["030 123456"], birthday=(1980, 3, 9), tags=["tea"],
        zone="Asia/Tokyo", language="xx-klingon"[:12], address="A\nB",
    )  # fmt: skip
    events = Event.objects.count()
    assert change(as_ben, rosa).status_code == 302
    assert Event.objects.count() == events


def test_who_introduced_somebody_stays_when_the_form_is_saved(as_ben, ben, by_ben, rosa):
    """Even when somebody of the same name came later, or the introducer was deleted."""
    friend = actions.add_person(owner=ben, by=by_ben, name="Friend", introduced_by=rosa)
    actions.add_person(owner=ben, by=by_ben, name="Rosa Lind")
    change(as_ben, friend, greeting="F")
    friend.refresh_from_db()
    assert (friend.introduced_by, friend.greeting) == (rosa, "F")
    change(as_ben, friend, introduced_by="")
    friend.refresh_from_db()
    assert friend.introduced_by is None


def test_the_second_tab_is_told_and_loses_nothing(as_ben, rosa):
    first = as_ben.get(f"/people/{rosa.pk}/edit/").context["form"].initial
    typed = {name: value for name, value in first.items() if value is not None}
    as_ben.post(f"/people/{rosa.pk}/edit/", {**typed, "greeting": "Rosie", "address": "Here"})
    told = as_ben.post(f"/people/{rosa.pk}/edit/", {**typed, "greeting": "Rosita"})
    assert told.status_code == 409
    assert told.context["theirs"] == [("How to address", "Rosie"), ("Address", "Here")]
    assert told.context["form"]["greeting"].value() == "Rosita"
    rosa.refresh_from_db()
    assert (rosa.greeting, rosa.address) == ("Rosie", "Here")
    again = {**typed, "greeting": "Rosita", "version": told.context["form"]["version"].value()}
    assert as_ben.post(f"/people/{rosa.pk}/edit/", again).status_code == 302
    rosa.refresh_from_db()
    assert rosa.greeting == "Rosita"


@pytest.mark.parametrize("verb", ["get", "post"])
def test_strangers_and_leaders_find_nothing(client, rosa, ana, cleo, verb):
    for other in (ana, cleo):
        client.force_login(other)
        for path in ("edit/", "touch/", "note/", "climb/", "consent/"):
            answer = getattr(client, verb)(
                f"/people/{rosa.pk}/{path}", {"name": "X", "kind": "call", "text": "X"}
            )
            assert answer.status_code == 404, path
    assert Event.objects.count() == 0


def test_deleting_and_taking_it_back(as_ben, rosa):
    assert as_ben.get(f"/people/{rosa.pk}/delete/").status_code == 405
    answer = as_ben.post(f"/people/{rosa.pk}/delete/", follow=True)
    assert "Rosa Lind is deleted." in answer.content.decode()
    assert as_ben.get(f"/people/{rosa.pk}/edit/").status_code == 404
    as_ben.post(reverse("undo", args=[Event.objects.get().pk]))
    assert as_ben.get(f"/people/{rosa.pk}/edit/").status_code == 200


def test_names_are_suggested_from_my_people_alone(as_ben, ben, cleo, by_ben, by_cleo):
    actions.add_person(owner=ben, by=by_ben, name="Ada Byron")
    actions.add_person(owner=cleo, by=by_cleo, name="Ada Foreign")
    answer = as_ben.get("/people/names/", {"introduced_by": "ada"})
    assert answer.content.decode().split() == ["<option", 'value="Ada', 'Byron">']
    assert as_ben.get("/people/names/", {"introduced_by": "\x00"}).content.decode().strip() == ""
