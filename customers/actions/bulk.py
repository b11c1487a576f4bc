"""Many people at once, for imports: the same rows and events as one by one, in few queries.

Bulk work announces nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions.consents import note_letters
from customers.actions.details import lists_of, put_values, tags_in_order, tags_of
from customers.actions.evidence import EVIDENCE_FACTS, revoke_evidence
from customers.actions.facts import recount_facts
from customers.actions.introductions import follow_introductions, introducers_above, refuse_circles
from customers.actions.people import COLUMNS, PERSON_FACTS
from customers.actions.rows import hold_people
from customers.contacts import email_key
from customers.errors import CustomerError
from customers.ladder import Kind, Rung
from customers.models import Customer, Email, LadderStep, Note, Phone, Tag
from customers.tidying import tag_key
from kit import clock
from kit.bulk import insert_rows, save_columns
from kit.events import Actor, Change, facts_of, record_many
from team.models import Distributor


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be added under an id of the caller's.

    `values` are named as in `add_person`, but `introduced_by` is the id of a person of the
    same owner, or of one in the same call. `lists` (emails, phones, tags) hold values in the
    form in which they are kept.
    """

    id: UUID
    values: Mapping[str, Any]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes: Sequence[str] = ()
    letters: str = ""


@dataclass(frozen=True)
class PersonChange:
    """What is to be changed of a person (`values`), and what is to be added (`more`, `notes`).

    `letters` is their word about letters of service: yes, no, or nothing new.
    """

    id: UUID
    values: Mapping[str, Any]
    more: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes: Sequence[str] = ()
    letters: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of evidence for a person; see `add_evidence`."""

    person: UUID
    kind: str
    on: date
    source: UUID
    reason: str = ""


@transaction.atomic
def add_people(*, owner: Distributor, by: Actor, people: Sequence[NewPerson]) -> list[Customer]:
    """Add people on the lowest rung, with their lists and notes; introducers get their referral.

    Raises CustomerError for values that do not fit, and then adds nobody.
    """
    if not people:
        return []
    rows = {new.id: Customer(id=new.id, owner=owner, rung=Rung.SUSPECT.value) for new in people}
    known = _introducers(owner, (new.values for new in people)) | rows
    for new in people:
        _put(rows[new.id], new.values, known)
        rows[new.id].rung_since = owner.today()
    _refuse_circles(rows.values())
    insert_rows(rows.values())
    steps = [
        LadderStep(
            owner=owner, customer=row, kind=Kind.ENTERED, on=row.rung_since, source=row.pk,
            reason=row.source, by=by.user,
        )
        for row in rows.values()
    ]  # fmt: skip
    insert_rows(steps)
    lists = {new.id: new.lists for new in people}
    tags = _tags(owner, lists.values())
    _append(owner, lists, tags)
    record_many(_added(people, rows, steps, tags), by=by)
    _add_notes(owner, by, {new.id: new.notes for new in people})
    note_letters(owner=owner, by=by, words={new.id: new.letters for new in people})
    _credit(owner, by, [row for row in rows.values() if row.introduced_by_id])
    return list(rows.values())


@transaction.atomic
def change_people(*, owner: Distributor, by: Actor, changes: Sequence[PersonChange]) -> list[Customer]:
    """Change people of an owner and add to their lists; others and deleted ones are left alone.

    Raises CustomerError for values that do not fit, and then changes nobody.
    """
    if not changes:
        return []
    values = [change.values for change in changes]
    hold_people(owner, {change.id for change in changes} | introducers_above(_named(values)).keys())
    known = _introducers(owner, values)
    mine = Customer.objects.visible_to(owner).filter(pk__in=[change.id for change in changes])
    found = mine.select_related("introduced_by").order_by("pk")
    rows = {row.pk: row for row in found.with_contacts().with_tags()}
    changes = [change for change in changes if change.id in rows]
    former = {row.pk: row.introduced_by for row in rows.values()}
    lists = {change.id: change.more for change in changes}
    tags = _tags(owner, lists.values())
    events = [_changed(rows[change.id], change, known, tags) for change in changes]
    moved = [row for row in rows.values() if row.introduced_by != former[row.pk]]
    _refuse_circles(moved)
    _save(rows.values(), changes)
    held = {id: {name: len(lists_of(rows[id], [name])[name]) for name in more} for id, more in lists.items()}
    _append(owner, lists, tags, held)
    record_many([event for event in events if event.after], by=by)
    _add_notes(owner, by, {change.id: change.notes for change in changes})
    note_letters(owner=owner, by=by, words={change.id: change.letters for change in changes})
    _uncredit(moved, former, by)
    _credit(owner, by, moved)
    return list(rows.values())


@transaction.atomic
def add_evidence_to_many(*, owner: Distributor, by: Actor, pieces: Sequence[Piece]) -> list[LadderStep]:
    """Add evidence to people of an owner and decide their rungs again.

    The same evidence twice is one piece. Nobody hears of the climbs but their events.
    """
    if not pieces:
        return []
    before = _standings({piece.person for piece in pieces}, lock=True)
    known = set(
        LadderStep.objects.standing()
        .filter(customer__in=list(before), source__in=[piece.source for piece in pieces])
        .values_list("customer_id", "kind", "source")
    )
    fresh = {(piece.person, piece.kind, piece.source): piece for piece in pieces}
    steps = [
        LadderStep(
            owner=owner, customer_id=piece.person, kind=piece.kind, on=piece.on, source=piece.source,
            reason=piece.reason, by=by.user,
        )
        for key, piece in fresh.items()
        if key not in known
    ]  # fmt: skip
    insert_rows(steps)
    recount_facts(list(before))
    record_many(_climbs(steps, before, _standings(before)), by=by)
    return steps


def _put(row: Customer, values: Mapping[str, Any], known: Mapping[UUID, Customer]) -> None:
    values = dict(values)
    if introducer := values.get("introduced_by"):
        if introducer not in known:
            raise CustomerError(_("There is no such person among yours."), field="introduced_by")
        values["introduced_by"] = known[introducer]
    put_values(row, values)
    row.name_key = row.name.casefold()[:200]  # as save() does


def _named(values: Iterable[Mapping[str, Any]]) -> set[UUID]:
    return {id for given in values if (id := given.get("introduced_by"))}


def _introducers(owner: Distributor, values: Iterable[Mapping[str, Any]]) -> dict[UUID, Customer]:
    ids = _named(values)
    return Customer.objects.visible_to(owner).in_bulk(ids) if ids else {}


def _added(
    people: Sequence[NewPerson], rows: Mapping, steps: list[LadderStep], tags: dict[str, Tag]
) -> Iterable[Change]:
    for new, step in zip(people, steps, strict=True):
        row = rows[new.id]
        facts = {name: value for name, value in facts_of(row, PERSON_FACTS).items() if value}
        lists = {name: _joined(name, [], held, tags) for name, held in new.lists.items() if held}
        facts.update(lists)
        yield Change("customer.added", row, person=row, after=facts)
        evidence = facts_of(step, EVIDENCE_FACTS)
        yield Change("evidence.added", step, person=row, after={"evidence": evidence})


def _changed(
    row: Customer, change: PersonChange, known: Mapping[UUID, Customer], tags: dict[str, Tag]
) -> Change:
    """Put the values on the row and return the event of what differs."""
    before = {**facts_of(row, change.values), **lists_of(row, change.more)}
    _put(row, change.values, known)
    added = {name: _joined(name, before[name], more, tags) for name, more in change.more.items()}
    after = {**facts_of(row, change.values), **added}
    names = [name for name in after if after[name] != before[name]]
    if names:
        row.version, row.updated_at = row.version + 1, clock.now()
    return Change(
        "customer.changed", row, person=row,
        before={name: before[name] for name in names}, after={name: after[name] for name in names},
    )  # fmt: skip


def _joined(name: str, held: Iterable[str], more: Iterable[str], tags: dict[str, Tag]) -> list[str]:
    """A list with what is added to it, as the row holds it from now on: tags by the names they have."""
    if name != "tags":
        return [*held, *more]
    return tags_in_order([*held, *(tags[tag_key(word)].name for word in more)])


def _tags(owner: Distributor, lists: Iterable[Mapping[str, Sequence[str]]]) -> dict[str, Tag]:
    """The tags that lists name, by their keys."""
    words = {word for named in lists for word in named.get("tags", ())}
    return {tag.key: tag for tag in tags_of(owner.pk, sorted(words))}


def _save(rows: Collection[Customer], changes: Sequence[PersonChange]) -> None:
    names = {name for change in changes for name in change.values}
    columns = {column for name in names for column in COLUMNS.get(name, [name])}
    save_columns(rows, [*sorted(columns), "version", "updated_at"])


def _append(
    owner: Distributor,
    lists: Mapping[UUID, Mapping],
    tags: dict[str, Tag],
    held: Mapping[UUID, Mapping] | None = None,
) -> None:
    """Add to lists behind what they hold; `held` tells how much that is."""

    def numbered(name):
        for id, more in lists.items():
            start = (held or {}).get(id, {}).get(name, 0)
            for position, value in enumerate(more.get(name, ()), start):
                yield {"customer_id": id, "owner": owner, "position": position}, value

    insert_rows(
        Email(**beside, address=address, key=email_key(address)) for beside, address in numbered("emails")
    )
    insert_rows(Phone(**beside, number=number) for beside, number in numbered("phones"))
    through = Customer.tags.through
    insert_rows(
        through(customer_id=id, tag=tags[tag_key(word)])
        for id, more in lists.items()
        for word in more.get("tags", ())
    )


def _add_notes(owner: Distributor, by: Actor, notes: Mapping[UUID, Sequence[str]]) -> None:
    at = clock.now()
    rows = [
        Note(owner=owner, customer_id=id, at=at, text=text) for id, found in notes.items() for text in found
    ]
    insert_rows(rows)
    record_many(
        [
            Change("note.added", note, person=note.customer_id, after=facts_of(note, ["at", "text"]))
            for note in rows
        ],
        by=by,
    )


def _credit(owner: Distributor, by: Actor, rows: list[Customer]) -> None:
    """Whoever introduced somebody has a referral that led to a person, since that person came."""
    if not rows:
        return
    entered = LadderStep.objects.filter(customer__in=rows, kind=Kind.ENTERED).order_by("-on")
    days = dict(entered.values_list("customer_id", "on"))
    follow_introductions(rows, days)
    add_evidence_to_many(
        owner=owner,
        by=by,
        pieces=[
            Piece(row.introduced_by_id, Kind.REFERRAL, days.get(row.pk, owner.today()), row.pk, row.name)
            for row in rows
            if row.introduced_by_id
        ],
    )


def _refuse_circles(rows: Iterable[Customer]) -> None:
    chosen = {row.pk: row.introduced_by_id for row in rows}
    names = {row.introduced_by_id: row.introduced_by.name for row in rows if row.introduced_by_id}
    refuse_circles(chosen, names)


def _uncredit(rows: list[Customer], former: Mapping[UUID, Customer | None], by: Actor) -> None:
    for row in rows:
        if introducer := former[row.pk]:
            reason = _("Somebody else made the introduction.")
            revoke_evidence(person=introducer, by=by, kind=Kind.REFERRAL, source=row.pk, reason=reason)


def _standings(ids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, dict]:
    rows = Customer.objects.filter(pk__in=list(ids)).order_by("pk")
    rows = rows.select_for_update() if lock else rows
    return {
        id: {"rung": rung, "rung_since": since}
        for id, rung, since in rows.values_list("pk", "rung", "rung_since")
    }


def _climbs(steps: list[LadderStep], before: Mapping, after: Mapping) -> Iterable[Change]:
    """Each piece is an event; the last one of somebody who climbed tells of the climb."""
    of_person = defaultdict(list)
    for step in steps:
        of_person[step.customer_id].append(step)
    for id, found in of_person.items():
        climbed = after[id]["rung"] > before[id]["rung"]
        for step in found:
            tells = climbed and step is found[-1]
            standing = after[id] if tells else before[id]
            yield Change(
                "ladder.climbed" if tells else "evidence.added", step, person=id,
                before=before[id], after={**standing, "evidence": facts_of(step, EVIDENCE_FACTS)},
            )  # fmt: skip
