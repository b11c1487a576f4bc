"""What the views of this app answer with after a deed."""

from django.utils.translation import gettext as _

from kit.errors import Refused
from kit.events import last_event_of
from kit.toasts import toast
from sales import actions
from sales.forms import OrderForm
from sales.models import Order
from sales.wares import in_words


def say(request, text: str, row, kind: str) -> None:
    """Say what was done, with Undo."""
    toast(request, text, undo=last_event_of(row, kind), level="good")


def place(request, form: OrderForm) -> Order | None:
    """Place the order of a form and say so; None where the form cannot be, which then says why."""
    if not form.is_valid():
        return None
    values = form.cleaned_data
    try:
        order = actions.place_order(
            owner=request.user, by=request.by, lines=form.basket.lines, person=values["person"],
            purpose=values["purpose"], ordered_on=values["ordered_on"],
            told_delivery_on=values["told_delivery_on"], planned_delivery_on=values["planned_delivery_on"],
            place_of_sale=values["place_of_sale"], extras=values["extras"], request_key=values["request_key"],
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return None
    say(request, entered(order), order, "order.placed")
    return order


def entered(order: Order) -> str:
    """Say what was entered, and for whom."""
    goods = in_words(order.lines.select_related("product"))
    if order.customer is None:
        return _("Entered: %(goods)s.") % {"goods": goods}
    return _("Entered for %(name)s: %(goods)s.") % {"name": order.customer.name, "goods": goods}
