"""Adding, changing and deleting people."""

from collections.abc import Iterable, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from customers.actions.consents import give_consent
from customers.actions.details import LISTS, bounced_without, lists_of, put_values, read_lists, write_lists
from customers.actions.evidence import EVIDENCE_FACTS, add_evidence, revoke_evidence
from customers.actions.introductions import follow_introductions, lock_with_those_above, refuse_circles
from customers.actions.rows import lock_people, save_fields
from customers.actions.touches import add_note
from customers.details import Details
from customers.errors import CustomerError, PersonChanged, PersonGone
from customers.ladder import Kind, Rung
from customers.models import Customer, LadderStep
from kit import clock
from kit.events import Actor, Change, facts_of, record, record_many
from team.models import Distributor

PERSON_FACTS = (
    "name", "greeting", "address", "birthday", "language", "zone", "warmth", "source",
    "introduced_by", "preferred_channel", "preferred_hours", "external_id",
)  # fmt: skip
COLUMNS = {"birthday": ("birth_year", "birth_month", "birth_day"), "name": ("name", "name_key")}


@transaction.atomic
def add_person(
    *,
    owner: Distributor,
    by: Actor,
    name: str,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    tags: Iterable[str] = (),
    note: str = "",
    entered_on: date | None = None,
    consents: Iterable[tuple[str, str]] = (),
    **values,
) -> Customer:
    """Add a person on the lowest rung; whoever introduced them gets the referral as evidence.

    `values` are greeting, address, birthday (year or None, month, day), language, zone,
    warmth, source, introduced_by (a person of the same owner), preferred_channel,
    preferred_hours and external_id. `consents` are pairs of channel and purpose. Phones may be
    written nationally. Raises CustomerError, naming the field.
    """
    if owner.company_id is None:
        raise CustomerError(_("You belong to no company, so you cannot have people."), code="no_company")
    row = Customer(owner=owner, rung=Rung.SUSPECT.value)
    put_values(row, {"name": name, **values})
    row.rung_since = entered_on or owner.today()
    lists = read_lists(owner, {"emails": emails, "phones": phones, "tags": tags})
    _insert(row)
    write_lists(row, {name: held for name, held in lists.items() if held}, is_new=True)
    if not lists["tags"]:  # which may be known in another case
        row.details = Details(lists["emails"], lists["phones"])
    step = LadderStep.objects.create(
        owner=owner, customer=row, kind=Kind.ENTERED, on=row.rung_since, source=row.pk,
        reason=row.source, by=by.user,
    )  # fmt: skip
    _record_added(row, step, lists, by)
    for consent in consents:
        give_consent(person=row, by=by, channel=consent[0], purpose=consent[1], source=_("When entered"))
    if note.strip():
        add_note(person=row, by=by, text=note)
    _credit_introducer(row, by)
    return row


@transaction.atomic
def change_person(
    *,
    person: Customer,
    by: Actor,
    version: int | None,
    bounced: Mapping[str, datetime] | None = None,
    **values,
) -> Customer:
    """Change the given fields, named as in `add_person`, and return the row as it is now.

    `version` is the one the values were read at: PersonChanged is raised if it moved. None
    writes regardless. `bounced` tells of e-mails that come back when letters to them bounced.
    """
    former = person.introduced_by
    row = lock_with_those_above(person, former, values.get("introduced_by"))[person.pk]
    _refuse_conflict(row, version)
    lists = read_lists(row.owner, {name: values.pop(name) for name in LISTS if name in values})
    before = {**facts_of(row, values), **lists_of(row, lists)}
    put_values(row, values)
    _refuse_circle(row, former)
    after = {**facts_of(row, values), **lists}
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return row
    marks = _bounced_that_go(row, lists) if "emails" in changed else {}
    _save_changed(row, changed)
    write_lists(row, {name: lists[name] for name in lists if name in changed}, bounced=bounced)
    record(
        "customer.changed", row, by=by, person=row,
        before={name: before[name] for name in changed} | marks,
        after={name: after[name] for name in changed},
    )  # fmt: skip
    if "introduced_by" in changed:
        _uncredit(former, row, by, _("Somebody else made the introduction."))
        _credit_introducer(row, by)
        if row.introduced_by is None:
            follow_introductions([row], {})
    return row


@transaction.atomic
def delete_person(*, person: Customer, by: Actor) -> Customer:
    """Put a person away with everything known; `restore_person` brings it back. Twice is once."""
    row = lock_people(person, person.introduced_by)[person.pk]
    if row.deleted_at is None:
        _put_away(row, clock.now())
        record("customer.deleted", row, by=by, person=row, after={"name": row.name})
        _uncredit(row.introduced_by, row, by, _("The person was deleted."))
    return row


@transaction.atomic
def restore_person(*, person: Customer, by: Actor) -> Customer:
    """Bring a deleted person back. Twice is once."""
    row = lock_people(person, person.introduced_by)[person.pk]
    if row.deleted_at is not None:
        with _number_taken():
            _put_away(row, None)
        record("customer.restored", row, by=by, person=row, after={"name": row.name})
        _credit_introducer(row, by)
    return row


def _insert(row: Customer) -> None:
    if not row.external_id:
        row.save(force_insert=True)
        return
    with _number_taken():
        row.save(force_insert=True)


@contextmanager
def _number_taken():
    """Turn the database's refusal of a second person with the same number into words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise CustomerError(
            _("Somebody among your people has this number already."),
            field="external_id", code="taken",
        ) from None  # fmt: skip


def _record_added(row: Customer, step: LadderStep, lists: dict, by: Actor) -> None:
    facts = {name: value for name, value in facts_of(row, PERSON_FACTS).items() if value}
    facts.update({name: held for name, held in lists.items() if held})
    evidence = facts_of(step, EVIDENCE_FACTS)
    record_many(
        [
            Change("customer.added", row, person=row, after=facts),
            Change("evidence.added", step, person=row, after={"evidence": evidence}),
        ],
        by=by,
    )


def _refuse_conflict(row: Customer, version: int | None) -> None:
    if row.deleted_at:
        raise PersonGone(_("This person was deleted."))
    if version is not None and version != row.version:
        raise PersonChanged(_("Changed in the meantime, in another window. Nothing is lost."))


def _refuse_circle(row: Customer, former: Customer | None) -> None:
    """Nobody comes, over however many others, through themselves."""
    introducer = row.introduced_by
    if introducer is not None and introducer != former:
        refuse_circles({row.pk: introducer.pk}, {introducer.pk: introducer.name})


def _bounced_that_go(row: Customer, lists: dict) -> dict:
    """What an event must keep beside the addresses, so that none comes back as one that works."""
    bounced = bounced_without(row, lists["emails"])
    return {"bounced": bounced} if bounced else {}


def _save_changed(row: Customer, changed: list[str]) -> None:
    """Save the changed columns alone, with the next version. The row holds the new values."""
    columns = {column for name in changed if name not in LISTS for column in COLUMNS.get(name, [name])}
    row.version, row.updated_at = row.version + 1, clock.now()
    with _number_taken() if "external_id" in changed else nullcontext():
        row.save(update_fields=[*columns, "version", "updated_at"])


def _put_away(row: Customer, moment: datetime | None) -> None:
    values = {"deleted_at": moment, "updated_at": clock.now(), "version": row.version + 1}
    save_fields(row, values)


def _credit_introducer(row: Customer, by: Actor) -> None:
    """Who introduced somebody has a referral that led to a person."""
    introducer = row.introduced_by
    if introducer is None:
        return
    entered = row.steps.filter(kind=Kind.ENTERED).order_by("on").values_list("on", flat=True)
    on = entered.first() or row.owner.today()
    follow_introductions([row], {row.pk: on})
    add_evidence(person=introducer, by=by, kind=Kind.REFERRAL, on=on, source=row.pk, reason=row.name)


def _uncredit(introducer: Customer | None, row: Customer, by: Actor, reason: str) -> None:
    if introducer is not None:
        revoke_evidence(person=introducer, by=by, kind=Kind.REFERRAL, source=row.pk, reason=reason)
