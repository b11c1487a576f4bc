"""Says in words what happened to orders and products; registered when the app starts."""

from decimal import Decimal
from types import SimpleNamespace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.telling import Told, details_of, names_rows, tells
from kit.templatetags.kept import money
from sales.models import Enrolment, KnowledgeCard, Order, Product
from sales.models.order import Purpose
from sales.wares import in_words

ORDERS = "orders"

DEEDS = {
    "order.placed": gettext_lazy("Order of %(person)s entered"),
    "order.extended": gettext_lazy("Order of %(person)s extended"),
    "order.changed": gettext_lazy("Order of %(person)s changed"),
    "order.delivered": gettext_lazy("Order of %(person)s delivered"),
    "order.delivery_taken_back": gettext_lazy("Delivery to %(person)s taken back"),
    "order.voided": gettext_lazy("Order of %(person)s made void"),
    "order.returned": gettext_lazy("Order of %(person)s returned"),
    "order.reinstated": gettext_lazy("Order of %(person)s counts again"),
}
PRODUCT_DEEDS = {
    "product.added": gettext_lazy("“%(product)s” was added to your products"),
    "product.changed": gettext_lazy("“%(product)s” was changed"),
    "product.retired": gettext_lazy("“%(product)s” was taken off your products"),
    "product.offered": gettext_lazy("“%(product)s” is for sale again"),
}

CARD_DEEDS = {
    "card.added": gettext_lazy("A card was added: %(person)s"),
    "card.changed": gettext_lazy("A card was changed: %(person)s"),
    "card.shared": gettext_lazy("A card is shared with the team: %(person)s"),
    "card.unshared": gettext_lazy("A card is no longer shared: %(person)s"),
    "card.retired": gettext_lazy("A card is no longer in use: %(person)s"),
    "card.brought_back": gettext_lazy("A card is in use again: %(person)s"),
}

ENROLMENT_DEEDS = {
    "enrolment.begun": gettext_lazy("An enrolment of %(person)s was begun"),
    "enrolment.asked": gettext_lazy("%(person)s would like to join; it waits to be confirmed"),
    "enrolment.done": gettext_lazy("%(person)s has joined the team"),
    "enrolment.dropped": gettext_lazy("The enrolment of %(person)s is not gone on with"),
    "enrolment.taken_up": gettext_lazy("The enrolment of %(person)s is open again"),
    "enrolment.cancelled": gettext_lazy("%(person)s took the enrolment back"),
    "enrolment.reinstated": gettext_lazy("%(person)s is in the team again"),
    "enrolment.reopened": gettext_lazy("The enrolment of %(person)s was taken back as a slip"),
}

names_rows(Enrolment, "name", say=str)
names_rows(KnowledgeCard, "title", say=str)
names_rows(Order, "purpose", say=lambda purpose: capfirst(Purpose(purpose).label))
names_rows(Product, "name", say=str)


@tells("order.placed", "order.extended", topic=ORDERS)
def tell_placed(event, names) -> Told:
    lines = in_words([_line(held) for held in event.after["lines"]])
    total = money(Decimal(event.after["total"]), event.after["currency"])
    more = _("%(goods)s: %(total)s") % {"goods": lines, "total": total} if lines else total
    return Told(str(DEEDS[event.kind]), more=more, name=names.get(event.subject_id, ""))


@tells("order.changed", "order.delivered", "order.delivery_taken_back", topic=ORDERS)
def tell_changed(event, names) -> Told:
    return Told(str(DEEDS[event.kind]), details_of(event, Order), name=names.get(event.subject_id, ""))


@tells("order.voided", "order.returned", "order.reinstated", topic=ORDERS)
def tell_closed(event, names) -> Told:
    reason = event.after["closed_reason"]
    return Told(str(DEEDS[event.kind]), more=reason, name=names.get(event.subject_id, ""))


@tells(*PRODUCT_DEEDS, topic=ORDERS)
def tell_product(event, names) -> Told:
    name = names.get(event.subject_id) or _("A product")
    details = details_of(event, Product) if event.kind == "product.changed" else ()
    return Told(str(PRODUCT_DEEDS[event.kind]) % {"product": name}, details)


@tells(*CARD_DEEDS, topic=ORDERS)
def tell_card(event, names) -> Told:
    words = {name: event.after[name] for name in ("kind", "title", "text") if name in event.after}
    changed = SimpleNamespace(before=event.before, after=words)
    details = details_of(changed, KnowledgeCard) if event.kind == "card.changed" else ()
    return Told(str(CARD_DEEDS[event.kind]), details, name=names.get(event.subject_id) or _("A card"))


@tells(*ENROLMENT_DEEDS, topic="ladder")
def tell_enrolment(event, names) -> Told:
    more = (event.after or {}).get("reason", "")
    return Told(str(ENROLMENT_DEEDS[event.kind]), more=more, name=names.get(event.subject_id, ""))


def _line(held: dict) -> SimpleNamespace:
    """A line as an event holds it, in the shape in which lines are put into words."""
    product = SimpleNamespace(name=held["name"])
    return SimpleNamespace(quantity=held["quantity"], product=product)
