"""Gathers what an enrolment needs to know: the text in force, until when it may be taken back, who may be placed where."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from django.conf import settings
from django.urls import reverse

from customers.models import Customer
from followups.tokens import read_token, token_for
from kit import clock
from sales.cooling_off import CoolingOff, cooling_off
from sales.models import Enrolment
from team.actions import plain_agreement
from team.holidays import DaysOff
from team.models import Agreement, Company, Distributor
from team.models.distributor import Status

PURPOSE = "enrolment"  # of the tokens in the links to somebody's own page of it
OWN_PURPOSE = "join"  # of those by which a known person joins


@dataclass(frozen=True)
class Recruiting:
    """Customers before recruiting: how many somebody has served, and how many open the playbook."""

    served: int
    needed: int

    @property
    def is_open(self) -> bool:
        return self.served >= self.needed

    @property
    def missing(self) -> int:
        return max(self.needed - self.served, 0)


def recruiting_of(owner: Distributor) -> Recruiting:
    """Return how it stands: one query."""
    served = Customer.objects.visible_to(owner).filter(orders_count__gt=0).count()
    return Recruiting(served, owner.company.customers_before_recruiting)


def agreement_in_force(company: Company, country: str) -> Agreement:
    """Return the text for a country; the plain one, not saved, where the company has published none."""
    return Agreement.objects.in_force(company, country) or plain_agreement(company)


def mark_of(agreement: Agreement) -> str:
    """Name a text in a form, so that nobody agrees to another one than was shown."""
    return f"{agreement.country}:{agreement.version}"


def time_to_think(country: str, place: str, agreed_on: date) -> CoolingOff | None:
    """Return until when somebody who joins there may take it back."""
    return cooling_off(country, place, agreed_on, DaysOff(place=country))


def is_in_time(enrolment: Enrolment) -> bool:
    """Say whether it may be taken back today: until midnight where they are or the distributor is, the later one."""
    person, owner = enrolment.customer, enrolment.owner
    days = [owner.today(), *([clock.today(person.zoneinfo)] if person else [])]
    return enrolment.cancel_by is not None and min(days) <= enrolment.cancel_by


def places_under(owner: Distributor):
    """The people under whom somebody may be placed: the enroller, and the line below that stands."""
    return Distributor.objects.visible_to(owner).exclude(status=Status.TERMINATED)


def country_of(owner: Distributor) -> str:
    return owner.country or owner.company.country


@cache
def countries(language: str = "en") -> list[tuple[str, str]]:
    """Return countries to choose from, by name in a language."""
    names = Locale.parse(language, sep="-").territories
    real = {code: name for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES}
    return sorted(real.items(), key=lambda pair: pair[1].casefold())


NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def is_country(code: str) -> bool:
    return code in dict(countries())


def enrolment_by(owner: Distributor, token: str) -> Enrolment | None:
    """Return the enrolment that a link of an owner's page names, None for any other."""
    id = read_token(PURPOSE, token)
    rows = Enrolment.objects.filter(owner=owner, pk=id).select_related(
        "customer", "agreement", "placed_under", "distributor", "invitation__sponsor"
    )
    return rows.first() if id else None


def enrolment_link(enrolment: Enrolment) -> str:
    """Return the address of somebody's own page of their enrolment."""
    path = reverse("join-own", args=[enrolment.owner.handle, token_for(PURPOSE, enrolment.pk)])
    return settings.SITE_URL + path


def own_link(person: Customer) -> str:
    """Return the address at which a known person joins by themselves."""
    path = reverse("join", args=[person.owner.handle])
    return f"{settings.SITE_URL}{path}?p={token_for(OWN_PURPOSE, person.pk)}"


def person_by_link(owner: Distributor, token: str) -> Customer | None:
    """Return the owner's person whom such a link names, None for any other token."""
    id = read_token(OWN_PURPOSE, token) if token else None
    return Customer.objects.visible_to(owner).filter(pk=id).first() if id else None
