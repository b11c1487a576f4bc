"""Forms of promises: given, changed, and ended otherwise than by keeping them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from followups.actions.promises import LONGEST_REASON, LONGEST_TEXT, TERMS
from followups.models.promise import PromiseKind
from kit.forms import DayInput


class PromiseForm(forms.Form):
    """What is promised, by when it is meant to be done, and what day they were told. Empty days are the coach's."""

    text = forms.CharField(
        label=_("What do you promise?"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write what you promise, please.")},
    )
    told_on = forms.DateField(label=_("They are told"), required=False, widget=DayInput)
    due_on = forms.DateField(label=_("You mean to do it by"), required=False, widget=DayInput)
    kind = forms.ChoiceField(
        label=_("What kind of promise"),
        required=False,
        choices=[("", _("as it reads")), *PromiseKind.choices],
    )
    extra = forms.CharField(
        label=_("Something beside it"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("A sample, a card: small, and not expected."),
    )


class ChangedPromiseForm(PromiseForm):
    """The same of one that stands open: it has its days, and a kind."""

    told_on = forms.DateField(
        label=_("They were told"), widget=DayInput, error_messages={"required": _("Choose a day, please.")}
    )
    due_on = forms.DateField(
        label=_("You mean to do it by"),
        widget=DayInput,
        error_messages={"required": _("Choose a day, please.")},
    )
    kind = forms.ChoiceField(label=_("What kind of promise"), choices=PromiseKind, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, promise, **kwargs):
        facts = {name: getattr(promise, name) for name in (*TERMS, "version")}
        super().__init__(*args, initial=facts, auto_id=f"id_%s_{promise.pk}", **kwargs)


class KeptForm(forms.Form):
    """When it was done, today if nothing is said, and what was given beside it."""

    on = forms.DateField(label=_("Done on"), required=False, widget=DayInput)
    extra = forms.CharField(label=_("What did you give beside it?"), required=False, max_length=LONGEST_TEXT)


class EndForm(forms.Form):
    """Why a promise is not kept, or no longer wanted."""

    reason = forms.CharField(label=_("Why?"), max_length=LONGEST_REASON, required=False)
