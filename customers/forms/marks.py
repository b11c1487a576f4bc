"""Small forms for sparing somebody: in grief, in peace, and how often a week."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from customers.actions.marks import MOST_TOUCHES, REST_DAYS
from customers.models import Customer
from customers.wording import touches_said
from kit.forms import DayInput

GRIEF_DAYS = 42


class GriefForm(forms.Form):
    """Up to and with which day somebody in grief is spared."""

    until = forms.DateField(
        label=_lazy("Until"),
        widget=DayInput,
        error_messages={"required": _lazy("Choose a day; you can end it before.")},
    )

    def __init__(self, *args, person: Customer, today: date, **kwargs):
        ahead = person.grieving_until if person.is_grieving(today) else today + timedelta(days=GRIEF_DAYS)
        super().__init__(*args, initial={"until": ahead}, **kwargs)


class RestForm(forms.Form):
    """Up to and with which day somebody who is not interested is left in peace; 120 days if left out."""

    until = forms.DateField(label=_lazy("Until"), widget=DayInput, required=False)

    def __init__(self, *args, person: Customer, today: date, **kwargs):
        ahead = person.resting_until if person.is_resting(today) else today + timedelta(days=REST_DAYS)
        super().__init__(*args, initial={"until": ahead}, **kwargs)


class TouchesForm(forms.Form):
    """How often a week somebody wishes to hear from the distributor at most."""

    touches_a_week = forms.TypedChoiceField(
        label=_lazy("How often"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, person: Customer, **kwargs):
        super().__init__(*args, initial={"touches_a_week": person.touches_a_week}, **kwargs)
        usual = touches_said(settings.TOUCHES_A_WEEK)
        numbers = [(n, capfirst(touches_said(n))) for n in range(MOST_TOUCHES, -1, -1)]
        self.fields["touches_a_week"].choices = [("", _("As usual: %(often)s") % {"often": usual}), *numbers]
