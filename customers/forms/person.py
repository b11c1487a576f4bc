"""Everything about a person, typed. Values are refused by the same rules as in the actions."""

from django import forms
from django.conf.global_settings import LANGUAGES
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from customers.actions.details import read_emails, read_phones, region_of
from customers.birthdays import Birthday
from customers.contacts import email_key, show_phone
from customers.errors import CustomerError
from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import Channel, Warmth
from customers.tidying import tidy_line
from kit.answers import refuse
from kit.forms import NumberText
from team.zones import zone_choices

ONE_A_LINE = {"rows": 2, "autocomplete": "off", "spellcheck": "false"}
SHOWN = 10


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
        label=_lazy("Best reached by"),
        required=False,
        choices=[("", ""), *((value, capfirst(label)) for value, label in Channel.choices)],
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
        # Hundreds of them, made only where they are shown or one was chosen.
        self.fields["zone"].choices = lambda: [("", _("like yours")), *zone_choices(held_zone)]
        self.fields["language"].choices = lambda: _language_choices(held_language)
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
        """People of the same owner who are reached at an e-mail or phone that is new here."""
        keys = {email_key(address) for address in self.cleaned_data["emails"]}
        numbers = set(self.cleaned_data["phones"])
        if self.person:
            keys -= {email.key for email in self.person.emails.all()}
            numbers -= {phone.number for phone in self.person.phones.all()}
        if not keys and not numbers:
            return []
        found = Customer.objects.visible_to(self.owner).reached_at(self.owner, keys, numbers)
        return list(found.with_contacts().order_by("name_key", "pk")[:SHOWN])

    def meet_theirs(self, theirs: Customer) -> list[tuple[str, str]]:
        """Take over the version of the person as it is now, and say where that differs from what was typed."""
        now = typed_of(theirs, region_of(self.owner))
        self.data = {**self.data.dict(), "version": now["version"]}
        return [
            (str(self[name].label), self._as_shown(name, value) or _("nothing"))
            for name, value in now.items()
            if name != "version" and str(value or "") != _as_typed(self.data.get(name, ""))
        ]

    def refuse(self, refusal) -> None:
        """Show a refusal of the action at its field."""
        refuse(self, refusal, birthday="birth_day")

    def _as_shown(self, name: str, value) -> str:
        choices = dict(getattr(self.fields[name], "choices", []))
        return str(choices.get(value, value or ""))

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
        return list(people.with_contacts().order_by("created_at")[:SHOWN])

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
            birthday = Birthday(year, month, day)
        except ValueError:
            self.add_error("birth_day", _("There is no such day."))
            return
        if birthday.is_after(self.owner.today()):
            self.add_error("birth_day", _("This day is still to come."))
        self.cleaned_data["birthday"] = (year, month, day)


class NewPersonForm(PersonForm):
    """A person to be added, with what was agreed and the first note."""

    agreed_service = forms.BooleanField(
        label=_lazy("Agreed to letters about their orders and appointments"), required=False
    )
    agreed_marketing = forms.BooleanField(label=_lazy("Agreed to offers and news by email"), required=False)
    note = forms.CharField(
        label=_lazy("Note"), max_length=20000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def values(self) -> dict:
        values = super().values()
        agreed = [("email", purpose) for purpose in Purpose.values if values.pop(f"agreed_{purpose}")]
        return {**values, "consents": agreed}


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


def _as_typed(text: str) -> str:
    return text.strip().replace("\r\n", "\n")


def _read(reader, *typed):
    try:
        return reader(*typed)
    except CustomerError as refusal:
        raise forms.ValidationError(refusal.message) from None


def _language_choices(held: str) -> list[tuple[str, str]]:
    known = dict(LANGUAGES)
    also = [(held, held)] if held and held not in known else []
    return [("", ""), *also, *((code, _(name)) for code, name in LANGUAGES)]
