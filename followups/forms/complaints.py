"""Forms of complaints: opened, answered, put right, asked about, closed; and the person's own."""

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from followups.actions.complaints.healing import LONGEST_CAUSE, LONGEST_LINE
from followups.actions.complaints.holding import LONGEST_TEXT, LONGEST_WISH
from followups.actions.complaints.sponsoring import LONGEST_CONTACT
from followups.models.complaint import Cause, Outcome
from kit.forms import DayInput, NumberText

AGAIN, MONEY, OTHER = "again", "money", "other"
REMEDIES = [
    (AGAIN, _("Send it again")),
    (MONEY, _("Give the money back")),
    (OTHER, _("Something else, in your words")),
]


def _words(label, most: int, **rest) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **rest)


def _amount(label) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=10, decimal_places=2, localize=True,
        widget=NumberText(attrs={"class": "short number"}, decimals=True),
    )  # fmt: skip


class VersionForm(forms.Form):
    """A step of a complaint, as it was when the page was made."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class OpenForm(forms.Form):
    """What happened, and what would put it right."""

    text = _words(
        _("What happened, in their words?"),
        LONGEST_TEXT,
        error_messages={"required": _("Write down what happened, please.")},
    )
    wish = _words(_("What would put it right?"), LONGEST_WISH, required=False)
    about_owner = forms.BooleanField(label=_("It is about me"), required=False)


class HeardForm(VersionForm):
    heard = _words(
        _("What you heard"),
        LONGEST_TEXT,
        error_messages={"required": _("Write down what you heard, please.")},
    )


class RemedyForm(VersionForm):
    """How it is put right. The person reads it."""

    fix = forms.ChoiceField(
        label=_("How?"), choices=REMEDIES, widget=forms.RadioSelect, initial=AGAIN,
        error_messages={"required": _("Choose one, please.")},
    )  # fmt: skip
    remedy = forms.CharField(
        label=_("In your words"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_("They read this. Empty is what you chose above."),
    )
    cost = _amount(_("What it costs"))

    def clean(self):
        values = super().clean()
        if not values.get("remedy") and values.get("fix") in (AGAIN, MONEY):
            values["remedy"] = str(dict(REMEDIES)[values["fix"]])
        elif not values.get("remedy") and values.get("fix"):
            self.add_error("remedy", __("Say how you put it right, please."))
        return values


class ExtraForm(VersionForm):
    extra = forms.CharField(
        label=_("What you add"),
        max_length=LONGEST_LINE,
        error_messages={"required": _("Say what you add, please.")},
    )
    cost = _amount(_("What it costs"))


class ArrivalForm(VersionForm):
    planned_on = forms.DateField(
        label=_("When do you think it arrives?"),
        widget=DayInput,
        error_messages={"required": _("Choose a day, please.")},
    )
    told_on = forms.DateField(
        label=_("They are told"),
        required=False,
        widget=DayInput,
        help_text=_("Empty is one day later."),
    )


class WordsForm(VersionForm):
    """What they said when they were asked."""

    words = _words(_("What they said"), LONGEST_WISH, required=False)


class EndForm(WordsForm):
    """How else it ended, in their words."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(value, label) for value, label in Outcome.choices if value != Outcome.WELL],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, please.")},
    )


class CauseForm(VersionForm):
    cause = forms.ChoiceField(label=_("Cause"), choices=[("", "–"), *Cause.choices], required=False)
    cause_words = forms.CharField(
        label=_("What you change so that it does not happen again"), max_length=LONGEST_CAUSE, required=False
    )


class SponsorForm(VersionForm):
    """What the sponsor is asked."""

    words = _words(
        _("What you want to know"),
        LONGEST_WISH,
        help_text=_("Your sponsor sees these words and how long it has been open, never who it is."),
        error_messages={"required": _("Write what you want to know, please.")},
    )


class SponsorAnswerForm(forms.Form):
    words = _words(_("Your answer"), LONGEST_WISH, error_messages={"required": _("Write an answer, please.")})


class ComplainForm(forms.Form):
    """What the person writes on their own page."""

    text = _words(
        _("What happened?"),
        LONGEST_TEXT,
        error_messages={
            "required": _("Write what happened, please. A few words are enough."),
            "max_length": _(
                "At most %(limit_value)d signs, please; these are %(show_value)d. Nothing is lost."
            ),
        },
    )
    wish = _words(
        _("What would put it right?"),
        LONGEST_WISH,
        required=False,
        error_messages={"max_length": _("At most %(limit_value)d signs, please. Nothing is lost.")},
    )
    about_owner = forms.BooleanField(required=False)
    contact = forms.CharField(
        label=_("Your name, and how you can be reached"), max_length=LONGEST_CONTACT, required=False
    )

    def __init__(self, *args, owner, sponsor=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about_owner"].label = __("It is about %(name)s in person") % {"name": owner.name}
        if sponsor is None:
            del self.fields["contact"]


class MoreForm(forms.Form):
    """What the person adds to what they wrote."""

    words = _words(
        _("Do you want to add something?"),
        LONGEST_WISH,
        required=False,
        error_messages={
            "max_length": _(
                "At most %(limit_value)d signs, please; these are %(show_value)d. Nothing is lost."
            )
        },
    )


class ContactForm(forms.Form):
    contact = forms.CharField(
        label=_("Your name, and how you can be reached"),
        max_length=LONGEST_CONTACT,
        error_messages={"required": _("Write your name, and a number or an address, please.")},
    )
