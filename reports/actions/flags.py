"""Flags: raised in the night, judged by the next order. They are rows without events; see decision 0024."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from customers.models import Customer
from customers.rhythm import rhythm_of
from kit import clock
from kit.bulk import batches, save_columns
from kit.events import Actor
from kit.expressions import among
from reports.flagging import RULE, Facts, is_slipping_away, judge_on, verdict
from reports.models import Flag
from reports.purchases import Purchases, coming_runs, purchases_of
from team.models import Company

JUDGED = ("judged_on", "was_real", "cleared_on", "updated_at")


@transaction.atomic
def raise_flags(
    *,
    company: Company,
    by: Actor,
    on: date,
    purchases: Mapping[UUID, Purchases],
    chances: Mapping[UUID, float | None],
) -> list[Flag]:
    """Say of people, by what they ordered up to a day, who is slipping away. Twice a day does no harm."""
    silent = {
        pk: one for pk, one in _facts_of(company, purchases, chances).items() if is_slipping_away(one, on)
    }
    runs = coming_runs(silent, on)
    slipping = {
        pk: purchases[pk]
        for pk, one in silent.items()
        if is_slipping_away(replace(one, comes_on=runs.get(pk)), on)
    }
    flagged = Flag.objects.filter(customer__in=among(list(slipping))).order_by("raised_on")
    latest = dict(flagged.values_list("customer_id", "raised_on"))
    fresh = [pk for pk, one in slipping.items() if pk not in latest or latest[pk] <= one.days[-1]]
    people = Customer.objects.filter(pk__in=among(fresh), deleted_at=None).not_spared(on)
    rows = [
        _flag(owner, pk, slipping[pk], chances.get(pk), on)
        for pk, owner in people.order_by("pk").values_list("pk", "owner_id")
    ]
    return Flag.objects.bulk_create(rows, ignore_conflicts=True)


def judge_flags(*, company: Company, by: Actor, on: date) -> None:
    """Say of flags what came of them, by the orders up to a day."""
    open_ones = Flag.objects.filter(owner__company=company, judged_on=None, customer__deleted_at=None)
    for ids in batches(list(open_ones.order_by("pk").values_list("pk", flat=True))):
        _judge(ids, on)


@transaction.atomic
def _judge(ids: list[UUID], on: date) -> None:
    flags = list(Flag.objects.select_for_update().filter(pk__in=ids, judged_on=None).order_by("pk"))
    found = purchases_of({flag.customer_id for flag in flags}, on)
    judged = [flag for flag in flags if _is_judged(flag, found.get(flag.customer_id), on)]
    save_columns(judged, JUDGED)


def _is_judged(flag: Flag, one: Purchases | None, on: date) -> bool:
    """Put the verdict on a flag, if there is one by now."""
    silent_since = flag.raised_on - timedelta(days=flag.quiet_days)
    next_order = next((day for day in one.days if day > silent_since), None) if one else None
    said = verdict(flag.raised_on, flag.judge_on, next_order, on)
    if said is None:
        return False
    flag.judged_on, flag.was_real, flag.cleared_on = on, said.real, said.cleared_on
    flag.updated_at = clock.now()
    return True


def _facts_of(company: Company, purchases, chances) -> dict[UUID, Facts]:
    return {pk: _facts(company, one, chances.get(pk)) for pk, one in purchases.items() if one.days}


def _facts(company: Company, one: Purchases, chance: float | None) -> Facts:
    rhythm = rhythm_of(one.days, lasts=None, usual=company.usual_interval_days)
    own = rhythm.interval is not None
    return Facts(one.days[-1], rhythm.slips_on if own else None, rhythm.cools_on if own else None, chance)


def _flag(owner: int, person: UUID, one: Purchases, chance: float | None, on: date) -> Flag:
    interval = rhythm_of(one.days, lasts=None, usual=1).interval
    return Flag(
        owner_id=owner,
        customer_id=person,
        raised_on=on,
        rule=RULE,
        chance=chance,
        interval_days=interval,
        quiet_days=(on - one.days[-1]).days,
        judge_on=judge_on(on, interval),
    )
