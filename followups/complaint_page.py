"""The link to the page on which somebody says that they are not content, and whose page it is."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

from customers.models import Customer
from followups.preferences import SAMPLE
from followups.tokens import read_token, token_for

PAGE = "complaint"  # what the token is good for


def link_to_complain(person: Customer) -> str:
    """Return the whole address of somebody's page, for letters; of nobody who is kept, a sample."""
    if person._state.adding:
        return sample_complain_link()
    before, behind = _around_token(get_script_prefix())
    return f"{settings.SITE_URL}{before}{complaint_token(person)}{behind}"


def sample_complain_link() -> str:
    """Return the address that stands in the place of somebody's in a test letter."""
    return settings.SITE_URL + reverse("complain", args=[SAMPLE])


def complaint_token(person: Customer) -> str:
    """Return what names a person in the address of that page."""
    return token_for(PAGE, person.pk)


def who_complains(token: str) -> Customer | None:
    """Return whose page a token opens, also of somebody taken off the list since."""
    id = read_token(PAGE, token)
    return id and Customer.objects.select_related("owner__company", "owner__sponsor").filter(pk=id).first()


@lru_cache
def _around_token(_prefix: str) -> tuple[str, str]:
    """What stands before and behind the token; the way there is looked up once."""
    before, _, behind = reverse("complain", args=[SAMPLE]).rpartition(SAMPLE)
    return before, behind
