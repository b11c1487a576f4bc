"""Whose door opens: the owner's. A stranger and an upline find nothing, by address or in a form."""

import pytest
from django.urls import reverse

from kit.events import Event
from sales.actions import place_order
from sales.models import Order, Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(ben, by_ben, rosa, balm):
    return place_order(owner=ben, by=by_ben, person=rosa, lines=[(balm, 1, None)])


GETS = ["order", "order-change"]
POSTS = ["order-change", "order-deliver", "order-void", "order-return", "order-reinstate", "order-repeat"]


@pytest.fixture(params=["as_ana", "as_cleo"])
def somebody_else(request):
    """Ben's upline, and a stranger."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("name", GETS)
def test_my_order_opens_for_me(as_ben, order, name):
    assert as_ben.get(reverse(name, args=[order.pk])).status_code == 200


@pytest.mark.parametrize("name", GETS)
def test_nobody_else_reads_it(somebody_else, order, name):
    assert somebody_else.get(reverse(name, args=[order.pk])).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_nobody_else_changes_it(somebody_else, order, name):
    before = Event.objects.count()
    response = somebody_else.post(reverse(name, args=[order.pk]), {"reason": "x", "on": "2026-03-02"})
    order.refresh_from_db()
    assert (response.status_code, order.state, Event.objects.count()) == (404, "placed", before)


def test_nobody_else_orders_again_for_my_person(somebody_else, order, rosa):
    assert somebody_else.post(reverse("order-again", args=[rosa.pk])).status_code == 404
    assert Order.objects.count() == 1


def test_nobody_else_gets_a_form_for_my_person(somebody_else, rosa):
    assert somebody_else.get(reverse("order-add"), {"person": rosa.pk}).status_code == 404


def test_my_person_in_somebody_elses_form_is_an_error_of_the_field(somebody_else, rosa, balm):
    response = somebody_else.post(reverse("order-add"), {"person": rosa.pk, "typed": "hand balm"})
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert response.context["form"].errors["person"] == ["There is no such person."]


def test_somebody_elses_product_in_my_form_is_an_error(as_ben, rosa, cleos_soap):
    data = {"person": rosa.pk, f"pieces-{cleos_soap.pk}": "1"}
    response = as_ben.post(reverse("order-add"), data)
    assert (response.status_code, Order.objects.count()) == (422, 0)
    assert response.context["form"].errors["typed"] == ["There is no such product."]


def test_somebody_elses_product_is_not_found_by_name(as_ben, rosa, cleos_soap):
    response = as_ben.post(reverse("order-add"), {"person": rosa.pk, "typed": "Cleo's soap"})
    assert response.context["form"].errors["typed"] == ["No product is called “Cleo's soap”."]


def test_lists_show_ones_own(somebody_else, order, bens_soap):
    assert somebody_else.get(reverse("orders")).context["page"].rows == []
    assert bens_soap not in somebody_else.get(reverse("products")).context["page"].rows


@pytest.mark.parametrize("name", ["product", "product-retire", "product-offer"])
def test_somebody_elses_product_stays_as_it_is(somebody_else, bens_soap, name):
    data = {"name": "Mine", "code": "M", "price": "1"}
    assert somebody_else.post(reverse(name, args=[bens_soap.pk]), data).status_code == 404


@pytest.mark.parametrize("name", ["product", "product-retire", "product-offer"])
def test_the_companys_product_is_nobodys_to_change(as_ben, balm, name):
    assert as_ben.post(reverse(name, args=[balm.pk]), {}).status_code == 404
    assert Product.objects.get(pk=balm.pk).name == "Hand balm"


@pytest.mark.parametrize("name", ["orders", "order-add", "order-preview", "products", "product-add"])
def test_signed_out_one_is_asked_to_sign_in(client, db, name):
    response = client.get(reverse(name))
    assert (response.status_code, response.url.split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize(
    "name", ["order-deliver", "order-void", "order-return", "order-reinstate", "order-repeat"]
)
def test_reading_changes_nothing(as_ben, order, name):
    assert as_ben.get(reverse(name, args=[order.pk])).status_code == 405


def test_staff_see_no_orders_and_only_the_companys_products(client, company, order, balm, bens_soap):
    from team.models import Distributor

    staff = Distributor.objects.create_superuser("staff@kept.example", "x", name="Staff")
    client.force_login(staff)
    assert client.get(reverse("orders")).context["page"].rows == []
    changelist = client.get(reverse("admin:sales_product_changelist"))
    assert list(changelist.context["cl"].result_list) == [balm]
