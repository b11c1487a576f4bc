"""What somebody chose on their own page, and the link that leads there."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import Q
from django.urls import get_script_prefix, reverse

from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import Channel
from followups.fingerprints import fingerprints_of
from followups.models import Suppression
from followups.reach import EVERYTHING
from followups.tokens import read_token, token_for

PAGE = "preferences"  # what the token is good for
SAMPLE = "sample"  # in its place in a test letter
MOST_TOUCHES = 3  # a week, that somebody can choose


@dataclass(frozen=True)
class Preferences:
    """What letters somebody gets from a distributor. `everybody`: nobody in the house may write."""

    service: bool
    marketing: bool
    touches: int
    stopped: bool
    everybody: bool
    surveys: bool = True  # may be asked how content they are

    @property
    def nothing(self) -> bool:
        return self.stopped or not (self.service or self.marketing)


def link_to_page(person: Customer) -> str:
    """Return the whole address of somebody's own page, for letters; of nobody who is kept, a sample."""
    token = SAMPLE if person._state.adding else token_for(PAGE, person.pk)
    before, behind = _around_token(get_script_prefix())
    return f"{settings.SITE_URL}{before}{token}{behind}"


@lru_cache
def _around_token(_prefix: str) -> tuple[str, str]:
    """What stands before and behind the token in the address of a page; the way there is looked up once."""
    before, _, behind = reverse("preferences", args=[SAMPLE]).rpartition(SAMPLE)
    return before, behind


def person_by(token: str) -> Customer | None:
    """Return whose page a token opens, also of somebody taken off the list since."""
    id = read_token(PAGE, token)
    people = Customer.objects.select_related("owner__company").prefetch_related("emails", "consents")
    return id and people.filter(pk=id).first()


def preferences_of(person: Customer) -> Preferences:
    """Return what holds for somebody now."""
    agreed = {
        row.purpose
        for row in person.consents.all()
        if row.channel == Channel.EMAIL and row.withdrawn_at is None
    }
    stopped = {row.owner_id for row in suppressions_of(person) if row.purpose == EVERYTHING}
    touches = person.touches_a_week
    return Preferences(
        service=Purpose.SERVICE in agreed,
        marketing=Purpose.MARKETING in agreed,
        touches=min(settings.TOUCHES_A_WEEK if touches is None else touches, MOST_TOUCHES),
        stopped=bool(stopped),
        everybody=None in stopped,
        surveys=not person.surveys.standing().filter(refused_at__isnull=False).exists(),
    )


def suppressions_of(person: Customer) -> list[Suppression]:
    """Return what stands against writing to somebody's email addresses, the newest first."""
    prints = [one for row in person.emails.all() for one in fingerprints_of(row.address)]
    if not prints:
        return []
    theirs = Q(owner=None) | Q(owner=person.owner_id)
    return list(Suppression.objects.filter(theirs, fingerprint__in=prints).order_by("-at"))


def addresses_hinted(person: Customer) -> list[str]:
    """Return somebody's email addresses so that they know them and a stranger does not."""
    return [_hinted(row.address) for row in person.emails.all()]


def _hinted(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
