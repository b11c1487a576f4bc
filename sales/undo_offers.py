"""How the verbs of offers and synonyms are taken back; registered when the app starts."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kit.events import Actor, Event
from kit.undo import undoes
from sales import actions
from sales.errors import SalesError
from sales.models import Offer, Product, Synonym


@undoes("offer.written")
def undo_written(event: Event, by: Actor) -> str:
    offer = _offer(event, by)
    if offer.state != "draft":
        raise SalesError(_("The offer has changed since. Open it and decide there."))
    actions.end_offer(offer=offer, by=by)
    return _("The draft is put aside.")


@undoes("offer.changed")
def undo_changed(event: Event, by: Actor) -> str:
    offer = _offer(event, by)
    if offer.version != event.after["version"]:
        raise SalesError(_("This was changed again since."))
    actions.change_offer(offer=offer, by=by, **_values(event.before, by))
    return _("The offer is as before.")


@undoes("offer.went_live")
def undo_live(event: Event, by: Actor) -> str:
    actions.take_offer_back(offer=_offer(event, by), by=by)
    return _("The offer is a draft again; nobody was told.")


@undoes("offer.taken_back")
def undo_taken_back(event: Event, by: Actor) -> str:
    actions.go_live(offer=_offer(event, by), by=by)
    return _("The offer is live again.")


@undoes("offer.ended")
def undo_ended(event: Event, by: Actor) -> str:
    actions.reopen_offer(offer=_offer(event, by), by=by)
    return _("The offer goes on.")


@undoes("offer.reopened")
def undo_reopened(event: Event, by: Actor) -> str:
    actions.end_offer(offer=_offer(event, by), by=by)
    return _("The offer has ended.")


@undoes("synonym.taught")
def undo_taught(event: Event, by: Actor) -> str:
    synonym = Synonym.objects.editable_by(by.user).filter(pk=event.subject_id).first()
    if synonym is None:
        raise SalesError(_("This is not here any more."))
    actions.forget_synonym(synonym=synonym, by=by)
    return _("Forgotten.")


@undoes("synonym.forgotten")
def undo_forgotten(event: Event, by: Actor) -> str:
    actions.teach_synonym(owner=by.user, by=by, said=event.before["said"], meant=event.before["meant"])
    return _("Known again.")


def _offer(event: Event, by: Actor) -> Offer:
    offer = Offer.objects.editable_by(by.user).filter(pk=event.subject_id).first()
    if offer is None:
        raise SalesError(_("This is not here any more."))
    return offer


def _values(before: dict, by: Actor) -> dict:
    """Recorded values as the fields hold them."""
    values = dict(before)
    for name in ("starts_on", "ends_on"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if values.get("price") is not None:
        values["price"] = Decimal(values["price"])
    if "products" in values:
        values["products"] = list(Product.objects.visible_to(by.user).filter(pk__in=values["products"]))
    return values
