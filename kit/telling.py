"""What each kind of event is in words; every app words its own kinds, as it registers its undo."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, Model, TextField, TimeField, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kit.models import Event
from kit.templatetags.kept import day, when

Names = Mapping[str, str]  # of rows, by their ids


@dataclass(frozen=True)
class Detail:
    """One thing that changed: what it is, what it was, what it is now. Empty means nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """An event in words.

    `sentence` may hold %(person)s, which becomes a link; `name` stands there for somebody who
    is no row of the list, or for what else the event is about, with its `url`. `more` explains,
    `said` are somebody's own words.
    """

    sentence: str
    details: tuple[Detail, ...] = ()
    more: str = ""
    said: str = ""
    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class _Kind:
    tell: Callable[[Event, Names], Told | str]
    topic: str
    beside: bool


@dataclass(frozen=True)
class _Naming:
    model: type[Model]
    columns: tuple[str, ...]
    say: Callable[..., str]


PERSON = "%(person)s"
COLUMNS = ("first", "second")
_kinds: dict[str, _Kind] = {}
_namings: dict[str, _Naming] = {}


def tells(*kinds: str, topic: str, beside: bool = False):
    """Register the function that puts events of some kinds into words.

    It gets the event and the names of rows by their ids. `topic` is what a list can be narrowed
    to. What is told `beside` says nothing that another line does not say already: such events
    are listed only where somebody asks for one person.
    """

    def register(tell):
        for kind in kinds:
            _kinds[kind] = _Kind(tell, topic, beside)
        return tell

    return register


def names_rows(model: type[Model], *columns: str, say: Callable[..., str]) -> None:
    """Register how rows of a model are called: `say` makes a name of the values of one or two columns."""
    _namings[model._meta.label_lower] = _Naming(model, columns, say)


def told_kinds(topic: str = "") -> set[str]:
    """The kinds that have words: all, or those of a topic."""
    return {kind for kind, known in _kinds.items() if not topic or known.topic == topic}


def kinds_beside() -> set[str]:
    """The kinds that are told beside others."""
    return {kind for kind, known in _kinds.items() if known.beside}


def tell(event: Event, names: Names) -> Told:
    """Put an event into words; a kind that nobody words is told neutrally."""
    known = _kinds.get(event.kind)
    told = known.tell(event, names) if known else _("Something was changed.")
    return told if isinstance(told, Told) else Told(told)


def names_of(wanted: Mapping[str, Iterable[str | UUID]]) -> dict[str, str]:
    """Return the names of rows by their ids, for ids by the label of their model: one query for all.

    Rows that are gone, and models whose rows nobody names, are left out.
    """
    known = {label: set(ids) for label, ids in wanted.items() if label in _namings and ids}
    parts = [_part(label, ids) for label, ids in sorted(known.items())]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return {str(row): _said(label, values) for label, row, *values in rows}


def _part(label: str, ids: set):
    naming = _namings[label]
    columns = dict(zip(COLUMNS, naming.columns, strict=False))
    texts = {name: _text(columns.get(name)) for name in COLUMNS}
    rows = naming.model._base_manager.filter(pk__in=ids).order_by()
    return rows.annotate(label=Value(label, CharField()), row=F("pk"), **texts).values_list(
        "label", "row", *COLUMNS
    )


def _text(column: str | None):
    return Cast(column, TextField()) if column else Value("", TextField())


def _said(label: str, values: list) -> str:
    naming = _namings[label]
    return naming.say(*(value or "" for value in values[: len(naming.columns)]))


def details_of(
    event: Event,
    model: type[Model],
    labels: Mapping[str, str] | None = None,
    words: Mapping[str, Callable[[object], str]] | None = None,
) -> tuple[Detail, ...]:
    """Return what an event changed, field by field, in the reader's language.

    `labels` name what is no field of the model, `words` say values that the field cannot say.
    """
    before, after = event.before or {}, event.after or {}
    changed = [name for name in after if after[name] != before.get(name)]
    details = []
    for name in changed:
        say = (words or {}).get(name) or partial(_in_words, _field(model, name))
        details.append(Detail(_label(model, name, labels), say(before.get(name)), say(after[name])))
    return tuple(sorted(details, key=lambda detail: detail.label))


def labels_of(names: Iterable[str], model: type[Model], labels: Mapping[str, str] | None = None) -> str:
    """Return what fields are called, as a list in one line."""
    return ", ".join(sorted(_label(model, name, labels) for name in names))


def _label(model: type[Model], name: str, labels: Mapping[str, str] | None) -> str:
    label = (labels or {}).get(name) or getattr(_field(model, name), "verbose_name", name)
    return capfirst(str(label))


def _field(model: type[Model], name: str):
    return next((field for field in model._meta.fields if field.name == name), None)


def _in_words(field, value) -> str:
    """A value of an event as a person reads it; empty for none."""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return ""
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _moment_in_words(field, value)


def _moment_in_words(field, value) -> str:
    if isinstance(field, DateTimeField):
        return when(datetime.fromisoformat(value))
    if isinstance(field, DateField):
        return day(date.fromisoformat(value))
    return value[:5] if isinstance(field, TimeField) else str(value)
