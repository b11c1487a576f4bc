"""Small forms for what is done with a person: a contact, a note, a climb, a consent."""

from datetime import datetime, time

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from customers.ladder import Rung
from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import RUNG_CHOICES, Channel
from customers.models.touch import Direction, TouchKind
from kit import clock
from kit.forms import DayInput


def _named(choices) -> list[tuple]:
    """Choices whose labels begin like a sentence."""
    return [(value, capfirst(label)) for value, label in choices.choices]


class TouchForm(forms.Form):
    """A contact. Everything has a default: one press is enough."""

    kind = forms.ChoiceField(
        label=_lazy("What"), choices=_named(TouchKind), required=False, widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(
        label=_lazy("Who to whom"), choices=_named(Direction), required=False, widget=forms.RadioSelect
    )
    on = forms.DateField(
        label=_lazy("Day"), required=False, widget=DayInput, help_text=_lazy("Empty: just now.")
    )
    inquiry = forms.BooleanField(label=_lazy("They asked about it"), required=False)
    note = forms.CharField(
        label=_lazy("Note"), max_length=5000, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args, person: Customer, owner, **kwargs):
        self.person, self.owner = person, owner
        kwargs.setdefault("initial", {"kind": usual_kind(person), "direction": Direction.OUT})
        super().__init__(*args, **kwargs)

    def clean_direction(self):
        return self.cleaned_data["direction"] or Direction.OUT

    def clean(self):
        """One press is enough: who answers mostly writes, and you have your usual way."""
        values = self.cleaned_data
        if not values.get("kind") and "kind" not in self.errors:
            answered = values.get("direction") == Direction.IN
            values["kind"] = TouchKind.MESSAGE if answered else usual_kind(self.person)
        return values

    def clean_on(self):
        if (day := self.cleaned_data["on"]) and day > self.owner.today():
            raise forms.ValidationError(_("That is still to come. Choose a day up to today."))
        return day

    def values(self) -> dict:
        """The values as `log_touch` takes them; a day before today means its noon."""
        values = dict(self.cleaned_data)
        day = values.pop("on")
        past = day is not None and day < self.owner.today()
        values["at"] = datetime.combine(day, time(12), self.owner.zoneinfo) if past else clock.now()
        return values


class NoteForm(forms.Form):
    """A note about a person."""

    text = forms.CharField(
        label=_lazy("Note"),
        max_length=20000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _lazy("Write something first, please.")},
    )


class ClimbForm(forms.Form):
    """A climb by hand: to which rung, and what happened."""

    rung = forms.TypedChoiceField(label=_lazy("Move up to"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_lazy("What happened"),
        max_length=500,
        help_text=_lazy("For example: bought from you since 2019, before this list."),
        error_messages={"required": _lazy("Say what happened, please.")},
    )

    def __init__(self, *args, person: Customer, **kwargs):
        super().__init__(*args, **kwargs)
        higher = [(rung.value, label) for rung, label in RUNG_CHOICES if rung > person.rung]
        self.fields["rung"].choices = higher
        self.fields["rung"].initial = min(person.rung + 1, Rung.ADVOCATE)


class ConsentForm(forms.Form):
    """What a person agreed to, and how: the evidence, should somebody ask for it."""

    channel = forms.ChoiceField(label=_lazy("Agreed to"), choices=_named(Channel))
    purpose = forms.ChoiceField(label=_lazy("For"), choices=_named(Purpose))
    source = forms.CharField(
        label=_lazy("How"),
        max_length=200,
        required=False,
        help_text=_lazy("For example: told you on the phone."),
    )
    wording = forms.CharField(
        label=_lazy("In which words you asked"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_lazy("For example: may I write to you about your orders?"),
    )


def usual_kind(person: Customer) -> str:
    """The kind of contact that one press logs."""
    kinds = {Channel.PHONE: TouchKind.CALL, Channel.VISIT: TouchKind.VISIT}
    return kinds.get(
        person.preferred_channel, TouchKind.MESSAGE if person.preferred_channel else TouchKind.CALL
    )


def _as_typed(text: str) -> str:
    return text.strip().replace("\r\n", "\n")
