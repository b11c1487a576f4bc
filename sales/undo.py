"""How each verb of this app is taken back; registered when the app starts."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kit.events import Actor, Event, facts_of, last_event_of
from kit.telling import labels_of
from kit.undo import undoes
from sales import actions
from sales.actions.rows import lock_order
from sales.errors import SalesError
from sales.models import Enrolment, KnowledgeCard, Order, Product
from sales.models.order import OrderState

TOLD = ("told_delivery_on", "planned_delivery_on", "delivered_on", "place_of_sale", "extras")


def is_by_hand(event: Event) -> bool:
    """What somebody chose on their own page, nobody else takes back."""
    return event.actor_id is not None


@undoes("order.placed")
def undo_placed(event: Event, by: Actor) -> str:
    order = _order(event, by)
    _refuse_other_state(order, OrderState.PLACED)
    _refuse_changed_since(order, event, TOLD)
    if order.version != 1:
        raise SalesError(_("The order has changed since. Open it and decide there."))
    _refuse_repeated_since(order)
    actions.void_order(order=order, by=by, reason=_("Undone"))
    return _("The order is taken back, and what was planned for it.")


@undoes("order.voided")
@undoes("order.returned")
def undo_closed(event: Event, by: Actor) -> str:
    order = _order(event, by)
    _refuse_other_state(order, event.after["state"])
    _refuse_older(event, order)
    actions.reinstate_order(order=order, by=by)
    return _("The order counts again.")


@undoes("order.reinstated")
def undo_reinstated(event: Event, by: Actor) -> str:
    order = _order(event, by)
    _refuse_other_state(order, OrderState.PLACED)
    _refuse_older(event, order)
    close = actions.return_order if event.before["state"] == OrderState.RETURNED else actions.void_order
    close(order=order, by=by, reason=event.before["closed_reason"] or _("Undone"))
    return _("The order no longer counts.")


@undoes("order.changed")
def undo_changed(event: Event, by: Actor) -> str:
    order = _order(event, by)
    _refuse_changed_since(order, event)
    actions.change_order(order=order, by=by, **_values(event.before))
    return _("The order is as before.")


@undoes("order.delivered")
@undoes("order.delivery_taken_back")
def undo_delivered(event: Event, by: Actor) -> str:
    order = _order(event, by)
    _refuse_changed_since(order, event)
    actions.take_back_delivery(order=order, by=by, to=_values(event.before)["delivered_on"])
    return _("The delivery is as before.")


@undoes("product.added")
@undoes("product.offered")
def undo_offered(event: Event, by: Actor) -> str:
    product = actions.retire_product(product=_product(event, by), by=by)
    return _("%(product)s is off the list.") % {"product": product.name}


@undoes("product.retired")
def undo_retired(event: Event, by: Actor) -> str:
    product = actions.offer_product(product=_product(event, by), by=by)
    return _("%(product)s is for sale again.") % {"product": product.name}


@undoes("product.changed")
def undo_product_changed(event: Event, by: Actor) -> str:
    product = _product(event, by)
    _refuse_changed_since(product, event)
    values = {
        name: Decimal(value) if name in ("price", "pv") else value for name, value in event.before.items()
    }
    product = actions.change_product(product=product, by=by, **values)
    return _("%(product)s is as before.") % {"product": product.name}


@undoes("card.added")
@undoes("card.brought_back")
def undo_card(event: Event, by: Actor) -> str:
    actions.retire_card(card=_card(event, by), by=by)
    return _("The card is not in use any more.")


@undoes("card.retired")
def undo_card_retired(event: Event, by: Actor) -> str:
    actions.bring_back_card(card=_card(event, by), by=by)
    return _("The card is in use again.")


@undoes("card.shared")
def undo_card_shared(event: Event, by: Actor) -> str:
    actions.unshare_card(card=_card(event, by), by=by)
    return _("The card is yours alone again.")


@undoes("card.unshared")
def undo_card_unshared(event: Event, by: Actor) -> str:
    actions.share_card(card=_card(event, by), by=by)
    return _("The card is shared again.")


@undoes("card.changed")
def undo_card_changed(event: Event, by: Actor) -> str:
    card = _card(event, by)
    if card.version != event.after["version"]:
        raise SalesError(_("This was changed again since."))
    before = dict(event.before)
    if "product_id" in before:
        product = before.pop("product_id")
        before["product"] = (
            Product.objects.visible_to(by.user).filter(pk=product).first() if product else None
        )
    actions.change_card(card=card, by=by, **before)
    return _("The card is as before.")


def _card(event: Event, by: Actor) -> KnowledgeCard:
    return _mine(KnowledgeCard.objects.editable_by(by.user), event)


def _order(event: Event, by: Actor) -> Order:
    """The order, held: what is compared stays so until it is taken back. Products likewise."""
    return lock_order(_mine(Order.objects.editable_by(by.user), event))


def _product(event: Event, by: Actor) -> Product:
    return _mine(Product.objects.editable_by(by.user).select_for_update(of=("self",)), event)


def _mine(rows, event: Event):
    row = rows.filter(pk=event.subject_id).first()
    if row is None:
        raise SalesError(_("This is not here any more."))
    return row


def _refuse_other_state(order: Order, state: str) -> None:
    if order.state != state:
        raise SalesError(_("The order has changed since. Open it and decide there."))


def _refuse_older(event: Event, order: Order) -> None:
    """What was taken back and done again since is undone by the newer event alone."""
    if last_event_of(order, event.kind) != event:
        raise SalesError(_("This was taken back and done again since."))


def _refuse_repeated_since(order: Order) -> None:
    newer = Order.objects.placed().filter(customer=order.customer_id, created_at__gt=order.created_at)
    if order.customer_id and newer.exists():
        raise SalesError(_("They ordered again since. Open this order and make it void there."))


def _refuse_changed_since(row, event: Event, names: Iterable[str] = ()) -> None:
    """Refuse, naming the fields, where one that an event changed (or of `names`) is another now."""
    names = [*(names or event.after)]
    held = facts_of(row, names)
    if moved := [name for name in names if held[name] != event.after[name]]:
        said = _("Changed again since: %(fields)s. Open it and change it there.")
        raise SalesError(said % {"fields": labels_of(moved, type(row))})


def _values(before: dict) -> dict:
    """Return recorded values as the fields hold them."""
    return {
        name: date.fromisoformat(value) if name.endswith("_on") and value else value
        for name, value in before.items()
    }


@undoes("enrolment.begun")
@undoes("enrolment.taken_up")
def undo_begun(event: Event, by: Actor) -> str:
    row = actions.drop_enrolment(enrolment=_enrolment(event, by), by=by)
    return _("The enrolment of %(name)s is not gone on with.") % {"name": row.name}


@undoes("enrolment.dropped")
def undo_dropped(event: Event, by: Actor) -> str:
    row = actions.take_up_enrolment(enrolment=_enrolment(event, by), by=by)
    return _("The enrolment of %(name)s is open again.") % {"name": row.name}


@undoes("enrolment.done", offered=is_by_hand)
def undo_enrolled(event: Event, by: Actor) -> str:
    row = actions.reopen_enrolment(enrolment=_enrolment(event, by), by=by)
    return _("%(name)s has not joined yet; what was filled in is kept.") % {"name": row.name}


@undoes("enrolment.cancelled", offered=is_by_hand)
def undo_cancelled(event: Event, by: Actor) -> str:
    row = actions.reinstate_enrolment(enrolment=_enrolment(event, by), by=by)
    return _("%(name)s is in the team again.") % {"name": row.name}


@undoes("enrolment.reinstated")
def undo_reinstated_enrolment(event: Event, by: Actor) -> str:
    row = actions.cancel_enrolment(enrolment=_enrolment(event, by), by=by, reason=_("Undone"))
    return _("The enrolment of %(name)s is taken back.") % {"name": row.name}


def _enrolment(event: Event, by: Actor) -> Enrolment:
    return _mine(Enrolment.objects.editable_by(by.user), event)
