"""Which people a list shows."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from customers.models import Customer
from customers.models.customer import RUNG_CHOICES, Warmth


class FindForm(forms.Form):
    """Which people to show, in which order. What makes no sense is left out."""

    SORTS = [
        ("name", _lazy("By name")),
        ("contact", _lazy("Last contact, newest first")),
        ("silent", _lazy("Last contact, longest ago first")),
        ("order", _lazy("Last order, newest first")),
        ("due", _lazy("Next due first")),
    ]
    STATES = [("", _lazy("Everyone")), ("slipping", _lazy("Slipping away")), ("cooling", _lazy("Cooling"))]

    q = forms.CharField(
        label=_lazy("Name, email or phone"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    rung = forms.TypedChoiceField(
        choices=RUNG_CHOICES, coerce=int, empty_value=None, required=False, widget=forms.HiddenInput
    )
    state = forms.ChoiceField(label=_lazy("Orders"), choices=STATES, required=False)
    warmth = forms.ChoiceField(
        label=_lazy("Knows you"),
        choices=[("", _lazy("Everyone")), *((value, capfirst(label)) for value, label in Warmth.choices)],
        required=False,
    )
    tag = forms.TypedChoiceField(label=_lazy("Tag"), coerce=int, empty_value=None, required=False)
    sort = forms.ChoiceField(label=_lazy("Order of the list"), choices=SORTS, required=False)

    def __init__(self, *args, tags: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tag"].choices = [("", _("Any")), *((tag.pk, tag.name) for tag in tags)]

    def wanted(self) -> dict:
        """The values that make sense."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}

    def found(self, viewer):
        """The viewer's people that fit."""
        wanted = self.wanted()
        people = found_by(viewer, wanted)
        return people.filter(rung=wanted["rung"]) if wanted["rung"] else people


def found_by(viewer, wanted: dict):
    """The viewer's people that fit, on whatever rung."""
    people = Customer.objects.visible_to(viewer)
    if wanted["q"]:
        people = people.matching(wanted["q"], viewer)
    if wanted["state"]:
        state = {"slipping": people.slipping, "cooling": people.cooling}[wanted["state"]]
        people = state(viewer.today())
    if wanted["tag"]:
        people = people.filter(tags=wanted["tag"])
    return people.filter(warmth=wanted["warmth"]) if wanted["warmth"] else people
