"""Moving somebody on the ladder, and what the board shows."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from customers.ladder import Rung
from customers.models import Customer
from customers.models.customer import RUNG_CHOICES
from customers.moving import StepBack, ways_up

CHOOSE = _lazy("Choose a rung, please.")


class BoardForm(forms.Form):
    """What the board shows. What makes no sense is left out."""

    rung = forms.TypedChoiceField(choices=RUNG_CHOICES, coerce=int, empty_value=None, required=False)
    ready = forms.BooleanField(required=False)
    cursor = forms.CharField(max_length=500, required=False)
    shown = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)

    def wanted(self) -> dict:
        """The values that make sense."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


class MoveForm(forms.Form):
    """A move by hand: to which rung, and what happened. `stands` is the rung that was shown."""

    rung = forms.IntegerField(
        label=_lazy("Move to"),
        min_value=Rung.SUSPECT,
        max_value=Rung.ADVOCATE,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), CHOOSE),
    )
    reason = forms.CharField(
        label=_lazy("What happened"),
        max_length=500,
        help_text=_lazy("For example: bought from you since 2019, before this list."),
        error_messages={"required": _lazy("Say what happened, please.")},
    )
    stands = forms.IntegerField(required=False)

    def offer(self, person: Customer, back: StepBack | None) -> None:
        """Offer the rungs to choose from: those above, and the one that a step back leads to."""
        labels = dict(RUNG_CHOICES)
        choices = [(rung.value, labels[rung]) for rung in ways_up(person.rung)]
        if back and back.claim:
            said = _("%(rung)s, a step back") % {"rung": labels[back.rung]}
            choices.insert(0, (back.rung.value, said))
        self.fields["rung"].widget.choices = choices

    @property
    def offers(self) -> list:
        return list(self.fields["rung"].widget.choices)
