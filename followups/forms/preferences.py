from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models.consent import Purpose
from followups.preferences import MOST_TOUCHES, Preferences

HOW_OFTEN = [
    (0, gettext_lazy("None, but what I ask for myself")),
    (1, gettext_lazy("One")),
    (2, gettext_lazy("Two")),
    (MOST_TOUCHES, gettext_lazy("Three")),
]


class PreferencesForm(forms.Form):
    """What somebody wants to get from a distributor. The labels are the words they agree to."""

    service = forms.BooleanField(required=False)
    marketing = forms.BooleanField(required=False)
    surveys = forms.BooleanField(required=False)
    touches = forms.TypedChoiceField(
        label=gettext_lazy("How many a week at the most?"),
        choices=HOW_OFTEN,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one, please.")},
    )
    everybody = forms.BooleanField(required=False)

    def __init__(self, *args, name: str, company: str, held: Preferences, **kwargs):
        self.held = held
        wanted = {"service": held.service, "marketing": held.marketing, "surveys": held.surveys}
        wanted = dict.fromkeys(wanted, False) if held.stopped else wanted
        super().__init__(
            *args, initial={**wanted, "touches": held.touches, "everybody": held.everybody}, **kwargs
        )
        self.fields["service"].label = service_said(name)
        self.fields["marketing"].label = _("Offers and news from %(name)s") % {"name": name}
        self.fields["surveys"].label = _("Now and then a short question: how content I am")
        self.fields["everybody"].label = nobody_said(company)

    def wanted(self) -> dict[str, str]:
        """The purposes that are ticked, each with the words that stood beside it."""
        ticked = [purpose for purpose in Purpose.values if self.cleaned_data[purpose]]
        return {purpose: str(self.fields[purpose].label) for purpose in ticked}


def service_said(name: str) -> str:
    """What somebody agrees to who wants letters of service."""
    return _("Letters from %(name)s about what I ordered: thanks, and whether all is well") % {"name": name}


def nobody_said(company: str) -> str:
    """What somebody asks for who wants no letters from anybody here."""
    if not company:
        return _("No letters at all: nobody else here may write to me either")
    return _("No letters at all: nobody else of %(company)s may write to me either") % {"company": company}
