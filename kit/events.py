"""Write down every change, in the transaction of the change."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from kit import clock
from kit.bulk import insert_rows, insert_values
from kit.ids import uuid7
from kit.models import Door, Event
from kit.rows import new_row

__all__ = [
    "Actor",
    "Change",
    "Door",
    "Event",
    "facts_of",
    "last_event_of",
    "record",
    "record_alike",
    "record_each",
    "record_many",
]

PLAIN = frozenset({str, int, bool, type(None)})
Told = tuple[models.Model, int, UUID]
ALIKE = (
    "id", "at", "kind", "actor_id", "owner_id", "door", "deed", "subject_type", "subject_id", "person_id", "after",
)  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """Who acts, by which door. No user means the house itself.

    Each request and each run has an actor of its own: `deed` tells what was done in one go.
    """

    user: AbstractBaseUser | None
    door: str
    deed: UUID = field(default_factory=uuid7, compare=False)

    def hear(self, event: Event) -> None:
        """Learn of an event that was caused; a door that offers to undo it listens."""


@dataclass(frozen=True)
class Change:
    """One change to be recorded; see `record` for the fields.

    `at` is for what is written down later than it happened; None means now.
    """

    kind: str
    subject: models.Model
    owner_id: int | None = None
    person: Any = None
    before: dict | None = None
    after: dict | None = None
    undoes: Event | None = None
    at: datetime | None = None


def record(kind: str, subject: models.Model, *, by: Actor, **rest) -> Event:
    """Record one change of `subject`, a saved row.

    `person` is the contact concerned (a row or its id), `before` and `after` are dicts of
    the fields that changed. The owner is the subject's `owner_id` unless `owner_id` is given.
    """
    event = _event(Change(kind, subject, **rest), by)
    event.save(force_insert=True)
    by.hear(event)
    return event


def record_many(changes: Iterable[Change], *, by: Actor) -> list[Event]:
    """Record the changes of a bulk write, in their order."""
    events = [_event(change, by) for change in changes]
    insert_rows(events)
    for event in events:
        by.hear(event)
    return events


def record_alike(kind: str, rows: Iterable[Told], *, by: Actor, after: dict) -> None:
    """Record the same change of many rows, told by (subject, owner_id, person's id); nobody hears of the events."""
    after = json.dumps(_plain(after))
    _insert(kind, ((*row, after) for row in rows), by)


def record_each(kind: str, rows: Iterable[tuple[*Told, dict]], *, by: Actor) -> None:
    """Record changes of one kind of many rows, each with what is new of it; nobody hears of the events."""
    _insert(kind, ((subject, owner, person, _plain(after)) for subject, owner, person, after in rows), by)


def facts_of(row: models.Model, fields: Iterable[str]) -> dict:
    """Return the named fields of a row as plain values, for `before` and `after`."""
    return {name: _plain(getattr(row, name)) for name in fields}


def last_event_of(row: models.Model, kind: str | None = None) -> Event | None:
    """Return the newest event about a row, or the newest of a kind: what Undo would take back."""
    events = Event.objects.filter(subject_id=str(row.pk))
    return (events.filter(kind=kind) if kind else events).order_by("-at", "-id").first()


def _insert(kind: str, rows: Iterable[tuple[*Told, Any]], by: Actor) -> None:
    at, actor, deed = clock.now(), by.user and by.user.pk, by.deed if by.user else None
    door = str(by.door)
    values = [
        (
            uuid7(),
            at,
            kind,
            actor,
            owner,
            door,
            deed,
            subject._meta.label_lower,
            str(subject.pk),
            person,
            after,
        )
        for subject, owner, person, after in rows
    ]
    insert_values(Event, ALIKE, values)


def _event(change: Change, by: Actor) -> Event:
    subject, person = change.subject, change.person
    return new_row(
        Event,
        at=change.at or clock.now(),
        kind=change.kind,
        actor_id=by.user.pk if by.user else None,
        owner_id=change.owner_id or getattr(subject, "owner_id", None),
        door=by.door,
        deed=by.deed if by.user else None,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        person_id=person.pk if isinstance(person, models.Model) else person,
        before=_plain(change.before),
        after=_plain(change.after),
        undoes=change.undoes,
    )


def _plain(value):
    if type(value) in PLAIN:
        return value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    return value
