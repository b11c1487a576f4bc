"""A page with every component on it, for tests and for looking at."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.template import RequestContext, engines

from kit.forms import ClockInput, DayInput, NumberText

SOURCE = Path(__file__).with_suffix(".html")
PEOPLE = [
    SimpleNamespace(name="Priya Raghunathan", rung=3),
    SimpleNamespace(name="Wolfeschlegelsteinhausenbergerdorff Bartholomew-Montgomery", rung=2),
    SimpleNamespace(name="小林 花", rung=6),
]


class Order(forms.Form):
    """One input of each kind."""

    product = forms.CharField(label="Product", initial="Hand balm, almond")
    amount = forms.IntegerField(
        label="Amount", widget=NumberText(), error_messages={"invalid": "A number, please. For example 2."}
    )
    promised = forms.DateField(
        label="Promised for", widget=DayInput(), help_text="Tell the customer one day later than you plan."
    )
    at = forms.TimeField(label="At", widget=ClockInput(), required=False)
    purpose = forms.ChoiceField(label="For whom", choices=[("c", "A customer"), ("o", "Own use")])
    place = forms.ChoiceField(
        label="Place of sale", widget=forms.RadioSelect, choices=[("h", "At home"), ("m", "At a market")]
    )
    extras = forms.MultipleChoiceField(
        label="Extras", widget=forms.CheckboxSelectMultiple, choices=[("s", "Sachet"), ("g", "Gift card")],
        required=False,
    )  # fmt: skip
    file = forms.FileField(label="File", required=False)
    note = forms.CharField(
        label="Note", widget=forms.Textarea(attrs={"rows": 3, "data-draft": "note"}), required=False
    )
    thanks = forms.BooleanField(label="Send a thank-you within the hour", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        self.add_error(None, "An order needs at least one line.")


def show(request):
    """Render the page, the form filled in wrongly."""
    messages.success(request, "Tomasz moved to Customer.")
    note = request.POST.get("note", "")
    data = {
        "note": note,
        "product": "Hand balm",
        "amount": "two",
        "place": "h",
        "purpose": "c",
        "thanks": "on",
    }
    context = {
        "rungs": range(1, 7), "people": PEOPLE, "form": Order(data), "spent": Decimal("312.40"),
        "orders": [date(2026, 7, 1), date(2026, 8, 4), date(2026, 9, 10), date(2026, 10, 12)],
        "due": date(2026, 11, 4), "today": date(2026, 11, 24),
        "values": [52, 53, 54, 54, 56, 58], "falling": [9, 8, 8, 5, 3],
    }  # fmt: skip
    template = engines["django"].engine.from_string(SOURCE.read_text())
    return HttpResponse(template.render(RequestContext(request, context)))


def done(request):
    """Answer a line's button as Today does: the line goes, a toast comes."""
    messages.success(request, "Done.")
    return HttpResponse()
