"""Understands a line typed on Today and keeps it by the actions of the apps it concerns."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from customers.actions import add_note, log_touch
from customers.models import Customer
from customers.models.touch import Direction, TouchKind
from kit.errors import Refused
from kit.events import Actor, Event, last_event_of
from kit.isolating import isolated
from mlmcrm.reading import THEY, Known, Reading, read_line, words_of
from sales.actions import place_order
from sales.catalogue import catalogue_of
from sales.models import Product
from sales.wording import Parsed, parse_order

SHORTEST_NAME = 2  # letters of a word that may be a name
MOST_PEOPLE = 50  # candidates looked at
CHOICES_SHOWN = 6

TOUCHES = {
    "call": TouchKind.CALL,
    "visit": TouchKind.VISIT,
    "message": TouchKind.MESSAGE,
    "reply": TouchKind.MESSAGE,
    "inquiry": TouchKind.MESSAGE,
    "sample": TouchKind.SAMPLE,
    "presentation": TouchKind.PRESENTATION,
}


@dataclass(frozen=True)
class Chip:
    """One thing that was understood, shown before anything is kept."""

    icon: str
    label: str
    unsure: bool = False


@dataclass(frozen=True)
class Understood:
    """A typed line with the rows it means."""

    text: str
    reading: Reading
    person: Customer | None
    choices: list[Customer]
    order: Parsed | None

    @property
    def questions(self) -> list[str]:
        """What must be said more plainly before an order can be placed."""
        if self.order is None:
            return []
        return [
            *(_several(question) for question in self.order.questions),
            *(_("Not in the catalogue: %(words)s") % {"words": w} for w in self.order.unknown),
            *(_("This number cannot be: %(words)s") % {"words": t.words} for t in self.order.troubles),
        ]

    @property
    def chips(self) -> list[Chip]:
        return [*self._who(), *self._what()]

    def _who(self) -> list[Chip]:
        if self.person:
            return [Chip("person", self.person.name)]
        if self.choices:
            return [Chip("person", _("one of %(n)d people") % {"n": len(self.choices)}, unsure=True)]
        return [Chip("person", _("nobody known"), unsure=True)]

    def _what(self) -> list[Chip]:
        if self.order is None:
            return [_deed_chip(self.reading.deed)]
        if not self.order.lines:
            return [Chip("bag", _("an order, of what?"), unsure=True)]
        return [Chip("bag", f"{line.quantity} × {line.entry.name}") for line in self.order.lines]


def understand(viewer, text: str, chosen: str | None = None) -> Understood:
    """Read a line against the people and the catalogue of a distributor; changes nothing.

    `chosen` is the id of the person picked where several could be meant.
    """
    text = text.replace("\0", "").strip()[:500]
    people = _people_named_in(viewer, text)
    reading = read_line(text, [Known(person.pk, person.name) for person in people])
    by_id = {person.pk: person for person in people}
    choices = [by_id[pk] for pk in reading.candidates][:CHOICES_SHOWN]
    person = by_id.get(reading.person) or _chosen(choices, chosen)
    order = None
    if reading.deed == "order":
        order = parse_order(reading.goods, catalogue_of(viewer))
    return Understood(text, reading, person, [] if person else choices, order)


def keep(understood: Understood, *, owner, by: Actor, request_key: str) -> tuple[str, Event | None]:
    """Keep what was understood; return a sentence and the event that can be undone.

    An order is placed once for a `request_key`, however often it is sent.
    """
    person = understood.person
    if not understood.text:
        raise Refused(_("Write what happened first."), field="q")
    if person is None:
        raise Refused(_("Say who is meant first."), field="person")
    deed = understood.reading.deed
    if deed == "order":
        return _keep_order(understood, owner, by, request_key)
    if deed == "note":
        note = add_note(person=person, by=by, text=understood.text)
        return _("Note kept on %(name)s.") % {"name": isolated(person.name)}, last_event_of(note)
    touch = log_touch(
        person=person,
        by=by,
        kind=TOUCHES[deed],
        direction=Direction.IN if deed in THEY else Direction.OUT,
        note=understood.text,
        inquiry=deed == "inquiry",
    )
    return _("Kept on %(name)s.") % {"name": isolated(person.name)}, last_event_of(touch)


def _keep_order(understood: Understood, owner, by: Actor, request_key: str) -> tuple[str, Event | None]:
    if not understood.order.is_clear:
        raise Refused(
            " ".join(understood.questions) or _("Say what was ordered, for example: 2 hand balm."),
            field="q",
        )
    products = Product.objects.visible_to(owner).in_bulk([line.entry.id for line in understood.order.lines])
    order = place_order(
        owner=owner,
        by=by,
        person=understood.person,
        lines=[(products[line.entry.id], line.quantity, line.price) for line in understood.order.lines],
        request_key=request_key,
    )
    return _("Order entered for %(name)s.") % {"name": isolated(understood.person.name)}, last_event_of(order)


def _people_named_in(viewer, text: str) -> list[Customer]:
    """The people whose names share most words with the line."""
    words = {word for word in words_of(text) if len(word) >= SHORTEST_NAME}
    if not words:
        return []
    shared = [Case(When(words_of_name__contains=f" {word} ", then=1), default=0) for word in sorted(words)]
    people = Customer.objects.visible_to(viewer).annotate(
        words_of_name=Concat(Value(" "), "name_key", Value(" "))
    )
    people = people.annotate(shared=sum(shared, start=Value(0))).filter(shared__gt=0)
    return list(people.order_by("-shared", "name_key")[:MOST_PEOPLE])


def _chosen(choices: list[Customer], chosen: str | None) -> Customer | None:
    try:
        wanted = UUID(chosen or "")
    except ValueError:
        return None
    return next((person for person in choices if person.pk == wanted), None)


def _several(question) -> str:
    names = ", ".join(choice.entry.name for choice in question.choices)
    return _("“%(words)s” could be: %(names)s") % {"words": question.words, "names": names}


def _deed_chip(deed: str) -> Chip:
    chips = {
        "call": Chip("phone", _("a call")),
        "visit": Chip("walk", _("a visit")),
        "message": Chip("chat", _("a message from you")),
        "reply": Chip("chat", _("they replied")),
        "inquiry": Chip("want", _("they asked about it")),
        "sample": Chip("box", _("a sample given")),
        "presentation": Chip("people", _("a presentation")),
    }
    return chips.get(deed, Chip("pen", _("a note")))
