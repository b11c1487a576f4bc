"""Finds the people whom lines mean: in the database, and among those of earlier lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from customers.agreeing import word_of
from customers.contacts import email_key
from customers.models import Consent, Customer, Email, Note, Phone
from customers.models.consent import Purpose
from customers.models.customer import Channel
from mlmcrm.importing.merging import LISTS, Person, list_key, name_key
from mlmcrm.importing.shelf import Shelf
from mlmcrm.importing.values import Birthday

_VALUE = {"emails": "address", "phones": "number", "tags": "name"}
_PLAIN = ("name", "external_id", "greeting", "address", "language", "zone", "warmth", "source")


@dataclass
class Wanted:
    """What a batch of lines names people by."""

    ids: set[UUID] = field(default_factory=set)
    external_ids: set[str] = field(default_factory=set)
    email_keys: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    name_keys: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)  # texts, to see whether they are known
    letters: bool = False  # whether what people agreed to must be known

    def keys(self) -> Iterator[str]:
        yield from (f"#{value}" for value in self.external_ids)
        yield from (f"@{value}" for value in self.email_keys)
        yield from (f"+{value}" for value in self.phones)
        yield from (f"={value}" for value in self.name_keys)


class Book:
    """The people of an owner, as far as a batch asks for them.

    With `keep`, what earlier batches planned is remembered, because nothing is written.
    Without `whole`, only that of them is loaded by which they are found.
    """

    def __init__(self, owner, *, keep: bool, whole: bool = True):
        self._owner, self._keep, self._whole = owner, keep, whole
        self.shelf = Shelf(Person.packed, Person.unpacked)
        self._people: dict[UUID, Person] = {}
        self._by_key: dict[str, list[Person]] = defaultdict(list)

    def open(self, wanted: Wanted) -> None:
        """Load whom a batch may mean, and forget the batch before."""
        people = {person.id: person for person in self._stored(wanted)}
        if self._keep:
            ids = self.shelf.ids_of(wanted.keys()) | wanted.ids | set(people)
            people.update(self.shelf.get(ids))
        self._people, self._by_key = people, defaultdict(list)
        for person in people.values():
            self.index(person)

    def index(self, person: Person) -> None:
        """Let a person be found by everything that is known of them now."""
        self._people[person.id] = person
        for key in _keys_of(person):
            if person not in self._by_key[key]:
                self._by_key[key].append(person)

    def close_batch(self, touched: Iterable[Person]) -> None:
        """Remember what was planned for these people, where nobody writes it."""
        if self._keep:
            touched = list(touched)
            self.shelf.put({person.id: person for person in touched})
            self.shelf.put_keys((key, person.id) for person in touched for key in _keys_of(person))

    def ids(self) -> Iterable[UUID]:
        return self._people.keys()

    def get(self, id: UUID) -> Person:
        return self._people[id]

    def by_external_id(self, external_id: str) -> Person | None:
        return next(iter(self._by_key.get(f"#{external_id}", ())), None)

    def by_email(self, address: str) -> list[Person]:
        return list(self._by_key.get(f"@{email_key(address)}", ()))

    def by_phone(self, number: str) -> list[Person]:
        return list(self._by_key.get(f"+{number}", ()))

    def by_name(self, name: str) -> list[Person]:
        return sorted(self._by_key.get(f"={name_key(name)}", ()), key=lambda person: person.id)

    def _stored(self, wanted: Wanted) -> list[Person]:
        rows = Customer.objects.visible_to(self._owner).filter(pk__in=self._ids(wanted))
        lists = LISTS if self._whole else ("emails", "phones") if wanted.email_keys or wanted.phones else ()
        people = {row.pk: _person(row, lists) for row in rows.prefetch_related(*lists)}
        if wanted.notes and people:
            # Notes taken back count as known: an import does not bring them again.
            known = Note.objects.visible_to(self._owner).filter(
                customer__in=list(people), text__in=wanted.notes
            )
            for customer, text in known.values_list("customer_id", "text"):
                people[customer].notes.append(text)
        if wanted.letters:
            self._know_letters(people)
        return list(people.values())

    def _know_letters(self, people: dict[UUID, Person]) -> None:
        agreed = defaultdict(list)
        rows = Consent.objects.visible_to(self._owner).filter(customer__in=list(people))
        for row in rows.only("customer_id", "channel", "purpose", "withdrawn_at"):
            agreed[row.customer_id].append(row)
        for person in people.values():
            person.letters = word_of(agreed[person.id], Channel.EMAIL, Purpose.SERVICE)

    def _ids(self, wanted: Wanted) -> set[UUID]:
        mine = Customer.objects.visible_to(self._owner).order_by()
        asked = [
            (wanted.external_ids, mine.filter(external_id__in=wanted.external_ids).values_list("pk")),
            (wanted.name_keys, mine.filter(name_key__in=wanted.name_keys).values_list("pk")),
            (wanted.email_keys, self._holders(Email, key__in=wanted.email_keys)),
            (wanted.phones, self._holders(Phone, number__in=wanted.phones)),
        ]
        return wanted.ids | {id for values, rows in asked if values for (id,) in rows}

    def _holders(self, model, **lookup):
        return model.objects.filter(owner=self._owner, **lookup).order_by().values_list("customer_id")


def _keys_of(person: Person) -> Iterator[str]:
    if number := person.values.get("external_id"):
        yield f"#{number}"
    yield f"={name_key(person.values['name'])}"
    yield from (f"@{list_key('emails', address)}" for address in person.lists.get("emails", ()))
    yield from (f"+{number}" for number in person.lists.get("phones", ()))


def _person(row: Customer, lists: Iterable[str]) -> Person:
    values = {name: value for name in _PLAIN if (value := getattr(row, name))}
    if row.birth_month:
        values["birthday"] = Birthday(row.birth_year, row.birth_month, row.birth_day)
    held = {name: [getattr(item, _VALUE[name]) for item in getattr(row, name).all()] for name in lists}
    return Person(row.pk, values, held, introduced_by=row.introduced_by_id)
