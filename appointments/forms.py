"""Forms of the settings of appointments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.actions.kinds import tidied
from appointments.errors import AppointmentError
from appointments.models import Availability, MeetingKind
from kit.answers import refuse
from kit.forms import ClockInput, DayInput, NumberText
from team.models.hours import Weekday

SHORT = {"class": "short number"}


class KindForm(forms.ModelForm):
    """What a kind of appointment is."""

    class Meta:
        model = MeetingKind
        fields = [
            "name", "about", "minutes", "place", "address", "travel_minutes", "minutes_before",
            "minutes_after", "seats", "who",
        ]  # fmt: skip
        widgets = {
            **{
                name: NumberText(SHORT)
                for name in ("minutes", "travel_minutes", "minutes_before", "minutes_after", "seats")
            },
            "who": forms.RadioSelect,
        }
        help_texts = {
            "about": _("One sentence, for those who book it."),
            "address": _("For a video the link, for your place or another one the address."),
            "seats": _("More than one for a tasting or a training."),
        }

    def clean(self):
        data = super().clean()
        if not self.errors:
            try:
                tidied(data)
            except AppointmentError as refusal:
                refuse(self, refusal)
        return data


class AvailabilityForm(forms.ModelForm):
    """How much, how far ahead, with which pauses."""

    class Meta:
        model = Availability
        fields = [
            "most_a_day", "most_a_week", "minutes_a_day", "minutes_a_week", "most_in_a_row",
            "pause_minutes", "notice_minutes", "furthest_days", "step_minutes",
        ]  # fmt: skip
        widgets = {name: NumberText(SHORT) for name in fields}


class ProtectedTimeForm(forms.Form):
    """A stretch of a weekday for oneself."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=Weekday, coerce=int)
    starts = forms.TimeField(label=_("From"), widget=ClockInput)
    ends = forms.TimeField(label=_("To"), widget=ClockInput)
    title = forms.CharField(label=_("What for"), max_length=100, required=False)


class HoursOnDayForm(forms.Form):
    """Other hours on a single day."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    opens = forms.TimeField(label=_("From"), widget=ClockInput)
    closes = forms.TimeField(label=_("To"), widget=ClockInput)
