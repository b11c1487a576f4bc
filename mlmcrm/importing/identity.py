"""Decides which known person a line means: by number, then e-mail, then phone, then name."""

from collections.abc import Container, Iterable
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from mlmcrm.importing.merging import Person, difference
from mlmcrm.importing.person_lines import PersonLine

_NAMES_SHOWN = 3


class Ambiguous(ValueError):
    """Several people are meant; the text is a sentence for the person."""


class Finder(Protocol):
    """Where known people are found."""

    def by_external_id(self, external_id: str) -> Person | None: ...
    def by_email(self, address: str) -> list[Person]: ...
    def by_phone(self, number: str) -> list[Person]: ...
    def by_name(self, name: str) -> list[Person]: ...


def same_person(line: PersonLine, people: Finder, seen: Container[UUID]) -> Person | None:
    """Return whom a line means, None for somebody new. Raises Ambiguous.

    `seen` are the people of earlier lines of the file. Without number, e-mail and phone it
    is a person of the same name whom no earlier line meant: so two lines with a bare name
    are two people, and the file read again finds the same two.
    """
    number = line.given.get("external_id", "")
    emails, phones = line.lists.get("emails", []), line.lists.get("phones", [])
    if number or emails or phones:
        return holder(people, number, emails, phones, line.given["name"])
    return _namesake(line, [person for person in people.by_name(line.given["name"]) if person.id not in seen])


def holder(
    people: Finder, number: str, emails: Iterable[str], phones: Iterable[str], name: str
) -> Person | None:
    """Return who has this number, else one of these e-mails, else one of these phones."""
    if number and (person := people.by_external_id(number)):
        return person
    for shown, found in (
        *((address, people.by_email(address)) for address in emails),
        *((phone, people.by_phone(phone)) for phone in phones),
    ):
        # Another number elsewhere is another person, though they share a telephone.
        found = [person for person in found if not number or not person.values.get("external_id")]
        if found:
            return _one_of(found, shown, name)
    return None


def named(words: str, people: Finder) -> list[Person]:
    """Return those whom a number, an e-mail or a name means."""
    person = people.by_external_id(words)
    return [person] if person else people.by_email(words) or people.by_name(words)


def _one_of(found: list[Person], shown: str, name: str) -> Person:
    if len(found) == 1:
        return found[0]
    same_name = [person for person in found if person.values["name"].casefold() == name.casefold()]
    if len(same_name) == 1:
        return same_name[0]
    names = ", ".join(person.values["name"] for person in found[:_NAMES_SHOWN])
    raise Ambiguous(
        _("“%(shown)s” belongs to several of your people: %(names)s.") % {"shown": shown, "names": names}
    )


def _namesake(line: PersonLine, found: list[Person]) -> Person | None:
    found = [person for person in found if not _born_otherwise(person, line)]
    known = [person for person in found if not difference(person, line)]
    bare = [person for person in found if not _has_address(person)]
    return next(iter(known or bare), found[0] if len(found) == 1 else None)


def _born_otherwise(person: Person, line: PersonLine) -> bool:
    theirs, given = person.values.get("birthday"), line.given.get("birthday")
    if not theirs or not given:
        return False
    return theirs[1:] != given[1:] or (None not in (theirs[0], given[0]) and theirs[0] != given[0])


def _has_address(person: Person) -> bool:
    return bool(person.values.get("external_id") or person.lists.get("emails") or person.lists.get("phones"))
