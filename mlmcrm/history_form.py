"""Which part of the history to show."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from kit.forms import DayInput
from mlmcrm.history import TOPICS

SENSIBLE = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31))]


class HistoryForm(forms.Form):
    """What, about whom, between which days. What makes no sense is left out."""

    topic = forms.ChoiceField(label=_("What"), choices=[("", _("Everything")), *TOPICS], required=False)
    person = forms.CharField(
        label=_("About whom"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    first = forms.DateField(label=_("From"), required=False, widget=DayInput(), validators=SENSIBLE)
    last = forms.DateField(label=_("Until"), required=False, widget=DayInput(), validators=SENSIBLE)

    def wanted(self) -> dict:
        """The values that make sense."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}
