"""Forms of surveys: the questions, what is asked by hand, the answer to suggestions."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from followups.actions.surveys.holding import Answer
from followups.models.survey import Measure
from followups.survey_words import choices, question

ROWS = {"rows": 3, "dir": "auto", "class": "input"}


class AnswerForm(forms.Form):
    """The questions, as somebody gets them. Words are not cut: too many are told of, and stay as typed."""

    score = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these, please.")},
    )
    why = forms.CharField(required=False, widget=forms.Textarea(ROWS))
    better = forms.CharField(required=False, widget=forms.Textarea({**ROWS, "rows": 2}))
    may_call = forms.BooleanField(required=False)
    would_introduce = forms.BooleanField(required=False)

    def __init__(self, *args, measure: str, occasion: str = "request", name: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.measure = measure
        self.fields["score"].choices = choices(measure)
        self.fields["score"].label = question(measure, occasion, name)

    def answer(self) -> Answer:
        """What was said, as the verbs take it."""
        return Answer(**{name: self.cleaned_data[name] for name in Answer.__dataclass_fields__})


class AskForm(forms.Form):
    """On which scale somebody is asked by hand."""

    measure = forms.ChoiceField(
        label=gettext_lazy("What do you ask?"),
        choices=[(measure, capfirst(label)) for measure, label in Measure.choices],
        initial=Measure.CSAT,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these, please.")},
    )


class SaidForm(forms.Form):
    """What became of suggestions, in the words that go to those who made them."""

    answer = forms.CharField(
        label=gettext_lazy("What did you do?"),
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Goes to each who said it, under their own words."),
    )


class WhyNotForm(forms.Form):
    """Why a suggestion cannot be followed; for oneself."""

    reason = forms.CharField(label=gettext_lazy("Why not?"), required=False, max_length=300)
