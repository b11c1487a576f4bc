"""What people say and mean: taught, and forgotten again."""

from django.db import transaction
from django.utils.translation import gettext as _

from customers.tidying import tidy_line
from kit.events import Actor, facts_of, record
from sales.errors import SynonymRefused
from sales.models import Synonym
from team.models import Distributor

LONGEST = 60
MOST = 500
SYNONYM_FACTS = ("said", "meant", "company_id", "owner_id")


@transaction.atomic
def teach_synonym(*, owner: Distributor, by: Actor, said: str, meant: str) -> Synonym:
    """Keep that people say one thing and mean another. Twice is once. Raises SynonymRefused."""
    if owner.company_id is None:
        raise SynonymRefused(_("You belong to no company, so you cannot teach words."), code="no_company")
    Distributor.objects.select_for_update().get(pk=owner.pk)
    words = {"said": tidy_line(said).casefold(), "meant": tidy_line(meant).casefold()}
    for field, text in words.items():
        if not any(sign.isalnum() for sign in text):
            raise SynonymRefused(_("Write a word, please."), field=field)
        if len(text) > LONGEST:
            raise SynonymRefused(_("At most %(most)d signs, please.") % {"most": LONGEST}, field=field)
    if words["said"] == words["meant"]:
        raise SynonymRefused(_("That is the same word."), field="meant")
    mine = Synonym.objects.filter(owner=owner)
    if known := mine.filter(company=owner.company_id, **words).first():
        known.event = None
        return known
    if mine.count() >= MOST:
        raise SynonymRefused(_("At most %(most)d, please. Forget some first.") % {"most": MOST})
    synonym = Synonym(company_id=owner.company_id, owner=owner, **words)
    synonym.save(force_insert=True)
    synonym.event = record("synonym.taught", synonym, by=by, after=facts_of(synonym, SYNONYM_FACTS))
    return synonym


@transaction.atomic
def forget_synonym(*, synonym: Synonym, by: Actor) -> Synonym:
    """Forget it again. Its event keeps what it was."""
    before = facts_of(synonym, SYNONYM_FACTS)
    synonym.event = record("synonym.forgotten", synonym, by=by, before=before)
    Synonym.objects.filter(pk=synonym.pk).delete()
    return synonym
