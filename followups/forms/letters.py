from django import forms
from django.utils.translation import gettext_lazy as _

from followups.letters import LONGEST_SUBJECT, LONGEST_TEXT


class LetterForm(forms.Form):
    """The words of a letter that is looked at before it goes."""

    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("A thank-you only thanks: no offer, no request."),
    )
