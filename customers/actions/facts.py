"""Facts that a person's row carries so that lists can sort by them; `recount` finds them again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q

from customers.ladder import Rung, stand
from customers.models import Customer, LadderStep, Touch
from customers.rhythm import OrderFacts, rhythm_of
from kit import clock
from kit.bulk import batches, save_columns
from kit.expressions import among
from team.models import Company

USUAL_INTERVAL = 60  # days, where nobody's company says otherwise
Staying = tuple[float | None, Decimal | None]  # how likely still a customer; what the next year brings
BATCH = 500
FEW_MOMENTS = 3
CARRIED = ("rung", "rung_since", "last_contact_at")
CARRIED_OF_ORDERS = (
    "orders_count", "spent", "last_order_at", "order_interval",
    "expected_order_on", "slips_on", "cools_on",
)  # fmt: skip
CARRIED_OF_STAYING = ("chance_alive", "value_expected")
UNKNOWN = dict.fromkeys(CARRIED_OF_STAYING)


@transaction.atomic
def note_orders(*, person: Customer, facts: OrderFacts) -> None:
    """Carry what the person's orders come to, and the rhythm that follows from them."""
    _note(person, **_ordered(facts, _usual_interval(person)), **_no_longer_known(person, facts))


@transaction.atomic
def note_orders_of_many(*, facts: Mapping[UUID, OrderFacts], check: bool = False) -> list[str]:
    """Carry the same for several people, by their ids, and return the differences in words.

    Imports and `recount` call it; `check` compares without writing.
    """
    people = Customer.objects.select_for_update(of=("self",)).filter(pk__in=list(facts))
    usual = F("owner__company__usual_interval_days")
    rows = people.order_by("pk").only(*CARRIED_OF_ORDERS, *CARRIED_OF_STAYING).annotate(usual=usual)
    differences, wrong = [], []
    for row in rows:
        for name, value in _no_longer_known(row, facts[row.pk]).items():
            setattr(row, name, value)
        if found := _differences(row, _ordered(facts[row.pk], row.usual or USUAL_INTERVAL)):
            differences += found
            wrong.append(row)
    if not check:
        save_columns(wrong, [*CARRIED_OF_ORDERS, *CARRIED_OF_STAYING, "updated_at"])
    return differences


@transaction.atomic
def note_staying_of_many(*, staying: Mapping[UUID, Staying], check: bool = False) -> list[str]:
    """Carry how likely people, by their ids, still are customers, and return the differences in words.

    It moves every night with the days alone, so that nobody counts as changed by it. `check`
    compares without writing.
    """
    people = Customer.objects.select_for_update().filter(pk__in=among(list(staying)))
    differences, wrong = [], []
    for row in people.order_by("pk").only(*CARRIED_OF_STAYING):
        chance, value = staying[row.pk]
        if found := _differences(row, {"chance_alive": chance, "value_expected": value}):
            differences += found
            wrong.append(row)
    if not check:
        save_columns(wrong, CARRIED_OF_STAYING)
    return differences


@transaction.atomic
def note_contact(*, person: Customer, at: datetime | None) -> None:
    """Carry the moment of the last contact.

    `log_touch` and `revoke_touch` call it; every contact is a touch, or `recount` forgets it.
    """
    _note(person, last_contact_at=at)


@transaction.atomic
def note_next_due(*, person: Customer, at: datetime | None) -> None:
    """Carry when the next task or letter for this person is due, None if nothing is."""
    _note(person, next_due_at=at)


@transaction.atomic
def note_next_due_of_many(*, due: Mapping[UUID, datetime | None]) -> None:
    """Carry the same for several people, by their ids."""
    for batch in batches(sorted(due)):
        rows = Customer.objects.select_for_update().filter(pk__in=among(batch)).order_by("pk")
        _save_due([row for row in rows.only("next_due_at") if row.next_due_at != due[row.pk]], due)


def note_more_due(*, people: Iterable[Customer], due: Mapping[UUID, datetime]) -> None:
    """Carry that something more is due for people, by their ids, whose rows the caller holds."""
    _save_due([row for row in people if row.next_due_at is None or row.next_due_at > due[row.pk]], due)


def recount_facts(ids: Iterable[UUID] | None = None, check: bool = False) -> list[str]:
    """Find again what customers alone can know, and return the differences in words.

    `ids` limits the work to these people; `check` compares without writing.
    """
    people = Customer.objects.order_by("pk")
    if ids is not None:
        people = people.filter(pk__in=list(ids))
    pks = list(people.values_list("pk", flat=True))
    differences = []
    for start in range(0, len(pks), BATCH):
        differences += _recount_batch(pks[start : start + BATCH], check)
    return differences


def _save_due(rows: list[Customer], due: Mapping[UUID, datetime | None]) -> None:
    """One statement for all who get the same, where these are few moments."""
    now, moments = clock.now(), defaultdict(list)
    for row in rows:
        row.next_due_at, row.updated_at = due[row.pk], now
        moments[row.next_due_at].append(row.pk)
    if len(moments) > FEW_MOMENTS:
        save_columns(rows, ("next_due_at", "updated_at"))
        return
    for at, ids in moments.items():
        Customer.objects.filter(pk__in=among(ids)).update(next_due_at=at, updated_at=now)


def _note(person: Customer, **facts) -> None:
    """Write the facts where they differ; a person is not "changed" by what stays the same."""
    same = Q(
        *(Q((f"{name}__isnull", True) if value is None else (name, value)) for name, value in facts.items())
    )
    Customer.objects.filter(~same, pk=person.pk).update(**facts, updated_at=clock.now())
    for name, value in facts.items():
        setattr(person, name, value)


def _ordered(facts: OrderFacts, usual: int) -> dict:
    """Return the columns that tell of orders."""
    rhythm = rhythm_of(facts.days, lasts=facts.lasts, usual=usual)
    return {
        "orders_count": facts.count,
        "spent": facts.spent,
        "last_order_at": facts.last_at,
        "order_interval": rhythm.interval if rhythm else None,
        "expected_order_on": rhythm.expected_on if rhythm else None,
        "slips_on": rhythm.slips_on if rhythm else None,
        "cools_on": rhythm.cools_on if rhythm else None,
    }


def _no_longer_known(person: Customer, facts: OrderFacts) -> dict:
    """An order more or less: how likely somebody stays is for the next count to say, and unknown until then."""
    known = (person.orders_count, person.last_order_at) == (facts.count, facts.last_at)
    return {} if known else UNKNOWN


def _usual_interval(person: Customer) -> int:
    usual = Company.objects.filter(distributors=person.owner_id).values_list("usual_interval_days", flat=True)
    return usual.first() or USUAL_INTERVAL


@transaction.atomic
def _recount_batch(pks: list[UUID], check: bool) -> list[str]:
    rows = Customer.objects.select_for_update().filter(pk__in=pks).order_by("pk").only(*CARRIED)
    evidence, contacts = _evidence_of(pks), _last_contacts_of(pks)
    differences, wrong = [], []
    for row in rows:
        standing = stand(evidence[row.pk])
        true = {
            "rung": standing.rung.value if standing else Rung.SUSPECT.value,
            "rung_since": standing.since if standing else None,
            "last_contact_at": contacts.get(row.pk),
        }
        found = _differences(row, true)
        if found:
            differences += found
            wrong.append(row)
    if not check:
        save_columns(wrong, [*CARRIED, "updated_at"])
    return differences


def _differences(row: Customer, true: dict) -> list[str]:
    """Put the true facts on the row and say which were others."""
    found = []
    for name, value in true.items():
        if getattr(row, name) != value:
            found.append(f"{row.pk} {name}: {getattr(row, name)} is {value}")
            setattr(row, name, value)
    if found:
        row.updated_at = clock.now()
    return found


def _evidence_of(pks: list[UUID]) -> dict:
    pieces = LadderStep.objects.standing().filter(customer__in=pks)
    by_person = defaultdict(list)
    for piece in pieces.values_list("customer_id", "kind", "on", "rung", named=True):
        by_person[piece.customer_id].append(piece)
    return by_person


def _last_contacts_of(pks: list[UUID]) -> dict:
    touches = Touch.objects.standing().filter(customer__in=pks).order_by()
    return dict(touches.values_list("customer_id").annotate(Max("at")))
