"""A step of a playbook, typed: the usual case is short, everything else stands folded below it."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from customers.models.consent import Purpose
from customers.models.customer import Channel
from followups import enclosing
from followups.drafting import not_yet
from followups.letters import LONGEST_SUBJECT, LONGEST_TEXT
from followups.models.kinds import TaskKind
from followups.models.rule import Action, Anchor, Stop, Unit
from followups.steps import Step, with_values
from followups.ways import BY_ITSELF, KNOWN
from kit.errors import Refused
from kit.forms import ClockInput, NumberText

AFTER, BEFORE = "after", "before"
HOURS, DAYS = "hours", "days"
DAY = 24  # hours
WAYS = ("way", "second_way", "third_way")
CARRIERS = {
    Action.LETTER: tuple(BY_ITSELF),
    Action.SURVEY: tuple(BY_ITSELF),
    Action.REVIEW: KNOWN,
}  # the ways that can carry a letter
RENAMED = {
    "offset_days": "days",
    "cold_offset_days": "cold_days",
    "keep_hours": "keep",
    "channels": "way",
}
# The values that are typed as they are kept; those that a reading needs; those in folded parts.
SAME = (
    "title", "action", "anchor", "at_time", "until_time", "subject", "text", "script", "stops", "every_unit", "times",
    "until_days", "kind", "purpose", "is_active",
)  # fmt: skip
READABLE = ("title", "action", "anchor", "at_time", "kind", "purpose")
FOLDED = {
    "hours": ("at_time", "until_time", "keep", "keep_unit"),
    "again": ("every", "every_unit", "times", "until_days"),
    "ways": ("way", "second_way", "third_way", "purpose", "kind", "cold_days"),
}
USUAL = {
    "until_time": ("", None), "every": (0, "0", "", None), "times": ("", None), "until_days": ("", None),
    "second_way": ("", None), "third_way": ("", None), "purpose": ("service",), "cold_days": ("", None),
}  # fmt: skip


NUMBER = _lazy("A number, please. For example 2.")
SAID = {  # by kind of field and what is wrong
    forms.IntegerField: {"invalid": NUMBER, "min_value": NUMBER},
    forms.TimeField: {
        key: _lazy("A time of day, please. For example 10:00.") for key in ("invalid", "required")
    },
    forms.ChoiceField: {key: _lazy("Choose one of these, please.") for key in ("invalid_choice", "required")},
}
CHAT = {Channel.CHAT: _lazy("WhatsApp or chat")}


def _choices(names) -> list[tuple[str, str]]:
    later = not_yet()
    return [
        (value, capfirst(str(CHAT.get(value, label)))) for value, label in names.choices if value not in later
    ]


def _number(label, **rest) -> forms.IntegerField:
    widget = NumberText({"class": "short number"})
    return forms.IntegerField(label=label, required=False, min_value=0, widget=widget, **rest)


def _clock(label, **rest) -> forms.TimeField:
    return forms.TimeField(label=label, widget=ClockInput({"class": "short"}), **rest)


def _way(label, **rest) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, **rest)


class StepForm(forms.Form):
    """Everything of a step, in the words of the page. `values()` are those of a step."""

    title = forms.CharField(
        label=_lazy("What it is"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_lazy("For you, in a few words. For example: ask how week one went."),
        error_messages={"required": _lazy("Give the step a title.")},
    )
    action = forms.ChoiceField(
        label=_lazy("What happens"),
        choices=partial(_choices, Action),
        initial=Action.TASK,
        widget=forms.RadioSelect,
    )
    days = _number(_lazy("Days"), initial=0)
    side = forms.ChoiceField(
        label=_lazy("Before or after"),
        choices=[(AFTER, _lazy("after")), (BEFORE, _lazy("before"))],
        initial=AFTER,
    )
    anchor = forms.ChoiceField(label=_lazy("Counted from"), choices=partial(_choices, Anchor))
    at_time = _clock(
        _lazy("Not before"), initial="10:00", help_text=_lazy("A letter goes at this time of their day.")
    )
    until_time = _clock(_lazy("Not after"), required=False)
    way = _way(
        _lazy("Best way"),
        choices=partial(_choices, Channel),
        initial=Channel.EMAIL,
        help_text=_lazy(
            "A letter by itself goes by email; one to look at first also as a text message, by WhatsApp or as a card."
        ),
    )
    second_way = _way(_lazy("If that is not possible"), choices=[("", "–"), *_choices(Channel)])
    third_way = _way(_lazy("Else"), choices=[("", "–"), *_choices(Channel)])
    subject = forms.CharField(label=_lazy("Subject"), max_length=LONGEST_SUBJECT, required=False)
    text = forms.CharField(
        label=_lazy("Text"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 9, "class": "said"}),
    )
    document = forms.FileField(
        label=_lazy("A document for the letter"),
        required=False,
        allow_empty_file=True,  # said in the words of the reader
        widget=forms.FileInput({"accept": ",".join(enclosing.ENDINGS)}),
        help_text=format_lazy(
            _lazy("A PDF, PNG or JPEG up to {most} MB. It goes with every letter of this step by email."),
            most=enclosing.MOST_MB,
        ),
    )
    take_out = forms.BooleanField(label=_lazy("Take it out"), required=False)
    script = forms.CharField(
        label=_lazy("Words that help you"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_lazy("Stand with the task. You change them as you speak."),
    )
    stops = forms.MultipleChoiceField(
        label=_lazy("Does not come any more once"),
        choices=partial(_choices, Stop),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    every = _number(_lazy("Again every"), initial=0)
    every_unit = forms.ChoiceField(label=_lazy("Unit"), choices=partial(_choices, Unit), initial=Unit.DAY)
    times = _number(_lazy("At most so often"))
    until_days = _number(_lazy("No more after so many days"))
    keep = _number(_lazy("Too late after"), initial=7)
    keep_unit = forms.ChoiceField(
        label=_lazy("Hours or days"),
        choices=[(HOURS, _lazy("hours")), (DAYS, _lazy("days"))],
        initial=DAYS,
    )
    cold_days = _number(
        _lazy("Days for people who do not know you yet"),
        help_text=_lazy("Empty: the same as for everybody."),
    )
    kind = forms.ChoiceField(
        label=_lazy("It counts as"),
        choices=[(value, label) for value, label in _choices(TaskKind) if value != TaskKind.FIX_ADDRESS],
        initial=TaskKind.CHECK_IN,
        help_text=_lazy(
            "A thank-you is checked for offers, and it does not count among their touches of a week."
        ),
    )
    is_active = forms.BooleanField(label=_lazy("In use"), required=False, initial=True)
    purpose = forms.ChoiceField(
        label=_lazy("For"),
        choices=partial(_choices, Purpose),
        initial=Purpose.SERVICE,
        widget=forms.RadioSelect,
        help_text=_lazy("Offers and news go only to people who agreed to them."),
    )

    step = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, *args, step: Step | None = None, mark: str = "", initial: Mapping | None = None, **kwargs
    ):
        begun = {**(initial or {}), **(initial_of(step) if step else {}), "seen": mark}
        super().__init__(*args, initial=begun, **kwargs)
        self.standing = step
        for field in self.fields.values():
            field.error_messages |= SAID.get(type(field), {})
        if step:
            self._hold(step)

    def clean_document(self):
        file = self.cleaned_data["document"]
        if file is None:
            return None
        beginning = file.read(enclosing.BEGINNING)
        file.seek(0)
        if fault := enclosing.fault_in(file.name, file.size, beginning):
            raise forms.ValidationError(fault)
        return file

    @property
    def house_letter(self) -> bool:
        """Say whether the house's words are sent while the fields are empty."""
        return bool(self.standing and self.standing.letter)

    def unfolded(self) -> dict[str, bool]:
        """Which folded parts stand open: those with something unusual or wrong in them."""
        return {
            name: any(self._is_worth_a_look(field) for field in fields) for name, fields in FOLDED.items()
        }

    def begin_from(self, subject: str, text: str) -> None:
        """Fill in words to be changed."""
        self.initial.update(subject=subject.strip(), text=text.strip())

    def see(self, mark: str) -> None:
        """Take over what the playbook looks like by now, so that keeping again keeps."""
        self.data = {**self.data.dict(), **self._lists(), "seen": mark}

    def handed_in(self) -> UploadedFile | None:
        """The file to be kept with the step; what is no letter carries none."""
        return self.cleaned_data["document"] if self.cleaned_data["action"] in CARRIERS else None

    def takes_out(self) -> bool:
        """Say whether the document of the step is to go; a new one takes its place in any case."""
        return self.cleaned_data["take_out"] and self.cleaned_data["action"] in CARRIERS

    def values(self) -> dict:
        """What was typed, as the values of a step."""
        return self._values(self.cleaned_data)

    def _values(self, typed: Mapping) -> dict:
        side = -1 if typed["side"] == BEFORE else 1
        unit = DAY if typed["keep_unit"] == DAYS else 1
        same = {name: typed[name] for name in SAME}
        if typed["action"] == Action.TASK:
            same.update({name: getattr(self.standing, name, "") for name in ("subject", "text")})
        if self.standing and same["title"] == _titled(self.standing):
            same["title"] = self.standing.title
        return {
            **same,
            "offset_days": side * (typed["days"] or 0),
            "cold_offset_days": None if typed["cold_days"] is None else side * typed["cold_days"],
            "every": typed["every"] or 0,
            "keep_hours": (typed["keep"] or 0) * unit,
            "channels": self._channels(typed),
        }

    def look_further(self, faults_of: Callable[[Step], Iterable]) -> None:
        """Tell what else is wrong with what could be read, so that all stands there at once."""
        typed = initial_of(self.standing or Step(key="new")) | self.cleaned_data
        read = with_values(self.standing or Step(key="new"), self._values(typed))
        for fault in faults_of(read):
            field = RENAMED.get(fault.field, fault.field)
            if field in self.cleaned_data:
                self.add_error(field, fault.sentence)

    def ask_for_file_again(self) -> None:
        """Say that the file has to be chosen again: a browser does not keep it when a form comes back."""
        if self.files.get("document") and not self.has_error("document"):
            self.add_error("document", _("Choose the file again, please. Everything else is still here."))

    def as_step(self) -> Step:
        """The step as far as what was typed can be read, its words as they were typed."""
        self.is_valid()
        typed = {name: self.cleaned_data[name] for name in READABLE if name in self.cleaned_data}
        words = {name: self.data.get(name, "").replace("\r\n", "\n") for name in ("subject", "text")}
        return with_values(self.standing or Step(key="new"), typed | words)

    def refuse(self, refusal: Refused) -> None:
        """Let what a verb said no with stand at its field; of several faults, each at its own."""
        for fault in getattr(refusal, "faults", None) or [refusal]:
            field = RENAMED.get(fault.field, fault.field)
            said = getattr(fault, "sentence", None) or refusal.message
            self.add_error(field if field in self.fields else None, said)

    def _hold(self, step: Step) -> None:
        """What a step has already can stay, also where it is not offered any more."""
        for name, values in {"action": [step.action], "anchor": [step.anchor], "stops": step.stops}.items():
            field = self.fields[name]
            known = {value for value, _label in field.choices}
            field.choices = [
                *field.choices,
                *((value, _name_of(name, value)) for value in values if value not in known),
            ]

    def _channels(self, typed: Mapping) -> list[str]:
        """The ways in their order; of a letter those that can carry it."""
        chosen = list(dict.fromkeys(filter(None, (typed[way] for way in WAYS))))
        carriers = CARRIERS.get(typed["action"], chosen)
        return [way for way in chosen if way in carriers] or list(carriers[:1])

    def _is_worth_a_look(self, name: str) -> bool:
        return bool(self[name].errors) or (name in USUAL and self[name].value() not in USUAL[name])

    def _lists(self) -> dict:
        return {"stops": self.data.getlist("stops")}


def _name_of(field: str, value: str) -> str:
    names = {"action": Action, "anchor": Anchor, "stops": Stop}[field]
    return capfirst(str(names(value).label)) if value in names.values else value


def _titled(step: Step) -> str:
    """The house's words in the language of the page; what somebody typed stays."""
    return _(step.title) if step.title else ""


def initial_of(step: Step) -> dict:
    """What the form shows of a step."""
    ways = dict(zip(WAYS, [*step.channels, "", "", ""], strict=False))
    whole_days = step.keep_hours % DAY == 0
    cold = step.cold_offset_days
    return {
        **{name: getattr(step, name) for name in SAME},
        **ways,
        "step": step.key,
        "title": _titled(step),
        "stops": list(step.stops),
        "days": abs(step.offset_days),
        "side": BEFORE if step.offset_days < 0 else AFTER,
        "every": step.every,
        "cold_days": None if cold is None else abs(cold),
        "keep": step.keep_hours // DAY if whole_days else step.keep_hours,
        "keep_unit": DAYS if whole_days else HOURS,
    }
