"""Brings people in: decides for each line whether it is new, known, or adds something."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from customers.actions.bulk import NewPerson, PersonChange, add_people, change_people
from customers.actions.rows import hold_people
from customers.contacts import email_key
from customers.tidying import tidy_line
from kit.events import Actor
from kit.ids import uuid7
from mlmcrm.importing import person_lines
from mlmcrm.importing.circles import Circles
from mlmcrm.importing.identity import Ambiguous, named, same_person
from mlmcrm.importing.lines import Line
from mlmcrm.importing.merging import Difference, Person, apply, difference, name_key, too_many
from mlmcrm.importing.outcomes import Fate, Outcome
from mlmcrm.importing.people_book import Book, Wanted
from mlmcrm.importing.person_lines import MOST_OF_A_KIND, PersonLine, Setting, read_person
from mlmcrm.importing.seen import Introduction, Seen
from mlmcrm.importing.shelf import Shelf
from mlmcrm.importing.sources import Source, open_table
from mlmcrm.importing.values import BadValue
from mlmcrm.importing.vcards import Cards, looks_like_cards
from mlmcrm.models import ImportKind

INTRODUCERS_AT_ONCE = 500


class PeopleImport:
    """One run over a file of people, a table or vCards."""

    kind = ImportKind.PEOPLE

    def __init__(self, *, owner, by: Actor, setting: Setting, dry_run: bool, mapping: Mapping | None = None):
        self._owner, self._by, self._setting, self._dry_run = owner, by, setting, dry_run
        self._mapping = mapping
        self._book = Book(owner, keep=dry_run)
        self._seen = Shelf(Seen.packed, Seen.unpacked)
        self._circles = Circles()
        self._open: list[Introduction] = []  # whose introducer has not been met yet
        self._told = 0  # how many of them `news` has told

    def source(self, path: Path) -> Source:
        if path.is_file() and looks_like_cards(path):
            return Cards(path)
        return open_table(path, person_lines.SCHEMA, self._mapping)

    def group_of(self, line: Line) -> None:
        """Lines of people may be parted anywhere."""
        return

    def take(self, lines: list[Line]) -> Outcome:
        """Decide and write one batch, within the caller's transaction."""
        outcome = Outcome()
        people = list(self._read(lines, outcome))
        self._book.open(_wanted(people))
        batch = _Batch(self._book, self._seen, outcome, self._circles)
        batch.place(people)
        batch.introduce(batch.introductions)
        self._open += batch.unmet
        self._close(batch)
        return outcome

    def finish(self) -> Outcome:
        """Look for the introducers who came later in the file than those they introduced."""
        outcome = Outcome()
        for start in range(0, len(self._open), INTRODUCERS_AT_ONCE):
            part = self._open[start : start + INTRODUCERS_AT_ONCE]
            wanted = Wanted(ids={item.person for item in part})
            _want_introducers(wanted, (item.words for item in part))
            self._book.open(wanted)
            batch = _Batch(self._book, self._seen, outcome, self._circles)
            batch.introduce(part)
            for item in batch.unmet:
                said = _("introduced_by: “%(words)s” not found, left empty.") % {"words": item.words[:60]}
                outcome.omit(item.line, said, item.raw)
            self._close(batch)
        return outcome

    def note_news(self) -> None:
        """From now on keep together what `news` will tell."""
        self._book.shelf.note_news()
        self._seen.note_news()

    def news(self) -> dict:
        """Return what is remembered of the lines since the last time, as plain values."""
        untold, self._told = self._open[self._told :], len(self._open)
        return {
            "people": self._book.shelf.take_news(),
            "seen": self._seen.take_news(),
            "open": [item.packed() for item in untold],
        }

    def recall(self, news: dict) -> None:
        """Remember what a run before told, so that this one goes on as if it were the same."""
        self._book.shelf.add(news["people"])
        self._seen.add(news["seen"])
        self._open += map(Introduction.unpacked, news["open"])
        self._told = len(self._open)

    def _read(self, lines: list[Line], outcome: Outcome) -> Iterator[PersonLine]:
        for line in lines:
            if line.problem:
                outcome.refuse(line.number, line.problem, line.raw)
                continue
            try:
                person = read_person(line, self._setting)
            except BadValue as bad:
                outcome.refuse(line.number, str(bad), line.raw)
                continue
            for what in person.omitted:
                outcome.omit(line.number, _("%(what)s Left out.") % {"what": what}, line.raw)
            yield person

    def _close(self, batch: "_Batch") -> None:
        if not self._dry_run:
            batch.write(self._owner, self._by)
        batch.close()


class _Batch:
    """The decisions on one batch of lines, and what is to be written for them."""

    def __init__(self, book: Book, shelf: Shelf, outcome: Outcome, circles: Circles):
        self._book, self._shelf, self._outcome, self._circles = book, shelf, outcome, circles
        self._seen: dict[UUID, Seen] = shelf.get(book.ids())
        self._new: dict[UUID, Person] = {}
        self._changes: dict[UUID, Difference] = {}
        self._introduced: dict[UUID, UUID] = {}
        self.introductions: list[Introduction] = []
        self.unmet: list[Introduction] = []

    def place(self, lines: list[PersonLine]) -> None:
        for line in lines:
            try:
                person = same_person(line, self._book, self._seen)
            except Ambiguous as doubt:
                self._outcome.refuse(line.number, str(doubt), line.raw)
                continue
            if person is None:
                self._add(line)
            else:
                self._add_to(person, line)

    def _add(self, line: PersonLine) -> None:
        lists = {name: list(found) for name, found in line.lists.items()}
        notes = [line.note] if line.note else []
        person = Person(uuid7(), dict(line.given), lists, notes, letters=line.letters)
        self._new[person.id] = person
        self._book.index(person)
        self._settle(person, line, Fate.NEW)

    def _add_to(self, person: Person, line: PersonLine) -> None:
        more = difference(person, line)
        if reason := self._contradiction(person, line, more):
            self._outcome.refuse(line.number, reason, line.raw)
            return
        if more:
            apply(person, more)
            self._book.index(person)
            if person.id not in self._new:
                self._changes.setdefault(person.id, Difference()).join(more)
        self._settle(person, line, Fate.CHANGED if more else Fate.SAME)

    def _contradiction(self, person: Person, line: PersonLine, more: Difference) -> str:
        """Why a line cannot be added: it would take back what an earlier one of the file said.

        Otherwise the same file, read again and again, would change the person for ever.
        """
        if column := too_many(person, more):
            said = _("%(column)s: %(name)s would have more than %(limit)s.")
            return said % {"column": column, "name": person.values["name"], "limit": MOST_OF_A_KIND}
        seen = self._seen.get(person.id)
        if seen is None:
            return ""
        against = [name for name in more.values if name in seen.fields]
        if seen.introduced_by and line.introduced_by not in ("", seen.introduced_by):
            against.append("introduced_by")
        if not against:
            return ""
        said = _("Line %(line)s says otherwise of the same person: %(columns)s.")
        return said % {"line": seen.line, "columns": ", ".join(against)}

    def _settle(self, person: Person, line: PersonLine, fate: Fate) -> None:
        self._outcome.count(fate)
        self._outcome.show(line.number, fate, lambda: _shown(person, line))
        before = self._seen.get(person.id, Seen(line.number, frozenset(), ""))
        self._seen[person.id] = Seen(
            before.line, before.fields | line.given.keys(), before.introduced_by or line.introduced_by
        )
        if line.introduced_by:
            words = tidy_line(line.introduced_by)
            self.introductions.append(Introduction(line.number, line.raw, person.id, words, fate))

    def introduce(self, items: list[Introduction]) -> None:
        """Put in who introduced whom; those not met yet are left in `unmet`."""
        self._circles.look_up({other.id for item in items for other in named(item.words, self._book)})
        for item in items:
            if item.person not in self._book.ids():
                continue  # taken off the list since that line was read
            person = self._book.get(item.person)
            everybody = named(item.words, self._book)
            found = [other for other in everybody if other is not person]
            if len(found) > 1:
                said = _("introduced_by: “%(words)s” means several of your people, left empty.")
                self._omit(item, said)
            elif not found and everybody:
                self._omit(item, _("introduced_by: nobody introduces themselves, left empty."))
            elif found and self._circles.closes(person.id, found[0].id):
                said = _("introduced_by: “%(words)s” came through them already, left empty.")
                self._omit(item, said)
            elif not found:
                self.unmet.append(item)
            elif person.introduced_by != found[0].id:
                self._credit(person, found[0], item)

    def _omit(self, item: Introduction, said: str) -> None:
        self._outcome.omit(item.line, said % {"words": item.words[:60]}, item.raw)

    def _credit(self, person: Person, introducer: Person, item: Introduction) -> None:
        person.introduced_by = self._introduced[person.id] = introducer.id
        self._circles.note(person.id, introducer.id)
        if item.fate == Fate.SAME:
            self._outcome.recount(Fate.CHANGED, instead_of=Fate.SAME)

    def write(self, owner, by: Actor) -> None:
        changed = (self._changes.keys() | self._introduced.keys()) - self._new.keys()
        hold_people(owner, changed.union(self._introduced.values()))
        add_people(owner=owner, by=by, people=[_new_person(person) for person in self._new.values()])
        changes = [self._change(id) for id in sorted(changed)]
        change_people(owner=owner, by=by, changes=changes)

    def _change(self, id: UUID) -> PersonChange:
        more, values = self._changes.get(id, Difference()), {}
        if id in self._introduced:
            values["introduced_by"] = self._introduced[id]
        return PersonChange(
            id=id, values={**more.values, **values}, more=more.lists, notes=more.notes, letters=more.letters
        )

    def close(self) -> None:
        """Remember what later batches must know."""
        self._shelf.put(self._seen)
        touched = self._new.keys() | self._changes.keys() | self._introduced.keys()
        self._book.close_batch([self._book.get(id) for id in touched])


def _shown(person: Person, line: PersonLine) -> dict[str, str]:
    """Return what is known of a person after a line, under the names of the columns."""
    born = person.values.get("birthday")
    return {
        "name": person.values["name"],
        "email": ", ".join(person.lists.get("emails", ())),
        "phone": ", ".join(person.lists.get("phones", ())),
        "birthday": f"{born.year or '-'}-{born.month:02}-{born.day:02}" if born else "",
        "tags": ", ".join(person.lists.get("tags", ())),
        "introduced_by": line.introduced_by,
        "note": line.note,
        "letters": person.letters,
    }


def _new_person(person: Person) -> NewPerson:
    values = dict(person.values)
    if person.introduced_by:
        values["introduced_by"] = person.introduced_by
    return NewPerson(
        id=person.id, values=values, lists=person.lists, notes=person.notes, letters=person.letters
    )


def _wanted(lines: list[PersonLine]) -> Wanted:
    wanted = Wanted()
    for line in lines:
        number, emails, phones = (
            line.given.get("external_id"),
            line.lists.get("emails"),
            line.lists.get("phones"),
        )
        wanted.external_ids |= {number} if number else set()
        wanted.email_keys |= {email_key(address) for address in emails or ()}
        wanted.phones |= set(phones or ())
        if not (number or emails or phones):
            wanted.name_keys.add(name_key(line.given["name"]))
        if line.note:
            wanted.notes.add(line.note)
        wanted.letters |= bool(line.letters)
    _want_introducers(wanted, (line.introduced_by for line in lines if line.introduced_by))
    return wanted


def _want_introducers(wanted: Wanted, words: Iterable[str]) -> None:
    for word in map(tidy_line, words):
        wanted.external_ids.add(word)
        wanted.email_keys.add(email_key(word))
        wanted.name_keys.add(name_key(word))
