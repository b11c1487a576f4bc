"""The form of what somebody wants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.actions.wants import LONGEST


class WantForm(forms.Form):
    """What they want, in their words."""

    text = forms.CharField(
        label=_("What do they want, in their words?"),
        max_length=LONGEST,
        error_messages={"required": _("Write something first, please.")},
    )
