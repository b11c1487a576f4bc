"""Forms of promises: given, changed, and ended otherwise than by keeping them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from followups.actions.promises import LONGEST_REASON, LONGEST_TEXT
from kit.forms import DayInput


class PromiseForm(forms.Form):
    """What is promised, by when it is meant to be done, and what day they were told."""

    text = forms.CharField(
        label=_("What do you promise?"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write what you promise, please.")},
    )
    due_on = forms.DateField(
        label=_("To be done by"), widget=DayInput, error_messages={"required": _("Choose a day, please.")}
    )
    told_on = forms.DateField(
        label=_("They were told"),
        required=False,
        widget=DayInput,
        help_text=_("Empty is the same day. Tell a later one, and you have a day in hand."),
    )


class ChangedPromiseForm(PromiseForm):
    """The same of one that stands open."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, promise, **kwargs):
        facts = {name: getattr(promise, name) for name in ("text", "due_on", "told_on", "version")}
        super().__init__(*args, initial=facts, auto_id=f"id_%s_{promise.pk}", **kwargs)


class EndForm(forms.Form):
    """Why a promise is not kept, or no longer wanted."""

    reason = forms.CharField(label=_("Why?"), max_length=LONGEST_REASON, required=False)
