"""Forms of offers and synonyms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models.customer import RUNG_CHOICES
from kit.forms import DayInput, NumberText
from sales.actions.offers import LONGEST
from sales.actions.synonyms import LONGEST as LONGEST_WORD
from sales.models import Product
from sales.offers_reach import wanted_now

LISTED = 60  # products to tick; the others are named by their codes
LONGEST_CODES = 2_000


class OfferForm(forms.Form):
    """An offer: what, for how long, for whom."""

    title = forms.CharField(label=_("Title, and subject of the letter"), max_length=LONGEST["title"])
    text = forms.CharField(
        label=_("Your words"), required=False, max_length=LONGEST["text"], widget=forms.Textarea,
        help_text=_("Plain facts. The letter adds what it is, the price and the last day by itself."),
    )  # fmt: skip
    products = forms.MultipleChoiceField(
        label=_("What you offer"), required=False, widget=forms.CheckboxSelectMultiple
    )
    codes = forms.CharField(
        label=_("More, by their codes"), required=False, max_length=LONGEST_CODES,
        help_text=_("With commas between them."),
    )  # fmt: skip
    price = forms.DecimalField(
        label=_("Price of all together"), required=False, max_digits=14, decimal_places=2,
        widget=NumberText({"class": "short number"}, decimals=True), help_text=_("Empty: the usual prices."),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput)
    rungs = forms.MultipleChoiceField(
        label=_("For these rungs"), required=False, choices=RUNG_CHOICES, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: for all."),
    )  # fmt: skip
    held_back = forms.IntegerField(
        label=_("Held back, of a hundred"), min_value=0, widget=NumberText({"class": "short number"}),
        help_text=_("Chosen as by the throw of a die, so that you see what the offer did. 0: all get it."),
    )  # fmt: skip
    else_task = forms.BooleanField(
        label=_("Where no letter may go, remind me to mention it when we talk"), required=False
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, owner, offer=None, initial=None, **kwargs):
        held = initial_of(offer) if offer else {"held_back": 20, "else_task": True}
        super().__init__(*args, initial={**held, **(initial or {})}, **kwargs)
        self.owner = owner
        self._products = {
            str(row.pk): row
            for row in Product.objects.visible_to(owner).for_sale().order_by("name_key", "pk")
        }
        listed = self._listed()
        self.fields["products"].choices = [(pk, self._products[pk].name) for pk in listed]
        if len(listed) == len(self._products):
            del self.fields["codes"]

    def clean_products(self) -> list[Product]:
        return [self._products[pk] for pk in self.cleaned_data["products"]]

    def clean_codes(self) -> list[Product]:
        by_code = {row.code.casefold(): row for row in self._products.values()}
        codes = [code.strip().casefold() for code in self.cleaned_data["codes"].split(",") if code.strip()]
        if unknown := [code for code in codes if code not in by_code]:
            raise forms.ValidationError(_("No product has the code “%(code)s”.") % {"code": unknown[0]})
        return [by_code[code] for code in codes]

    def clean_rungs(self) -> list[int]:
        return [int(rung) for rung in self.cleaned_data["rungs"]]

    def clean(self):
        values = self.cleaned_data
        values["products"] = [*values.get("products", []), *values.pop("codes", [])]
        return values

    def _listed(self) -> list[str]:
        """What to tick: what is chosen, what somebody wants, then by name."""
        chosen = [str(pk) for pk in self["products"].value() or []]
        if len(self._products) > LISTED:
            wanted = wanted_now(self.owner)
            chosen += [str(pk) for pk in sorted(wanted, key=lambda pk: (-wanted[pk], str(pk)))]
        ordered = dict.fromkeys([*(pk for pk in chosen if pk in self._products), *self._products])
        return list(ordered)[:LISTED]


class SynonymForm(forms.Form):
    """What people say, and what they mean."""

    said = forms.CharField(label=_("People say"), max_length=LONGEST_WORD)
    meant = forms.CharField(
        label=_("and mean"), max_length=LONGEST_WORD, help_text=_("A word from the name of a product.")
    )


def initial_of(offer) -> dict:
    """Return what the form of an offer begins with."""
    plain = ("title", "text", "price", "starts_on", "ends_on", "rungs", "held_back", "else_task", "version")
    return {
        **{name: getattr(offer, name) for name in plain},
        "products": [row.pk for row in offer.products.all()],
    }
