"""Forms of the settings and of accepting an invitation."""

from datetime import time

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kit.forms import ClockInput, DayInput, NumberText
from team.holidays import place_choices
from team.models import Distributor
from team.models.hours import Weekday
from team.office_hours import Stretch
from team.zones import zone_choices

STRETCHES = 2  # offered for each weekday: most people have a break at noon


class ProfileForm(forms.ModelForm):
    """Who one is and how one works."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=())
    language = forms.ChoiceField(label=_("Language"), choices=())

    class Meta:
        model = Distributor
        fields = [
            "name",
            "greeting",
            "signature",
            "postal_address",
            "handle",
            "language",
            "zone",
            "theme",
            "shortcuts",
            "daily_limit",
            "review_repeat_thanks",
        ]
        widgets = {
            "theme": forms.RadioSelect,
            "shortcuts": forms.RadioSelect,
            "daily_limit": NumberText({"class": "short number"}),
            "postal_address": forms.Textarea({"rows": 3, "autocomplete": "street-address"}),
        }
        help_texts = {
            "postal_address": _("Stands under letters with offers and news; without it none go out."),
            "greeting": _("What people call you, for example Yaw."),
            "handle": _("The word in your public addresses: small letters, digits and hyphens."),
            "daily_limit": _("Today shows at most so many things; the rest waits or passes by."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _offer_ways(self, zone=self.instance.zone, language=self.instance.language)


class InviteForm(forms.Form):
    """Whom to ask into the team."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput({"autocomplete": "off"}))


class DeviceForm(forms.Form):
    """Which program gets a token."""

    name = forms.CharField(
        label=_("Name of the device"),
        max_length=100,
        help_text=_("By which you will know it again, for example: Accounting."),
    )


class AcceptForm(forms.Form):
    """What a new distributor says before the first day."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 8 characters. Pasting and password managers are welcome."),
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=())
    language = forms.ChoiceField(label=_("Language"), choices=())

    def __init__(self, *args, invitation, **kwargs):
        sponsor = invitation.sponsor
        initial = {"name": invitation.name, "zone": sponsor.zone, "language": sponsor.language}
        super().__init__(*args, initial=initial, **kwargs)
        self.email = invitation.email
        _offer_ways(self, zone=sponsor.zone, language=sponsor.language)

    def clean_password(self):
        password = self.cleaned_data["password"]
        somebody = Distributor(name=self.cleaned_data.get("name", ""), email=self.email)
        validate_password(password, somebody)
        return password


class QuietHoursForm(forms.ModelForm):
    """When letters wait."""

    class Meta:
        model = Distributor
        fields = ["quiet_hours_on", "quiet_from", "quiet_until"]
        widgets = {"quiet_from": ClockInput, "quiet_until": ClockInput}


class HolidaysForm(forms.ModelForm):
    """Whose public holidays one keeps."""

    holidays_of = forms.ChoiceField(
        label=_("Public holidays of"), choices=(), required=False,
        help_text=_("On these days nobody books a time, and nothing falls due. Hours of a single day win."),
    )  # fmt: skip

    class Meta:
        model = Distributor
        fields = ["holidays_of"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = self.instance
        country = (mine.holidays_of or mine.country or (mine.company.country if mine.company else ""))[:2]
        self.fields["holidays_of"].choices = place_choices(country, get_language() or "en")


class DaysOffForm(forms.Form):
    """A day, or several in a row, without work."""

    first = forms.DateField(label=_("First day"), widget=DayInput)
    last = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Empty for one day.")
    )
    reason = forms.CharField(label=_("Reason, for your eyes only"), max_length=200, required=False)


class HoursForm(forms.Form):
    """The office hours of a week: up to two stretches a day, more if somebody has more."""

    def __init__(self, *args, hours: list[Stretch], **kwargs):
        super().__init__(*args, **kwargs)
        by_day = {day: [one for one in hours if one.weekday == day] for day in Weekday.values}
        self.stretches = max(STRETCHES, *(len(rows) for rows in by_day.values()))
        for day, rows in by_day.items():
            for number in range(self.stretches):
                known = rows[number] if number < len(rows) else None
                self._add_pair(day, number, known)

    def days(self):
        """Weekdays with their pairs of bound fields, for the template."""
        for day in Weekday:
            yield (
                day.label,
                [
                    (self[_name(day, number, "from")], self[_name(day, number, "to")])
                    for number in range(self.stretches)
                ],
            )

    def clean(self):
        data = super().clean()
        for day in Weekday.values:
            for number in range(self.stretches):
                opens, closes = _name(day, number, "from"), _name(day, number, "to")
                if self.errors.keys() & {opens, closes}:
                    continue
                if (data[opens] is None) != (data[closes] is None):
                    missing = opens if data[opens] is None else closes
                    self.add_error(missing, _("Both a beginning and an end, please, or neither."))
        return data

    def hours(self) -> list[Stretch]:
        """The stretches that were entered. Needs a valid form."""
        pairs = (
            (day, self.cleaned_data[_name(day, number, "from")], self.cleaned_data[_name(day, number, "to")])
            for day in Weekday.values
            for number in range(self.stretches)
        )
        return [Stretch(day, opens, closes) for day, opens, closes in pairs if opens is not None]

    def refuse(self, refusal) -> None:
        """Show a refusal at the weekday it is about."""
        field = f"{refusal.field}_1_from" if refusal.field else None
        self.add_error(field if field in self.fields else None, refusal.message)

    def _add_pair(self, day: int, number: int, known: Stretch | None) -> None:
        labels = {
            "from": _("%(day)s, from") % {"day": Weekday(day).label},
            "to": _("%(day)s, to") % {"day": Weekday(day).label},
        }
        values: dict[str, time | None] = {
            "from": known.opens if known else None,
            "to": known.closes if known else None,
        }
        for end, label in labels.items():
            self.fields[_name(day, number, end)] = forms.TimeField(
                label=label, required=False, initial=values[end], widget=ClockInput
            )


def _name(day: int, number: int, end: str) -> str:
    return f"day_{day}_{number + 1}_{end}"


def _offer_ways(form: forms.Form, *, zone: str, language: str) -> None:
    form.fields["zone"].choices = zone_choices(zone)
    form.fields["language"].choices = settings.LANGUAGES
    if len(settings.LANGUAGES) == 1:
        form.fields["language"].initial = settings.LANGUAGES[0][0]
        form.fields["language"].widget = forms.HiddenInput()
