"""What other screens need of orders: an empty order form, and the order to repeat."""

from django import template

from kit.ids import uuid7
from sales.cooling_off import UNITED_STATES, CoolingOff, cooling_off
from sales.forms import OrderForm
from sales.models import Order
from sales.offered import offered_in
from sales.wares import in_words
from team.holidays import DaysOff

register = template.Library()


@register.simple_tag(takes_context=True)
def order_form_for(context, person):
    """Return an empty order form for a person of the viewer."""
    return OrderForm(owner=context["request"].user, initial={"person": person.pk})


@register.simple_tag
def offered(form, person):
    """Return the products that can be picked in an order form."""
    return offered_in(form, person)


@register.simple_tag
def last_order_of(person):
    """Return what "same as last time" means for a person, with its lines; None without an order."""
    return Order.objects.filter(owner=person.owner_id).with_lines().last_of(person)


@register.simple_tag
def request_key() -> str:
    """Return a key under which a form places one order, however often it is sent."""
    return str(uuid7())


@register.filter
def time_to_think(order) -> CoolingOff | None:
    """Return until when a customer may take an order back by where it was sold; in Europe the goods count."""
    if order.customer_id is None or not order.place_of_sale or order.state != "placed":
        return None
    country = order.owner.country or order.owner.company.country
    came = order.delivered_on or order.told_delivery_on
    since = order.ordered_on if country == UNITED_STATES or came is None else max(came, order.ordered_on)
    return cooling_off(country, order.place_of_sale, since, DaysOff(place=country), order.total)


@register.filter
def goods(order) -> str:
    """Say what an order holds."""
    return in_words(order.lines.all())
