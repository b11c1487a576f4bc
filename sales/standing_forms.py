"""Forms of standing orders."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kit.forms import DayInput, NumberText
from sales.actions.standing_orders import LONGEST_REASON, LONGEST_WORDS
from sales.basket import LONGEST_TEXT, read_basket
from sales.models.standing import Rhythm

UNREAD = {"required": _("Say what is to come, for example: 2 hand balm.")}


class TermsForm(forms.Form):
    """What is to come, how often, and on which day next."""

    typed = forms.CharField(
        label=_("What is to come?"),
        max_length=LONGEST_TEXT,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
        help_text=_("As you would say it: 2 hand balm, 1 tea."),
        error_messages=UNREAD,
    )
    every = forms.IntegerField(
        label=_("Every"), min_value=1, max_value=52, initial=1, widget=NumberText({"class": "short number"})
    )
    unit = forms.ChoiceField(label=_("Weeks or months"), choices=Rhythm, initial=Rhythm.MONTH)

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_typed(self):
        basket = read_basket(self.owner, {"typed": self.cleaned_data["typed"]})
        problems = [*basket.complaints, *basket.open_questions]
        if problems:
            raise forms.ValidationError([str(problem) for problem in problems])
        if any(line.price is not None for line in basket.parsed.lines):
            raise forms.ValidationError(_t("Leave prices out: those of the day hold."))
        return [(item.product, item.quantity) for item in basket.items]


class BeginForm(TermsForm):
    """The same with the first day and the words they agreed to."""

    starts_on = forms.DateField(
        label=_("First on"), widget=DayInput, error_messages={"required": _("Choose a day, please.")}
    )
    agreed_words = forms.CharField(
        label=_("What they agreed to"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "In their words, with the day and how they said it. Before each run they get a letter and may leave it out, put it off or end it."
        ),
        error_messages={"required": _("Write down what they agreed to, please.")},
    )


class ChangeForm(TermsForm):
    """Other goods, another rhythm, another next day."""

    next_on = forms.DateField(label=_("Next on"), required=False, widget=DayInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class DelayForm(forms.Form):
    """On which day the coming run is to be instead."""

    to = forms.DateField(
        label=_("Later, on"), widget=DayInput, error_messages={"required": _("Choose a day, please.")}
    )


class EndForm(forms.Form):
    """Why it ends; may be left out."""

    reason = forms.CharField(label=_("Why? It may be left empty."), max_length=LONGEST_REASON, required=False)
