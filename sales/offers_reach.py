"""Gathers whose wants an offer answers, and who of them gets it and why: a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import prefetch_related_objects

from customers.models import Customer, Want
from customers.models.consent import Purpose
from followups.actions.touched import allowance_of, touched_days
from followups.attention import day_for
from followups.complaints import newest_complaints
from followups.kinds import Kind
from followups.reach import Reach, Shut, reach_of
from followups.reaching import suppressed_among
from kit.expressions import among
from sales.models import Offer, OfferReach, Product
from sales.models.offer import OfferState
from sales.offering import Facts, Terms, Verdict, is_held_back, judge
from sales.wanted import Fit
from sales.wants_met import Shelves, taught_to, tongues_of

A_WEEK = timedelta(days=8)  # seven days of anybody's wall


@dataclass(frozen=True)
class Answered:
    """Somebody whose want an offer answers: by which product, and which sentence says so."""

    person: Customer
    want: Want
    product: UUID
    name: str
    sentence: str
    day: date | None = None
    verdict: Verdict = field(default_factory=Verdict)
    held_back: bool = False

    @property
    def is_told(self) -> bool:
        return bool(self.verdict) and not self.held_back


@dataclass(frozen=True)
class Reached:
    """Everybody whose wants an offer answers."""

    told: list[Answered]
    held: list[Answered]
    left_out: list[Answered]

    @property
    def chosen(self) -> list[Answered]:
        return [*self.told, *self.held]

    @property
    def letters(self) -> int:
        return sum(one.verdict.way == "letter" for one in self.told)


def reached_by(offer: Offer) -> Reached:
    """Return who would get an offer if it went live now, by name."""
    answered = _answered(offer, {product.pk for product in offer.products.all()})
    judged = sorted(_judged(offer, answered), key=lambda one: (one.person.name_key, str(one.person.pk)))
    return Reached(
        told=[one for one in judged if one.is_told],
        held=[one for one in judged if one.verdict and one.held_back],
        left_out=[one for one in judged if not one.verdict],
    )


def wanted_now(viewer) -> dict[UUID, int]:
    """Return how many people want each product that anybody wants: three queries."""
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for want, fits in _fits_of(viewer):
        for fit in fits:
            people[fit.ware.id].add(want.customer_id)
    return {product: len(those) for product, those in people.items()}


def _answered(offer: Offer, products: set[UUID]) -> list[Answered]:
    """One for each person: by the sentence that is answered best."""
    best: dict[UUID, tuple[float, Answered]] = {}
    for want, fits in _fits_of(offer.owner):
        fit = next((fit for fit in fits if fit.ware.id in products), None)
        if fit and fit.score > best.get(want.customer_id, (0,))[0]:
            found = Answered(want.customer, want, fit.ware.id, fit.ware.name, fit.sentence)
            best[want.customer_id] = fit.score, found
    return [found for _score, found in best.values()]


def _fits_of(owner) -> Iterable[tuple[Want, list[Fit]]]:
    wants = Want.objects.visible_to(owner).unmet().filter(customer__deleted_at=None)
    products = Product.objects.visible_to(owner).for_sale().order_by()
    shelves = Shelves(dict(products.values_list("pk", "name")), taught_to(owner))
    for want in wants.select_related("customer").order_by("-said_at", "pk"):
        want.owner = want.customer.owner = owner
        yield want, shelves.fits(want.text, tongues_of(want))


def _judged(offer: Offer, answered: list[Answered]) -> Iterable[Answered]:
    people = [one.person for one in answered]
    ids = [person.pk for person in people]
    prefetch_related_objects(people, "emails", "consents")
    shut = suppressed_among(email for person in people for email in person.emails.all())[offer.owner_id]
    today = offer.owner.today()
    taken = touched_days(ids, today - A_WEEK) if ids else {}
    complaints, counted = newest_complaints(ids), _held_back_before(offer, ids)
    terms = Terms(offer.pk, frozenset(offer.rungs), offer.held_back, offer.else_task)
    for one in answered:
        complaint = complaints.get(one.person.pk)
        allowance = allowance_of(one.person, complaint is not None and complaint.closed_on is None)
        day = day_for(
            max(today, offer.starts_on), Kind.OFFER, taken.get(one.person.pk, {}), allowance, offer.ends_on
        )
        facts = Facts(one.person.rung, allowance, _reach(one.person, shut), day, one.person.pk in counted)
        yield Answered(
            one.person, one.want, one.product, one.name, one.sentence, day, judge(terms, facts, today),
            is_held_back(offer.pk, one.person.pk, offer.held_back),
        )  # fmt: skip


def _held_back_before(offer: Offer, people: list[UUID]) -> set[UUID]:
    """Who is told nothing of these products while another offer runs, so that its effect can be counted."""
    others = Offer.objects.filter(
        owner=offer.owner_id, state=OfferState.LIVE, products__in=offer.products.all()
    )
    rows = OfferReach.objects.filter(
        offer__in=others.exclude(pk=offer.pk), held_back=True, customer__in=among(people)
    )
    return set(rows.values_list("customer", flat=True)) if people else set()


def _reach(person: Customer, shut: frozenset[Shut]) -> Reach:
    """Where offers may be sent; who agreed to them once and does no more asked to be left alone with them."""
    agreements = person.consents.all()
    reach = reach_of(person.emails.all(), agreements, purpose=Purpose.MARKETING, suppressed=shut)
    if reach.code == "no_consent" and any(row.purpose == Purpose.MARKETING for row in agreements):
        return Reach(code="stopped_by_them")
    return reach
