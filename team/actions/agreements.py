"""The text that somebody agrees to who joins: each wording is a version, and what was published stays."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kit import clock
from kit.events import Actor, facts_of, record
from team.defaults import AGREEMENT_TEXT, AGREEMENT_TITLE
from team.errors import TeamRefused
from team.models import Agreement, Company

LONGEST_TEXT = 50000


def ensure_agreements() -> None:
    """Give each company that has no agreement the plain one."""
    for company in Company.objects.filter(agreements=None):
        ensure_agreement(company)


@transaction.atomic
def ensure_agreement(company: Company) -> None:
    """Give a company the plain agreement where it has none for all countries. Twice is once."""
    Company.objects.select_for_update().get(pk=company.pk)
    if not Agreement.objects.filter(company=company, country="").exists():
        plain_agreement(company).save(force_insert=True)


def plain_agreement(company: Company) -> Agreement:
    """Return the plain agreement of a company that has published none; it is not saved."""
    return Agreement(
        company=company, version=1, title=AGREEMENT_TITLE, text=AGREEMENT_TEXT, published_at=clock.now()
    )


@transaction.atomic
def publish_agreement(*, company: Company, by: Actor, title: str, text: str, country: str = "") -> Agreement:
    """Publish a new version for a country, or for all others. The same words as the last one are that one."""
    title, text, country = " ".join(title.split()), text.replace("\r\n", "\n").strip(), country.upper()
    if not title:
        raise TeamRefused(_("An agreement needs a title."), field="title")
    if not text or len(text) > LONGEST_TEXT:
        raise TeamRefused(_("Between 1 and %(most)d signs, please.") % {"most": LONGEST_TEXT}, field="text")
    Company.objects.select_for_update().get(pk=company.pk)
    there = Agreement.objects.filter(company=company, country=country)
    last = there.order_by("-version").first()
    if last and last.published_at and (last.title, last.text) == (title, text):
        return last
    version = (there.aggregate(last=Max("version"))["last"] or 0) + 1
    made = Agreement.objects.create(
        company=company, country=country, version=version, title=title, text=text, published_at=clock.now()
    )
    record("agreement.published", made, by=by, after=facts_of(made, ["title", "version", "country"]))
    return made
