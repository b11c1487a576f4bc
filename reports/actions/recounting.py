"""How likely people still are customers, carried on their rows; `recount` finds it again."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from customers.actions import note_staying_of_many
from customers.models import Customer
from kit.events import Actor
from kit.expressions import among
from reports.amounts import Spending
from reports.models import Fit
from reports.purchases import Purchases, purchases_of, slices_of
from reports.staying import NOTHING_KNOWN, Model, staying
from reports.survival import Behaviour
from team.models import Company


def carry_staying(fit: Fit, ids: Collection[UUID], found: Mapping[UUID, Purchases]) -> dict:
    """Carry what a fit says of people, whose orders up to its day were found, and return it by their ids."""
    said = _said(fit, ids, found)
    note_staying_of_many(staying=said)
    return said


def count_anew(*, company: Company, by: Actor) -> None:
    """Count again for those who ordered since the last fit: an order empties what was carried."""
    fit = newest_fit(company)
    if fit is None or fit.trouble:
        return
    unknown = Customer.objects.filter(chance_alive=None, value_expected=None)
    for ids in slices_of(company, unknown):
        carry_staying(fit, ids, purchases_of(ids, fit.as_of))


def recount_facts(ids: Iterable[UUID] | None = None, check: bool = False) -> list[str]:
    """Find again by the last fit how likely people stay, and return the differences in words.

    `check` compares without writing, and leaves out whose orders changed since the fit: those
    are counted anew within the hour.
    """
    people = Customer.objects.all() if ids is None else Customer.objects.filter(pk__in=among(list(ids)))
    differences = []
    for fit, own in _by_fit(people):
        found = purchases_of(own, fit.as_of) if fit else {}
        if check and fit:
            own = [pk for pk in own if not _changed_since(fit, found.get(pk))]
        differences += note_staying_of_many(staying=_said(fit, own, found), check=check)
    return differences


def newest_fit(company) -> Fit | None:
    """Return the last fit of a company, or of the id of one."""
    return Fit.objects.filter(company=company).order_by("as_of").last()


def model_of(fit: Fit) -> Model:
    """Return the parameters of a fit that could be made."""
    money = Spending(fit.p, fit.q, fit.v) if fit.p else None
    return Model(Behaviour(fit.r, fit.alpha, fit.a, fit.b), money)


def _said(fit: Fit | None, ids: Iterable[UUID], found: Mapping[UUID, Purchases]) -> dict:
    said = dict.fromkeys(ids, NOTHING_KNOWN)
    if fit is None or fit.trouble:
        return said
    model = model_of(fit)
    for pk in said:
        one = found.get(pk)
        if one and one.days:
            said[pk] = staying(model, one.history(fit.as_of), one.further, one.mean)
    return said


def _by_fit(people) -> Iterable[tuple[Fit | None, list[UUID]]]:
    """People by the last fit of their company."""
    by_company: dict = {}
    for pk, company in people.order_by("pk").values_list("pk", "owner__company"):
        by_company.setdefault(company, []).append(pk)
    return [(newest_fit(company), own) for company, own in by_company.items()]


def _changed_since(fit: Fit, one: Purchases | None) -> bool:
    return bool(one and one.changed_at and one.changed_at > fit.updated_at)
