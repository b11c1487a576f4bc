"""Who introduced whom: rows that follow `introduced_by` through every door, and no circles."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import connections, router, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from customers.actions.rows import lock_people, save_fields
from customers.errors import CircleRefused, CustomerError, PersonGone
from customers.introductions import closes_circle
from customers.models import Customer, Referral
from kit import clock
from kit.bulk import batches, insert_rows
from kit.events import Actor, facts_of, record

STEPS = ("thanked_at", "friend_agreed_at", "told_at")
TOGETHER = 100  # thanks that one statement notes


def introducers_above(ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Return who introduced each of some people, and who introduced those, up to the first: one query."""
    ids = list(ids)
    if not ids:
        return {}
    connection = connections[router.db_for_read(Customer)]
    key = Customer._meta.pk
    given = ", ".join(["(%s)"] * len(ids))
    table = connection.ops.quote_name(Customer._meta.db_table)
    cast = "CAST(column1 AS uuid)" if connection.vendor == "postgresql" else "column1"
    statement = f"""
        WITH RECURSIVE above(id) AS (
            SELECT {cast} FROM (VALUES {given}) AS given
            UNION
            SELECT one.introduced_by_id FROM {table} AS one JOIN above ON one.id = above.id
            WHERE one.introduced_by_id IS NOT NULL
        )
        SELECT one.id, one.introduced_by_id FROM {table} AS one JOIN above ON one.id = above.id
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [key.get_db_prep_value(id, connection) for id in ids])
        return {_id(one): _id(by) for one, by in cursor.fetchall()}


def refuse_circles(chosen: Mapping[UUID, UUID | None], names: Mapping[UUID, str]) -> None:
    """Raise CircleRefused if somebody would have come, over however many others, through themselves.

    `chosen` are introducers by who is introduced; the people and those above them are held by the caller.
    """
    fresh = {friend: by for friend, by in chosen.items() if by}
    above = introducers_above(fresh.values()) | dict(chosen)
    for friend, by in fresh.items():
        if closes_circle(friend, by, above.get):
            said = _("%(name)s came through them already, so they cannot have introduced them.")
            raise CircleRefused(said % {"name": names.get(by, "")}, field="introduced_by")


def lock_with_those_above(person: Customer, *beside: Customer | None) -> dict[UUID, Customer]:
    """Hold a person, others, and all through whom those came: of two who close one circle the second sees it."""
    above = introducers_above(one.pk for one in beside if one is not None)
    return lock_people(person, *beside, *(Customer(pk=id) for id in above))


def follow_introductions(people: Collection[Customer], days: Mapping[UUID, date]) -> None:
    """Let the rows say who introduced these people, as their own rows do; `days` are those on which they came.

    A row of the same two that was taken back stands again, with its thanks.
    """
    if not people:
        return
    rows = Referral.objects.filter(friend__in=[person.pk for person in people]).order_by("created_at", "pk")
    standing, former = {}, {}
    for row in rows:
        if row.revoked_at is None:
            standing[row.friend_id] = row
        former[row.friend_id, row.introducer_id] = row
    now = clock.now()
    moved = [one for one in people if _introducer(standing.get(one.pk)) != one.introduced_by_id]
    gone = [standing[one.pk].pk for one in moved if one.pk in standing]
    again = [former[pair] for one in moved if (pair := (one.pk, one.introduced_by_id)) in former]
    if gone:
        _write(gone, revoked_at=now)
    if again:
        _write([row.pk for row in again], revoked_at=None)
    known = {row.friend_id for row in again}
    insert_rows(
        Referral(
            owner_id=one.owner_id, introducer_id=one.introduced_by_id, friend_id=one.pk,
            introduced_on=days.get(one.pk) or one.owner.today(),
        )
        for one in moved
        if one.introduced_by_id and one.pk not in known
    )  # fmt: skip


def note_thanks(
    thanked: Iterable[tuple[UUID, date]], *, at: datetime | None, was: datetime | None = None
) -> None:
    """Note when people were thanked for the introductions of a day each, or (None) that they were not after all.

    What is noted stays; only what was noted `was` is taken back. One statement for a hundred of them.
    """
    for some in batches(sorted(set(thanked)), TOGETHER):
        theirs = Q()
        for introducer, day in some:
            theirs |= Q(introducer=introducer, introduced_on=day)
        rows = Referral.objects.standing().filter(theirs, thanked_at=was)
        rows.update(thanked_at=at, updated_at=clock.now())


@transaction.atomic
def note_agreement(*, referral: Referral, by: Actor) -> Referral:
    """Note that the friend agreed that the introducer is told how it went. Twice is once."""
    row = _held(referral)
    if row.friend_agreed_at:
        return _unchanged(referral, row)
    return write_step(referral, row, by, "referral.agreed", friend_agreed_at=clock.now())


@transaction.atomic
def take_back_agreement(*, referral: Referral, by: Actor) -> Referral:
    """Note that the friend did not agree after all. Twice is once. Raises CustomerError once it was told."""
    row = _held(referral)
    if row.told_at:
        raise CustomerError(_("They have been told already."), code="told")
    if row.friend_agreed_at is None:
        return _unchanged(referral, row)
    return write_step(referral, row, by, "referral.not_agreed", friend_agreed_at=None)


def write_step(referral: Referral, row: Referral, by: Actor, kind: str, beside: dict | None = None, **values):
    """Write steps of the thanks for an introduction, with the event; `beside` is told with it."""
    before = facts_of(row, values)
    save_fields(row, {**values, "version": row.version + 1, "updated_at": clock.now()}, referral)
    after = {**facts_of(row, values), **(beside or {})}
    referral.event = record(kind, row, by=by, person=row.friend_id, before=before, after=after)
    return referral


def hold_referral(referral: Referral) -> Referral:
    """Return the introduction as it is now, both people held. Raises PersonGone for one that stands no more."""
    return _held(referral)


def _held(referral: Referral) -> Referral:
    people = lock_people(Customer(pk=referral.introducer_id), Customer(pk=referral.friend_id))
    row = Referral.objects.select_related("owner").get(pk=referral.pk)
    row.introducer, row.friend = people[row.introducer_id], people[row.friend_id]
    if row.introducer.deleted_at or row.friend.deleted_at:
        raise PersonGone(_("This person was deleted."))
    if row.revoked_at:
        raise PersonGone(_("Somebody else made the introduction."))
    return row


def _unchanged(referral: Referral, row: Referral) -> Referral:
    for name in (*STEPS, "version"):
        setattr(referral, name, getattr(row, name))
    referral.event = None
    return referral


def _introducer(row: Referral | None) -> UUID | None:
    return row.introducer_id if row else None


def _write(ids: list[UUID], **values) -> None:
    Referral.objects.filter(pk__in=ids).update(**values, updated_at=clock.now())


def _id(value) -> UUID | None:
    return UUID(value) if isinstance(value, str) else value
