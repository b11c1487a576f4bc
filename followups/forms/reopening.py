from django import forms
from django.utils.translation import gettext_lazy as _


class ReopenForm(forms.Form):
    """How somebody who had stopped letters asked for them again."""

    source = forms.CharField(
        label=_("How did they ask?"),
        max_length=200,
        help_text=_("For example: on the phone, on Tuesday. It is kept as evidence."),
        error_messages={"required": _("Say how they asked, please. It is kept as evidence.")},
    )
