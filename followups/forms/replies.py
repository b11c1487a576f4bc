from django import forms
from django.utils.translation import gettext_lazy as _

from followups.models.incoming import Meaning


class ReplyForm(forms.Form):
    """What somebody answered, in a line or two."""

    text = forms.CharField(
        label=_("What they said"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("May stay empty."),
    )


class SettleForm(forms.Form):
    """What an answer meant."""

    meaning = forms.ChoiceField(choices=[(value, value) for value in (Meaning.REPLY, Meaning.STOP)])
