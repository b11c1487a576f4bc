"""The letter that tells of an offer, as a rule of the house that every database begins with."""

from django.utils.translation import gettext_noop

from customers.models.consent import Purpose
from followups.kinds import Kind
from followups.models.rule import Action, Anchor, Stop

OFFER_LETTER = "offer"
HOUSE_RULES = (
    {
        "key": OFFER_LETTER,
        "kind": Kind.OFFER,
        "title": gettext_noop("An offer that answers what they want"),
        "anchor": Anchor.MEETING,  # of no playbook: an offer says by itself when its letters go
        "action": Action.LETTER,
        "letter": "offer",
        "purpose": Purpose.MARKETING,
        "stops": [Stop.REFUSED, Stop.COMPLAINT],
        "priority": 2,
    },
)
