"""Offers of Ben's, and people who said what they want."""

from datetime import timedelta

from django.core.files.base import ContentFile

from customers.actions import note_want
from customers.models import Consent, Customer
from followups.handed_in import kept_document
from sales.actions import add_card, write_offer


def wanting(
    owner, by, name, text="Her hands are dry", *, consents=("service", "marketing"), email=True, **fields
):
    """Somebody who wants something."""
    person = Customer.objects.create(owner=owner, name=name, name_key=name.casefold(), **fields)
    if email:
        address = f"{name.lower().replace(' ', '.')}@post.example"
        person.emails.create(owner=owner, address=address, key=address)
    for purpose in consents:
        Consent.objects.create(owner=owner, customer=person, channel="email", purpose=purpose)
    if text:
        note_want(customer=person, by=by, text=text)
    return person


def offer_of(owner, by, *products, **fields):
    """A draft, for nobody held back."""
    today = owner.today()
    usual = {
        "title": "Balm for the winter", "text": "Two for the price of one.", "starts_on": today,
        "ends_on": today + timedelta(days=20), "held_back": 0,
    }  # fmt: skip
    owner.postal_address = "1 Meadow Lane\n10115 Berlin"
    owner.save(update_fields=["postal_address"])
    return write_offer(owner=owner, by=by, products=products, **(usual | fields))


def enclosed_card(owner, by):
    """A card with a document."""
    with kept_document(ContentFile(b"%PDF-1.4 ", name="Leaflet.pdf")) as kept:
        return add_card(owner=owner, by=by, title="A leaflet", text="To hand out.", document=kept)
