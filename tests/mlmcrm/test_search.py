"""Find or do: what is found for a few letters, for whom, and what can be done."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from customers.models import Customer, Email, Phone
from sales.actions import place_order
from sales.models import Product

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def look(as_ben):
    """What a few letters find: the titles of the groups with the names in them."""

    def find(typed: str, **asked) -> dict[str, list[str]]:
        response = as_ben.get(reverse("search"), {"q": typed, **asked}, headers=HTMX)
        assert response.status_code == 200
        return {group.title: [row.name for row in group.rows] for group in response.context["found"].groups}

    return find


@pytest.fixture
def leila(ben):
    leila = Customer.objects.create(owner=ben, name="Leila Haddad", greeting="Leila")
    Email.objects.create(customer=leila, owner=ben, address="lh@post.example", key="lh@post.example")
    Phone.objects.create(customer=leila, owner=ben, number="+4930123456")
    return leila


@pytest.fixture
def balm(company):
    return Product.objects.create(
        company=company, code="HB-01", name="Hand balm", price=Decimal("9.50"), currency="EUR"
    )


def links(client, typed: str, **asked) -> dict[str, str]:
    found = client.get(reverse("search"), {"q": typed, **asked}).context["found"]
    return {row.name: row.url for group in found.groups for row in group.rows}


def test_a_person_with_what_can_be_done(look, leila, rosa):
    assert look("lei") == {
        "People": ["Leila Haddad"],
        "Do, for Leila": [
            "Enter an order",
            "Write a note",
            "Log a contact",
            "Not content: put it right",
            "Ask how content they are",
            "Move on the ladder",
            "Enrol in the team",
            "Change the details",
        ],
    }


@pytest.mark.parametrize("typed", ["HADDAD", "leilá", "had lei", "lh@post", "030 123", "0123456"])
def test_by_name_email_and_phone(look, leila, typed):
    assert look(typed)["People"] == ["Leila Haddad"]


def test_who_begins_so_comes_first_then_who_was_in_touch_last(look, ben):
    for name, day in (("Emil Ro", 1), ("Zoe Rot", 2), ("Robert", 3), ("Rosa", 4)):
        Customer.objects.create(owner=ben, name=name, last_contact_at=datetime(2026, 2, day, tzinfo=UTC))
    Customer.objects.create(owner=ben, name="Pedro")
    assert look("ro")["People"] == ["Rosa", "Robert", "Zoe Rot", "Emil Ro", "Pedro"]


def test_many_lead_on_to_the_list(look, as_ben, ben):
    for n in range(9):
        Customer.objects.create(owner=ben, name=f"Rosa {n}")
    assert look("rosa")["People"] == [*(f"Rosa {n}" for n in range(6)), "Everyone with “rosa”"]
    assert links(as_ben, "rosa")["Everyone with “rosa”"] == "/people/?q=rosa"


def test_who_stands_after_the_cut_would_not_have_come_first(look, ben):
    Customer.objects.bulk_create(
        Customer(owner=ben, name=f"Aurora {n:03}", name_key=f"aurora {n:03}") for n in range(80)
    )
    Customer.objects.create(owner=ben, name="Zz Rora")
    assert look("rora")["People"][0] == "Zz Rora"


def test_nobody_else_sees_them(as_ana, client, cleo, leila):
    for visitor in (as_ana, client):
        if visitor is client:
            client.force_login(cleo)
        found = visitor.get(reverse("search"), {"q": "leila"}).context["found"]
        assert [group.name for group in found.groups] == ["nobody"]
        assert visitor.get(reverse("search"), {"person": leila.pk}).status_code == 404


def test_a_deleted_person_is_not_found(look, leila):
    leila.deleted_at = leila.created_at
    leila.save()
    assert "People" not in look("leila")


def test_names_alike_only_where_none_fits(look, ben, leila):
    assert look("lelia") == {
        "Nobody called “lelia”": ["Add lelia as a person", "Write it down on Today"],
        "People": ["Leila Haddad"],
    }
    assert list(look("lelia")) == ["Nobody called “lelia”", "People"]
    Customer.objects.create(owner=ben, name="Lelia Braun")
    assert look("lelia")["People"] == ["Lelia Braun"]


def test_a_name_that_nobody_has_leads_to_the_form_and_to_today(as_ben, leila):
    assert links(as_ben, "Xenia & Co") == {
        "Add Xenia & Co as a person": "/people/add/?name=Xenia+%26+Co",
        "Write it down on Today": "/today/?q=Xenia+%26+Co#quick-add",
    }
    assert 'value="Xenia &amp; Co"' in as_ben.get("/people/add/?name=Xenia+%26+Co").content.decode()
    assert 'value="Xenia &amp; Co"' in as_ben.get("/today/?q=Xenia+%26+Co").content.decode()


def test_an_address_is_no_name(look):
    assert look("x@post.example") == {
        "Nobody called “x@post.example”": ["Add a person", "Write it down on Today"]
    }


def test_orders_by_number(look, as_ben, ben, cleo, by_ben, by_cleo, leila, balm):
    order = place_order(owner=ben, by=by_ben, lines=[(balm, 1, None)], person=leila)
    theirs = place_order(owner=cleo, by=by_cleo, lines=[(balm, 1, None)], purpose="own_use")
    for row, number in ((order, "K-1043"), (theirs, "K-1044")):
        row.external_id = number
        row.save()
    assert look("k-104")["Orders"] == ["Order K-1043"]
    assert links(as_ben, "#K-1043")["Order K-1043"] == order.get_absolute_url()


def test_products_by_name_and_code(look, as_ben, ben, cleo, company, balm):
    own = Product.objects.create(
        company=company, owner=ben, code="X1", name="Own soap", price=Decimal(1), currency="EUR"
    )
    Product.objects.create(
        company=company, owner=cleo, code="X2", name="Own tea", price=Decimal(1), currency="EUR"
    )
    assert look("balm")["Products"] == ["Hand balm"]
    assert look("hb-0")["Products"] == ["Hand balm"]
    assert look("own")["Products"] == ["Own soap"]
    assert links(as_ben, "own soap")["Own soap"] == f"/products/{own.pk}/"
    assert links(as_ben, "hand")["Hand balm"] == f"/products/#product-{balm.pk}"


@pytest.mark.parametrize(
    ("typed", "title", "name", "url"),
    [
        ("sett", "Go to", "Settings", "/settings/"),
        ("language", "Go to", "Settings", "/settings/"),
        ("hours", "Go to", "Hours and days off", "/settings/hours/"),
        ("short", "Go to", "Shortcuts", "/help/shortcuts/"),
        ("mess", "Go to", "Messages", "/messages/"),
        ("playb", "Go to", "Playbooks", "/playbooks/"),
        ("add a pers", "Do", "Add a person", "/people/add/"),
        ("invite", "Do", "Invite somebody to the team", "/settings/team/"),
    ],
)
def test_pages_and_verbs(look, as_ben, typed, title, name, url):
    assert (name in look(typed)[title], links(as_ben, typed)[name]) == (True, url)


def test_a_page_that_is_meant_stands_before_people_who_only_hold_the_letters(look, ben):
    Customer.objects.create(owner=ben, name="Rosettina")
    assert list(look("sett")) == ["Go to", "People"]
    Customer.objects.create(owner=ben, name="Settimio")
    assert list(look("sett")) == ["People", "Do, for Settimio", "Go to"]


def test_before_anything_is_typed_those_of_late_and_the_commonest_verbs(look, ben):
    for n in range(7):
        Customer.objects.create(owner=ben, name=f"P{n}", updated_at=datetime(2026, 2, 1 + n, tzinfo=UTC))
    assert look("") == {
        "Lately": ["P6", "P5", "P4", "P3", "P2"],
        "Do": ["Enter an order", "Add a person", "Write down what happened", "Enter an order for own use"],
    }


def test_what_can_be_done_for_one(look, leila):
    assert list(look("lei", person=leila.pk)) == ["Do, for Leila Haddad"]


def test_of_several_people_the_verbs_name_the_whole_one(look, leila, ben):
    Customer.objects.create(owner=ben, name="Leila Braun", greeting="Leila", last_contact_at=leila.created_at)
    assert list(look("leila")) == ["People", "Do, for Leila Braun"]


def test_letters_are_shown_only_where_they_act(as_ben, leila):
    def letters(**asked):
        page = as_ben.get(reverse("search"), asked, headers=HTMX).content.decode()
        return re.findall(r"data-does=.(.)", page), re.findall(r"<kbd>(\w)</kbd>", page)

    assert letters(q="leila") == ([], [])
    assert letters(person=leila.pk) == (["o", "w", "c", "m", "d"], ["O", "W", "C", "M", "D"])


def test_verbs_lead_to_pages_that_open(as_ben, leila):
    for typed, asked in (("", {}), ("", {"person": leila.pk}), ("x", {})):
        for name, url in links(as_ben, typed, **asked).items():
            assert (name, as_ben.get(url.split("#")[0]).status_code) == (name, 200)


@pytest.mark.parametrize(
    "typed", ["\x00", "%", "_", "(", "[a", "\\", "*", "'", "x" * 5000, "a " * 500, "؀", "😀"]
)
def test_whatever_is_typed_is_answered(as_ben, leila, typed):
    for headers in ({}, HTMX):
        assert as_ben.get(reverse("search"), {"q": typed}, headers=headers).status_code == 200


@pytest.mark.parametrize("person", ["0", "x", "1' OR '1'='1", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_person_is_not_found(as_ben, person):
    assert as_ben.get(reverse("search"), {"person": person}).status_code == 404


def test_who_runs_the_installation_finds_the_settings_and_nobody(client, staff, rosa):
    client.force_login(staff)
    found = client.get(reverse("search"), {"q": "s"}).context["found"]
    assert {group.name for group in found.groups} <= {"places"}


def test_names_are_data(as_ben, ben):
    Customer.objects.create(owner=ben, name="<b>Bold</b> & Sons")
    page = as_ben.get(reverse("search"), {"q": "bold"}, headers=HTMX).content.decode()
    assert "&lt;b&gt;<b>Bold</b>&lt;/b&gt; &amp; Sons" in page


def test_the_palette_gets_a_list_and_the_page_a_page(as_ben, leila):
    part = as_ben.get(reverse("search"), {"q": "lei"}, headers=HTMX)
    assert part.templates[0].name == "mlmcrm/search/_found.html"
    assert 'role="option"' in part.content.decode()
    page = as_ben.get(reverse("search"), {"q": "lei"})
    assert 'role="option"' not in page.content.decode()
    assert part["Vary"].count("HX-Request") == 1


def test_the_help_lists_the_keys_of_pages_that_exist(as_ben):
    groups = dict(as_ben.get(reverse("shortcuts")).context["groups"])
    assert [shortcut.keys for shortcut in groups["Go to"]] == [("G", key) for key in "TPLOMBHR"]
    assert [shortcut.does for shortcut in groups["On Today, for the chosen line"]] == ["done", "later"]


@pytest.mark.parametrize("choice", ["device", "on", "off"])
def test_the_page_says_whether_single_keys_are_wanted(as_ben, ben, choice):
    ben.shortcuts = choice
    ben.save()
    assert f'data-shortcuts="{choice}"' in as_ben.get(reverse("shortcuts")).content.decode()
