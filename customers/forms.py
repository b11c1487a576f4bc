"""What people type about people. Values are refused by the same rules as in the actions."""

from datetime import datetime, time

from django import forms
from django.conf.global_settings import LANGUAGES
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from customers.actions.details import read_emails, read_phones, region_of
from customers.birthdays import Birthday
from customers.contacts import email_key, show_phone
from customers.errors import CustomerError
from customers.ladder import Rung
from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import RUNG_CHOICES, Channel, Warmth
from customers.models.touch import Direction, TouchKind
from customers.tidying import tidy_line
from kit import clock
from kit.forms import DayInput, NumberText
from team.zones import zone_choices

ONE_A_LINE = {"rows": 2, "autocomplete": "off", "spellcheck": "false"}
SAME_NAME_SHOWN = 10


class PersonForm(forms.Form):
    """Everything about a person. `person` is the one being changed, None for a new one."""

    name = forms.CharField(
        label=_lazy("Name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_lazy("As they write it. One word is enough."),
    )
    greeting = forms.CharField(
        label=_lazy("How to address"),
        max_length=100,
        required=False,
        help_text=_lazy("For example Rosa, or Frau Dr. Lind. Stands in letters."),
    )
    phones = forms.CharField(
        label=_lazy("Phones"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({**ONE_A_LINE, "inputmode": "tel"}),
        help_text=_lazy("One a line; the first is the one used."),
    )
    emails = forms.CharField(
        label=_lazy("Emails"),
        max_length=6000,
        required=False,
        widget=forms.Textarea({**ONE_A_LINE, "inputmode": "email", "autocapitalize": "none"}),
        help_text=_lazy("One a line; the first is the one used."),
    )
    warmth = forms.ChoiceField(
        label=_lazy("Do you know each other?"),
        choices=[
            (Warmth.WARM, _lazy("Yes, warm")),
            (Warmth.COLD, _lazy("Not yet, cold")),
        ],
        initial=Warmth.WARM,
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label=_lazy("Where from"),
        max_length=200,
        required=False,
        help_text=_lazy("For example: met at the school fair."),
    )
    introduced_by = forms.CharField(
        label=_lazy("Introduced by"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "list": "people-names"}),
        help_text=_lazy("The name of somebody among your people."),
    )
    introducer = forms.ChoiceField(label=_lazy("Which one?"), required=False, widget=forms.RadioSelect)
    birth_day = forms.IntegerField(label=_lazy("Birthday"), required=False, widget=NumberText())
    birth_month = forms.TypedChoiceField(
        label=_lazy("Month"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", ""), *MONTHS.items()],
    )
    birth_year = forms.IntegerField(label=_lazy("Year, if you know"), required=False, widget=NumberText())
    preferred_channel = forms.ChoiceField(
        label=_lazy("Best reached by"), required=False, choices=[("", ""), *Channel.choices]
    )
    preferred_hours = forms.CharField(
        label=_lazy("Best time"),
        max_length=100,
        required=False,
        help_text=_lazy("For example: after 18:00."),
    )
    address = forms.CharField(
        label=_lazy("Address"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )
    language = forms.ChoiceField(label=_lazy("Language"), required=False)
    zone = forms.ChoiceField(label=_lazy("Time zone"), required=False)
    tags = forms.CharField(
        label=_lazy("Tags"),
        max_length=1000,
        required=False,
        help_text=_lazy("Your own words, with commas between."),
    )
    external_id = forms.CharField(label=_lazy("Number elsewhere"), max_length=100, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, owner, person: Customer | None = None, **kwargs):
        self.owner, self.person = owner, person
        if person is not None:
            kwargs["initial"] = typed_of(person, region_of(owner))
        super().__init__(*args, **kwargs)
        held_zone, held_language = (person.zone, person.language) if person else ("", "")
        self.fields["zone"].choices = [("", _("like yours")), *zone_choices(held_zone)]
        self.fields["language"].choices = _language_choices(held_language)
        self._offer_introducers()

    def clean_emails(self):
        return _read(read_emails, self.cleaned_data["emails"].splitlines())

    def clean_phones(self):
        return _read(read_phones, self.cleaned_data["phones"].splitlines(), region_of(self.owner))

    def clean_tags(self):
        return [word.strip() for word in self.cleaned_data["tags"].split(",") if word.strip()]

    def clean(self):
        self._read_birthday()
        self._find_introducer()
        return self.cleaned_data

    def values(self) -> dict:
        """The values as `customers.actions` takes them. Needs a valid form."""
        left_out = {"version", "introducer", "birth_day", "birth_month", "birth_year"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    def twins(self) -> list[Customer]:
        """People of the same owner who can be reached at the same e-mail or phone."""
        keys = [email_key(address) for address in self.cleaned_data["emails"]]
        found = Customer.objects.visible_to(self.owner).reached_at(
            self.owner, keys, self.cleaned_data["phones"]
        )
        return list(found.exclude(pk=self.person.pk if self.person else None)[:SAME_NAME_SHOWN])

    def refuse(self, refusal) -> None:
        """Show a refusal of the action at its field."""
        field = {"birthday": "birth_day"}.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, refusal.message)

    def _offer_introducers(self) -> None:
        """Offer people of the typed name to choose from, where there are several."""
        typed = tidy_line(self.data.get("introduced_by", "") if self.is_bound else "")
        self.introducers = self._named(typed) if typed else []
        self.fields["introducer"].choices = [
            (str(person.pk), told_apart(person)) for person in self.introducers
        ]

    def _named(self, name: str) -> list[Customer]:
        people = Customer.objects.visible_to(self.owner).filter(name_key=name.casefold()[:200])
        people = people.exclude(pk=self.person.pk if self.person else None)
        return list(people.with_contacts().order_by("created_at")[:SAME_NAME_SHOWN])

    def _find_introducer(self) -> None:
        chosen = self.cleaned_data.pop("introducer", "")
        typed = self.cleaned_data.get("introduced_by")
        if typed is None or "introducer" in self.errors:
            return
        by_id = {str(person.pk): person for person in self.introducers}
        held = self.person.introduced_by if self.person else None
        if held and not chosen and tidy_line(typed).casefold() == held.name.casefold():
            chosen = str(held.pk)
            by_id.setdefault(chosen, held)
        if not typed:
            self.cleaned_data["introduced_by"] = None
        elif chosen in by_id:
            self.cleaned_data["introduced_by"] = by_id[chosen]
        elif len(by_id) == 1:
            self.cleaned_data["introduced_by"] = self.introducers[0]
        elif by_id:
            self.add_error("introducer", _("Several people have this name. Choose one, please."))
        else:
            self.add_error("introduced_by", _("There is nobody of this name among your people."))

    def _read_birthday(self) -> None:
        if self.errors.keys() & {"birth_day", "birth_month", "birth_year"}:
            return
        day, month, year = (self.cleaned_data.get(f"birth_{part}") for part in ("day", "month", "year"))
        self.cleaned_data["birthday"] = None
        if day is None and month is None and year is None:
            return
        if day is None or month is None:
            self.add_error("birth_day", _("A day and a month, please; the year may stay empty."))
            return
        try:
            Birthday(year, month, day)
        except ValueError:
            self.add_error("birth_day", _("There is no such day."))
        self.cleaned_data["birthday"] = (year, month, day)


class NewPersonForm(PersonForm):
    """A person to be added, with what was agreed and the first note."""

    agreed_service = forms.BooleanField(label=_lazy("Agreed to letters about their orders"), required=False)
    agreed_marketing = forms.BooleanField(label=_lazy("Agreed to offers and news by email"), required=False)
    note = forms.CharField(
        label=_lazy("Note"), max_length=20000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def values(self) -> dict:
        values = super().values()
        agreed = [("email", purpose) for purpose in Purpose.values if values.pop(f"agreed_{purpose}")]
        return {**values, "consents": agreed}


class TouchForm(forms.Form):
    """A contact. Everything has a default: one press is enough."""

    kind = forms.ChoiceField(
        label=_lazy("What"), choices=TouchKind.choices, required=False, widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(
        label=_lazy("Who to whom"), choices=Direction.choices, required=False, widget=forms.RadioSelect
    )
    on = forms.DateField(
        label=_lazy("Day"), required=False, widget=DayInput, help_text=_lazy("Empty: just now.")
    )
    inquiry = forms.BooleanField(label=_lazy("They asked about it"), required=False)
    note = forms.CharField(
        label=_lazy("Note"), max_length=5000, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args, person: Customer, owner, **kwargs):
        self.person, self.owner = person, owner
        kwargs.setdefault("initial", {"kind": usual_kind(person), "direction": Direction.OUT})
        super().__init__(*args, **kwargs)

    def clean_kind(self):
        return self.cleaned_data["kind"] or usual_kind(self.person)

    def clean_direction(self):
        return self.cleaned_data["direction"] or Direction.OUT

    def clean_on(self):
        if (day := self.cleaned_data["on"]) and day > self.owner.today():
            raise forms.ValidationError(_("That is still to come. Choose a day up to today."))
        return day

    def values(self) -> dict:
        """The values as `log_touch` takes them; a day before today means its noon."""
        values = dict(self.cleaned_data)
        day = values.pop("on")
        past = day is not None and day < self.owner.today()
        values["at"] = datetime.combine(day, time(12), self.owner.zoneinfo) if past else clock.now()
        return values


class NoteForm(forms.Form):
    """A note about a person."""

    text = forms.CharField(
        label=_lazy("Note"),
        max_length=20000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _lazy("Write something first, please.")},
    )


class ClimbForm(forms.Form):
    """A climb by hand: to which rung, and what happened."""

    rung = forms.TypedChoiceField(label=_lazy("Move up to"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_lazy("What happened?"),
        max_length=500,
        help_text=_lazy("For example: bought from you since 2019, before this list."),
        error_messages={"required": _lazy("Say what happened, please.")},
    )

    def __init__(self, *args, person: Customer, **kwargs):
        super().__init__(*args, **kwargs)
        higher = [(rung.value, label) for rung, label in RUNG_CHOICES if rung > person.rung]
        self.fields["rung"].choices = higher
        self.fields["rung"].initial = min(person.rung + 1, Rung.ADVOCATE)


class ConsentForm(forms.Form):
    """What a person agreed to, and how."""

    channel = forms.ChoiceField(label=_lazy("Agreed to"), choices=Channel.choices)
    purpose = forms.ChoiceField(label=_lazy("For"), choices=Purpose.choices)
    source = forms.CharField(
        label=_lazy("How"),
        max_length=200,
        required=False,
        help_text=_lazy("For example: told you on the phone."),
    )


def typed_of(person: Customer, region: str) -> dict:
    """What the fields of PersonForm show for a person as it is now."""
    return {
        "name": person.name,
        "greeting": person.greeting,
        "phones": "\n".join(show_phone(phone.number, region) for phone in person.phones.all()),
        "emails": "\n".join(email.address for email in person.emails.all()),
        "warmth": person.warmth,
        "source": person.source,
        "introduced_by": person.introduced_by.name if person.introduced_by else "",
        "birth_day": person.birth_day,
        "birth_month": person.birth_month,
        "birth_year": person.birth_year,
        "preferred_channel": person.preferred_channel,
        "preferred_hours": person.preferred_hours,
        "address": person.address,
        "language": person.language,
        "zone": person.zone,
        "tags": ", ".join(tag.name for tag in person.tags.all()),
        "external_id": person.external_id,
        "version": person.version,
    }


def told_apart(person: Customer) -> str:
    """A person's name with what tells them from others of the same name."""
    ways = [
        *(email.address for email in person.emails.all()),
        *(phone.number for phone in person.phones.all()),
    ]
    return ", ".join([person.name, str(person.get_rung_display()), *ways[:1]])


def usual_kind(person: Customer) -> str:
    """The kind of contact that one press logs."""
    kinds = {Channel.PHONE: TouchKind.CALL, Channel.VISIT: TouchKind.VISIT}
    return kinds.get(
        person.preferred_channel, TouchKind.MESSAGE if person.preferred_channel else TouchKind.CALL
    )


def _read(reader, *typed):
    try:
        return reader(*typed)
    except CustomerError as refusal:
        raise forms.ValidationError(refusal.message) from None


def _language_choices(held: str) -> list[tuple[str, str]]:
    known = dict(LANGUAGES)
    also = [(held, held)] if held and held not in known else []
    return [("", ""), *also, *((code, _(name)) for code, name in LANGUAGES)]
