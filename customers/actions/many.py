"""A tag or a note for many people at once: in a few statements, whatever their number."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from customers.actions.deeds import Outcome, do_once, hold_mine, tell_deed
from customers.actions.details import MOST_OF_A_KIND, read_tags, tags_of
from customers.actions.rows import refuse_misfits
from customers.errors import CustomerError
from customers.models import BulkDeed, Customer, Note, Tag
from customers.tidying import tidy_text
from kit import clock
from kit.bulk import batches, insert_rows
from kit.events import Actor, Change
from team.models import Distributor

Held = Customer.tags.through


@transaction.atomic
def tag_people(
    *, owner: Distributor, by: Actor, people: Collection[UUID], tag: str, request_key: str = ""
) -> Outcome:
    """Give people a tag, whatever its case; who has it already keeps it, who has 20 is left out.

    The same request twice is once. Raises CustomerError, and then changes nobody.
    """
    words = read_tags([tag])
    if len(words) != 1:
        raise CustomerError(_("Write a tag, please."), field="tag")

    def do(deed: BulkDeed) -> Outcome:
        ids = hold_mine(owner, people)
        [row] = tags_of(owner.pk, words)
        have = _holding(row, ids)
        full = _full(ids) - have
        fresh = [id for id in ids if id not in have | full]
        insert_rows(Held(customer_id=id, tag=row) for id in fresh)
        _note_changed(fresh)
        parts = _parts("customer.tagged", owner, fresh, after={"tag": row.name})
        return tell_deed(deed, by, parts, left=len(full), tag=row.name)

    return do_once(owner, "people.tagged", (request_key, people, words), do)


@transaction.atomic
def untag_people(
    *, owner: Distributor, by: Actor, people: Collection[UUID], tag: Tag, request_key: str = ""
) -> Outcome:
    """Take a tag from people who have it. The same request twice is once. Raises CustomerError."""
    if tag.owner_id != owner.pk:
        raise CustomerError(_("There is no such tag among yours."), field="tag")

    def do(deed: BulkDeed) -> Outcome:
        held = hold_mine(owner, people)
        have = _holding(tag, held)
        ids = [id for id in held if id in have]
        for batch in batches(ids):
            Held.objects.filter(tag=tag, customer_id__in=batch).delete()
        _note_changed(ids)
        parts = _parts("customer.untagged", owner, ids, before={"tag": tag.name})
        return tell_deed(deed, by, parts, tag=tag.name)

    return do_once(owner, "people.untagged", (request_key, people, tag.pk), do)


@transaction.atomic
def note_people(
    *, owner: Distributor, by: Actor, people: Collection[UUID], text: str, request_key: str = ""
) -> Outcome:
    """Keep the same note about people. The same request twice is once. Raises CustomerError."""
    sample = Note(text=tidy_text(text))
    if not sample.text:
        raise CustomerError(_("Write something first, please."), field="text")
    refuse_misfits(sample, ["text"])

    def do(deed: BulkDeed) -> Outcome:
        at = clock.now()
        notes = [
            Note(owner=owner, customer_id=id, at=at, text=sample.text) for id in hold_mine(owner, people)
        ]
        insert_rows(notes)
        parts = (Change("note.added_with_others", note, person=note.customer_id) for note in notes)
        return tell_deed(deed, by, parts, text=sample.text)

    return do_once(owner, "people.noted", (request_key, people, sample.text), do)


@transaction.atomic
def revoke_notes(*, owner: Distributor, by: Actor, notes: Collection[str]) -> Outcome:
    """Take notes of an owner back, by their ids; what was taken back before stays so."""

    def do(deed: BulkDeed) -> Outcome:
        now, gone = clock.now(), []
        for batch in batches(notes):
            standing = Note.objects.filter(owner=owner, pk__in=batch, revoked_at=None)
            gone += standing.select_for_update().order_by("pk")
            standing.update(revoked_at=now, updated_at=now)
        parts = [Change("note.revoked_with_others", note, person=note.customer_id) for note in gone]
        return tell_deed(deed, by, parts, text=gone[0].text if gone else "")

    return do_once(owner, "people.notes_revoked", ("", notes, ""), do)


def _holding(tag: Tag, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the people who have a tag."""
    held = (Held.objects.filter(tag=tag, customer_id__in=batch) for batch in batches(ids))
    return {id for rows in held for id in rows.values_list("customer_id", flat=True)}


def _full(ids: Iterable[UUID]) -> set[UUID]:
    """Those who have as many tags as anybody may have."""
    found = set()
    for batch in batches(ids):
        counted = Held.objects.filter(customer_id__in=batch).values("customer_id").annotate(n=Count("pk"))
        found.update(counted.filter(n__gte=MOST_OF_A_KIND).values_list("customer_id", flat=True))
    return found


def _note_changed(ids: Iterable[UUID]) -> None:
    """An edit that was begun before must see that the tags are others now."""
    for batch in batches(ids):
        people = Customer.objects.filter(pk__in=batch)
        people.update(version=F("version") + 1, updated_at=clock.now())


def _parts(kind: str, owner: Distributor, ids: Iterable[UUID], **facts) -> Iterable[Change]:
    return (Change(kind, Customer(pk=id, owner_id=owner.pk), person=id, **facts) for id in ids)
