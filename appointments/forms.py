"""Forms of appointments: booking, moving, and the settings."""

import re
from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.actions.kinds import tidied
from appointments.actions.lateness import MOST_LATE
from appointments.agenda_lines import Wrong, read, write
from appointments.errors import AppointmentError
from appointments.models import Availability, MeetingKind
from appointments.models.appointment import Side
from appointments.models.kind import Place
from appointments.offered import moment_of
from appointments.reached import read_contact
from customers.models import Customer
from customers.models.customer import NotesFormat
from kit.answers import refuse
from kit.forms import ClockInput, DayInput, NumberText
from kit.writing import write_minutes
from team.models.hours import Weekday
from team.wall_time import first_instant_at

SHORT = {"class": "short number"}
AMISS = {
    "empty": _("How can you be reached?"),
    "email": _("This does not look like an email address. Is there a letter too many or too few?"),
    "short": _("One digit seems to be missing."),
    "long": _("There seems to be a digit too many."),
    "code": _("No country begins with this number. Write it with + and the country first."),
    "phone": _("Write a phone number, or an email address."),
}
TITLES = "dr|prof|dipl|ing|mag|med|rer|nat|phil|st|mr|mrs|ms"
LINK = re.compile(rf"://|www\.|@|(?<!\w)(?!(?:{TITLES})\.)[\w-]{{2,}}\.[^\W\d_]{{2,}}", re.IGNORECASE)
REPLY_TIMES = (30, 60, 120, 240, 540)  # minutes of office hours


class ReviewForm(forms.Form):
    """What goes out of a meeting's notes: which lines, in which words, in what form to each guest."""

    text = forms.CharField(label=_("What goes out"), required=False, max_length=15_000, widget=forms.Textarea)
    going = forms.TypedMultipleChoiceField(required=False, coerce=UUID)
    edition = forms.IntegerField(required=False, min_value=0, max_value=32_000, widget=forms.HiddenInput)

    def __init__(self, *args, going, **kwargs):
        words = going.notes.summary or going.suggested(going.languages[0])
        super().__init__(*args, initial={"text": words}, **kwargs)
        self.fields["going"].choices = [(str(line.pk), line.text) for line in going.lines]
        self.guests = {f"format_{guest.pk}": guest for guest in going.guests}
        for name, guest in self.guests.items():
            self.fields[name] = forms.ChoiceField(
                label=_("As"), required=False, choices=[(value or "mail", said) for value, said in NotesFormat.choices],
                initial=guest.customer.notes_format or NotesFormat.MAIL,
            )  # fmt: skip

    @property
    def formats(self):
        return [self[name] for name in self.guests]

    def review(self) -> dict:
        """What `review_notes` takes; a form that nobody chose stays open."""
        said = self.cleaned_data
        formats = {
            guest.pk: said[name]
            for name, guest in self.guests.items()
            if said[name] and said[name] != (guest.customer.notes_format or NotesFormat.MAIL)
        }
        return {"text": said["text"], "going": set(said["going"]), "formats": formats}


WRONG_LINES = {
    "minutes": _("Line %(line)d: from 1 to 720 minutes, please."),
    "title": _("Line %(line)d: what is talked about? Up to 200 letters."),
    "hint": _("Line %(line)d: the hint has more than 300 letters."),
    "many": _("An agenda has 30 lines at most."),
}


class KindForm(forms.ModelForm):
    """What a kind of appointment is. The agenda is typed in lines."""

    agenda = forms.CharField(
        label=_("Agenda"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea,
        help_text=_("One item a line, for example: 10 min Hand balm | show the box first"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["agenda"] = write(self.instance.agenda)

    def clean_agenda(self) -> list[dict]:
        items = read(self.cleaned_data["agenda"])
        if isinstance(items, Wrong):
            raise forms.ValidationError(WRONG_LINES[items.code] % {"line": items.number})
        return items

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
            "pause_minutes", "notice_minutes", "furthest_days", "step_minutes", "reply_minutes", "early_minutes",
            "remind_me",
        ]  # fmt: skip
        widgets = {name: NumberText(SHORT) for name in fields if name != "remind_me"}
        labels = {"reply_minutes": _("You answer within")}
        help_texts = {"remind_me": _("An hour ahead, with when to leave; and when they run late.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.instance.reply_minutes
        times = sorted({*REPLY_TIMES, held} - {None})
        self.fields["reply_minutes"] = forms.TypedChoiceField(
            label=self.fields["reply_minutes"].label,
            choices=[("", _("nothing is promised")), *((one, write_minutes(one)) for one in times)],
            coerce=int, empty_value=None, required=False,
            help_text=_("In office hours. It stands on your booking page beside what was measured."),
        )  # fmt: skip


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


class TimeForm(forms.Form):
    """A time: one of those offered (`at`), or a day and a time of the own wall."""

    at = forms.CharField(required=False)
    day = forms.DateField(label=_("Day"), widget=DayInput, required=False)
    clock = forms.TimeField(label=_("Time"), widget=ClockInput, required=False)
    anyway = forms.BooleanField(label=_("Also outside my hours and limits"), required=False)

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_at(self) -> datetime | None:
        if not self.cleaned_data["at"]:
            return None
        moment = moment_of(self.cleaned_data["at"])
        if moment is None:
            raise forms.ValidationError(_("Choose a time, please."))
        return moment

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("at"):
            if data.get("day") and data.get("clock"):
                data["at"] = first_instant_at(data["day"], data["clock"], self.owner.zoneinfo)
            else:
                self.add_error("day", _("Choose one of the free times, or a day and a time."))
        return data


class PlaceForm(TimeForm):
    """Where an appointment was put in the calendar, and what it was like when it was taken up."""

    version = forms.IntegerField(min_value=1, required=False)


class BookForm(TimeForm):
    """Who, what and when."""

    kind = forms.ModelChoiceField(MeetingKind.objects.none())
    person = forms.ModelMultipleChoiceField(Customer.objects.none(), label=_("Who"), required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), max_length=500, required=False)
    note = forms.CharField(
        label=_("Note for yourself"), max_length=5000, required=False, widget=forms.Textarea
    )

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, owner=owner, **kwargs)
        self.fields["kind"].queryset = MeetingKind.objects.visible_to(owner).filter(is_active=True)
        self.fields["person"].queryset = Customer.objects.visible_to(owner)


class LateForm(forms.Form):
    """How many minutes late somebody is."""

    minutes = forms.IntegerField(min_value=1, max_value=MOST_LATE)


class AddressForm(forms.Form):
    """Where it is."""

    address = forms.CharField(label=_("Address or link"), max_length=500, required=False)


class ReasonForm(forms.Form):
    """Why, and who."""

    reason = forms.CharField(label=_("A word about it"), max_length=500, required=False)
    side = forms.ChoiceField(choices=Side, required=False)


class MomentField(forms.Field):
    """An instant with its offset; a time on some wall without one is none."""

    default_error_messages = {"required": _("Choose a time, please.")}

    def to_python(self, value):
        return moment_of(value or "")


class AskForm(forms.Form):
    """What a visitor of the public page says: a time, who they are, and how to reach them.

    `subject` is for programs that fill in everything; people do not see it.
    """

    at = MomentField(label=_("Time"))
    name = forms.CharField(label=_("Your name"), max_length=80)
    contact = forms.CharField(label=_("Phone or email"), max_length=254)
    address = forms.CharField(
        label=_("Where shall we meet? Your address"), max_length=500, required=False,
        help_text=_("Leave it empty if it is known already."),
    )  # fmt: skip
    message = forms.CharField(
        label=_("Anything to know before?"), max_length=2000, required=False, widget=forms.Textarea
    )
    subject = forms.CharField(required=False)

    def __init__(self, *args, owner, person=None, kind=None, zone="", **kwargs):
        super().__init__(*args, **kwargs)
        if "address" in self.fields and not (kind and kind.place == Place.VISIT and kind.seats == 1):
            del self.fields["address"]
        self.owner, self.zone = owner, zone
        if person:
            del self.fields["name"], self.fields["contact"]

    def clean_name(self) -> str:
        """A name goes out in a letter to an address that nobody confirmed yet: it carries no message."""
        name = " ".join(self.cleaned_data["name"].split())
        if LINK.search(name):
            raise forms.ValidationError(_("Only your name, please, without an address or a link."))
        return name

    def clean_contact(self) -> str:
        """Read the address or number once; `reached` keeps it."""
        typed = self.cleaned_data["contact"]
        self.reached = read_contact(typed, self._region(typed))
        if self.reached.amiss:
            raise forms.ValidationError(AMISS[self.reached.amiss])
        return typed

    def _region(self, typed: str) -> str:
        return self.owner.country or self.owner.company.country


class WaitForm(AskForm):
    """The same for a day that is full: which day, in place of the time."""

    at = address = None
    day = forms.DateField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        said = _("Choose a day, please.")
        self.fields["day"].error_messages = dict.fromkeys(("required", "invalid"), said)


class PageForm(forms.ModelForm):
    """The page on which others book."""

    class Meta:
        model = Availability
        fields = ["page_open", "page_words"]
        widgets = {"page_words": forms.Textarea}


class OutsideCalendarForm(forms.Form):
    """Another calendar of one's own."""

    url = forms.CharField(
        label=_("Address of the calendar"),
        max_length=2000,
        help_text=_(
            "The secret address in iCal format; most programs give one out. It begins with https or webcal."
        ),
    )
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
