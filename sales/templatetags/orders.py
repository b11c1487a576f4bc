"""What other screens need of orders: an empty order form, and the order to repeat."""

from django import template

from kit.ids import uuid7
from sales.forms import OrderForm
from sales.models import Order
from sales.offered import offered_in
from sales.wares import in_words

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
def goods(order) -> str:
    """Say what an order holds."""
    return in_words(order.lines.all())
