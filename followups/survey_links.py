"""The link to a survey, and the letter that such a link names."""

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, reverse

from followups.models import Message
from followups.tokens import read_token, token_for

SURVEY = "survey"  # what the token is good for
SAMPLE = "sample"  # in its place in a preview or a test letter


def link_to_survey(message: Message) -> str:
    """Return the whole address of the page of a survey, for its letter; one sent again leads to the same."""
    return _link(token_for(SURVEY, root_of(message)))


def root_of(message: Message) -> UUID:
    """Return the id of the letter that a survey belongs to: of one sent again, the first."""
    return message.resend_of_id or message.pk


def sample_link() -> str:
    """Return the link that stands in a preview; it leads to a page that says so."""
    return _link(SAMPLE)


def letter_by(token: str) -> Message | None:
    """Return the letter of a survey whose page a token opens."""
    id = read_token(SURVEY, token)
    rows = Message.objects.select_related("customer", "owner__company", "rule", "survey")
    return id and rows.filter(pk=id).first()


def _link(token: str) -> str:
    before, behind = _around_token(get_script_prefix())
    return f"{settings.SITE_URL}{before}{token}{behind}"


@lru_cache
def _around_token(_prefix: str) -> tuple[str, str]:
    before, _, behind = reverse(SURVEY, args=[SAMPLE]).rpartition(SAMPLE)
    return before, behind
