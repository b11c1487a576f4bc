"""Places the order that a form holds, for every page that has one."""

from kit.errors import Refused
from kit.events import Actor
from sales import actions
from sales.forms import OrderForm
from sales.models import Order


def place(form: OrderForm, *, by: Actor) -> Order | None:
    """Place the order of a form; None where it cannot be, and the form says why."""
    if not form.is_valid():
        return None
    values = form.cleaned_data
    try:
        return actions.place_order(
            owner=form.owner, by=by, lines=form.basket.lines, person=values["person"],
            purpose=values["purpose"], ordered_on=values["ordered_on"],
            told_delivery_on=values["told_delivery_on"], planned_delivery_on=values["planned_delivery_on"],
            place_of_sale=values["place_of_sale"], extras=values["extras"], request_key=values["request_key"],
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return None
