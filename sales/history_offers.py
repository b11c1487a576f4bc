"""Says in words what happened to offers and synonyms; registered when the app starts."""

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.telling import Told, details_of, names_rows, tells
from sales.history import ORDERS
from sales.models import Offer

DEEDS = {
    "offer.written": gettext_lazy("An offer was written: %(person)s"),
    "offer.changed": gettext_lazy("An offer was changed: %(person)s"),
    "offer.went_live": gettext_lazy("An offer went live: %(person)s"),
    "offer.taken_back": gettext_lazy("An offer was taken back: %(person)s"),
    "offer.ended": gettext_lazy("An offer has ended: %(person)s"),
    "offer.reopened": gettext_lazy("An offer goes on: %(person)s"),
}
SYNONYM_DEEDS = {
    "synonym.taught": gettext_lazy("You taught that “%(said)s” means “%(meant)s”"),
    "synonym.forgotten": gettext_lazy("You no longer say that “%(said)s” means “%(meant)s”"),
}
SHOWN = ("title", "text", "price", "starts_on", "ends_on", "held_back")

names_rows(Offer, "title", say=str)


@tells(*DEEDS, topic=ORDERS)
def tell_offer(event, names) -> Told:
    name = names.get(event.subject_id) or _("An offer")
    details = details_of(_shown(event), Offer) if event.kind == "offer.changed" else ()
    return Told(str(DEEDS[event.kind]), details, more=_reached(event), name=name)


@tells(*SYNONYM_DEEDS, topic=ORDERS)
def tell_synonym(event, names) -> Told:
    words = event.after or event.before
    return Told(str(SYNONYM_DEEDS[event.kind]) % {"said": words["said"], "meant": words["meant"]})


def _shown(event) -> SimpleNamespace:
    after = {name: event.after[name] for name in SHOWN if name in event.after}
    return SimpleNamespace(before=event.before, after=after)


def _reached(event) -> str:
    if event.kind != "offer.went_live":
        return ""
    return _("Told: %(told)d. Held back, to compare: %(held)d.") % {
        "told": event.after["told"], "held": event.after["held_back"],
    }  # fmt: skip
