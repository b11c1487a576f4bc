"""Which products an order form lists to pick from, and how many pieces are picked."""

from dataclasses import dataclass

from django.db.models import Max

from customers.models import Customer
from sales.basket import PIECES
from sales.forms import OrderForm
from sales.models import OrderLine, Product

MOST = 60


@dataclass(frozen=True)
class Offered:
    """A product to pick; `pieces` is what was typed, empty for none."""

    product: Product
    name: str
    pieces: str


def offered_in(form: OrderForm, person: Customer | None) -> list[Offered]:
    """Return what can be picked: what the person bought comes first, the latest on top."""
    products = form.basket.products if form.basket else Product.objects.visible_to(form.owner).for_sale()
    bought = _last_bought(person) if person else {}
    ordered = sorted(products, key=lambda product: bought.get(product.pk, len(bought)))
    return [_offered(form, product) for product in ordered[:MOST]]


def _offered(form: OrderForm, product: Product) -> Offered:
    name = f"{PIECES}{product.pk}"
    return Offered(product, name, form.data.get(name, "") if form.is_bound else "")


def _last_bought(person: Customer) -> dict:
    lines = OrderLine.objects.filter(order__customer=person, order__state="placed")
    latest = lines.values("product").annotate(on=Max("order__ordered_on")).order_by("-on", "product")
    return {row["product"]: rank for rank, row in enumerate(latest[:MOST])}
