"""What the columns of an import are called, and what may stand in them."""

from django.utils.translation import gettext_lazy as _

from mlmcrm.models import ImportKind

LABELS = {
    "name": _("Name"),
    "external_id": _("Your number for them"),
    "greeting": _("How to address"),
    "email": _("Email"),
    "phone": _("Phone"),
    "birthday": _("Birthday"),
    "language": _("Language"),
    "time_zone": _("Time zone"),
    "warmth": _("Warm or cold"),
    "source": _("Where from"),
    "introduced_by": _("Introduced by"),
    "tags": _("Tags"),
    "note": _("Note"),
    "letters": _("Letters"),
    "address": _("Address"),
    "order_id": _("Order number"),
    "date": _("Day"),
    "product": _("Product"),
    "quantity": _("Pieces"),
    "unit_price": _("Price of one"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "purpose": _("Purpose"),
    "delivered_on": _("Delivered on"),
    "person_id": _("Number of the person"),
    "person_name": _("Who"),
}

# Each column, whether it must be there, and what may stand in it.
GUIDE = {
    ImportKind.PEOPLE: [
        ("name", True, _("The whole name, as they say it.")),
        ("email", False, _("Several by |.")),
        ("phone", False, _("Several by |. Without a country code it is read as your country's.")),
        ("birthday", False, _("1980-05-31, or --05-31 without the year.")),
        ("tags", False, _("Several by |.")),
        ("warmth", False, _("warm or cold")),
        ("introduced_by", False, _("Name, email or number of somebody of yours, or of this file.")),
        ("note", False, _("Kept word for word.")),
        ("letters", False, _("yes or no: whether they agreed to letters about their orders. A no stands.")),
        ("external_id", False, _("Your own number: the file read again finds the same person.")),
        ("greeting", False, ""),
        ("source", False, ""),
        ("language", False, _("en, de, pt-BR")),
        ("time_zone", False, _("Europe/Berlin")),
    ],
    ImportKind.ORDERS: [
        ("order_id", True, _("Lines of one number are one order. Empty: one order a person and day.")),
        ("date", True, _("2026-03-09")),
        ("product", True, _("The code, as in your list of products.")),
        ("quantity", True, _("A whole number.")),
        ("person_id", True, _("Or email or phone: one of the three says who ordered.")),
        ("person_name", False, _("Then somebody new is added.")),
        ("unit_price", False, _("Else the price of your list.")),
        ("amount", False, _("Of the line. It wins over the price.")),
        ("currency", False, _("EUR")),
        ("purpose", False, _("customer, own use or stock")),
        ("delivered_on", False, _("2026-03-12")),
    ],
}

SAMPLES = {
    ImportKind.PEOPLE: [
        ["name", "email", "phone", "birthday", "tags", "introduced_by", "note"],
        ["Leila Haddad", "leila@example.org", "+351 912 345 678", "1980-05-31", "yoga|tea", "", "Likes mint tea"],
        ["Nguyễn Thị Mai", "mai@example.org", "", "--06-17", "", "Leila Haddad", ""],
    ],
    ImportKind.ORDERS: [
        ["order_id", "date", "person_id", "email", "person_name", "product", "quantity", "amount"],
        ["1001", "2026-03-09", "", "leila@example.org", "Leila Haddad", "BALM", "2", "24.00"],
        ["1001", "2026-03-09", "", "leila@example.org", "Leila Haddad", "TEA", "1", "8.50"],
        ["1002", "2026-03-12", "", "mai@example.org", "Nguyễn Thị Mai", "TEA", "3", ""],
    ],
}  # fmt: skip
