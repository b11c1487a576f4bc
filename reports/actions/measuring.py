"""The night of a company: its orders are fitted, its people's chances carried, flags judged and raised."""

import logging
from collections import Counter
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from kit import clock
from kit.events import Actor
from reports.actions.flags import judge_flags, raise_flags
from reports.actions.recounting import carry_staying, count_anew
from reports.models import Fit
from reports.purchases import purchases_of, slices_of
from team.models import Company

log = logging.getLogger(__name__)
BUYERS_NEEDED = 100  # who came back; of fewer a fit says nothing, and nothing is loaded to find that out
TOO_FEW, NO_MAXIMUM = "too_few", "no_maximum"
AGAIN = timedelta(hours=1)  # where a fit found too few: somebody may be importing their orders


def measure_retentions(*, by: Actor) -> None:
    """Do so for every company that has no fit of its own today; in the others count anew who ordered since.

    One that cannot be measured does not hold up the others.
    """
    for company in Company.objects.order_by("pk"):
        try:
            _measure_or_count(company, by)
        except Exception:
            log.exception("A company could not be measured.", extra={"company": company.pk})


def measure_retention(*, company: Company, by: Actor, on: date | None = None) -> Fit:
    """Fit a company's orders up to a day (its own today), carry what follows, judge flags and raise new ones."""
    on = on or clock.today(company.zoneinfo)
    fit = fit_orders(company=company, by=by, on=on)
    judge_flags(company=company, by=by, on=on)
    for ids in slices_of(company):
        found = purchases_of(ids, on)
        staying = carry_staying(fit, ids, found)
        chances = {person: chance for person, (chance, _value) in staying.items()}
        raise_flags(company=company, by=by, on=on, purchases=found, chances=chances)
    return fit


@transaction.atomic
def fit_orders(*, company: Company, by: Actor, on: date) -> Fit:
    """Fit the orders of a company up to a day, or write down why that cannot be done."""
    histories, amounts = _counted(company, on)
    buyers = sum(people for one, people in histories.items() if one.repeats)
    fitted = _fitted(histories, amounts) if buyers >= BUYERS_NEEDED else {"trouble": TOO_FEW}
    blank = dict.fromkeys(("r", "alpha", "a", "b", "log_likelihood", "p", "q", "v"))
    now, counted = clock.now(), {"people": histories.total(), "repeat_buyers": buyers}
    return Fit.objects.update_or_create(
        company=company,
        as_of=on,
        defaults={**blank, "trouble": "", **counted, **fitted, "updated_at": now},
    )[0]


def _measure_or_count(company: Company, by: Actor) -> None:
    if _is_due(company):
        measure_retention(company=company, by=by)
    else:
        count_anew(company=company, by=by)


def _is_due(company: Company) -> bool:
    today = Fit.objects.filter(company=company, as_of=clock.today(company.zoneinfo))
    return not today.filter(Q(trouble="") | Q(updated_at__gt=clock.now() - AGAIN)).exists()


def _counted(company: Company, on: date) -> tuple[Counter, Counter]:
    """Equal histories, and equal amounts of those who came back, each with how many people have it."""
    histories, amounts = Counter(), Counter()
    for ids in slices_of(company):
        for one in purchases_of(ids, on).values():
            if one.days:
                histories[one.history(on)] += 1
                amounts[one.further] += 1
    return histories, amounts


def _fitted(histories: Counter, amounts: Counter) -> dict:
    """The columns of a fit. Its numeric library takes 20 MB, so that only who fits something loads it."""
    from reports.fitting import NoFit, fit_behaviour, fit_spending

    try:
        how, likely = fit_behaviour(histories)
    except NoFit as problem:
        return {"trouble": str(problem)}
    found = {"r": how.r, "alpha": how.alpha, "a": how.a, "b": how.b, "log_likelihood": likely}
    try:
        money, _likely = fit_spending(amounts)
    except NoFit:
        return found
    return found | {"p": money.p, "q": money.q, "v": money.v}
