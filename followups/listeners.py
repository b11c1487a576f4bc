"""What this app does when others announce something."""

from django.db import connections

from followups import news
from followups.actions import answer_contact, ensure_default_rules, forget_contact, hear_news, receive_reply
from followups.actions.claims import ensure_claim_phrases
from followups.actions.spared import mind_marks
from followups.actions.unreachable import mind_consent
from followups.delivery.providers import name_of
from followups.models import ClaimPhrase, Message, Rule
from followups.tokens import read_token
from kit.events import Actor, Door


def on_contact(sender, touch, by, **kwargs) -> None:
    """A contact, in either direction, does what was owed and restarts the rhythm."""
    answer_contact(touch=touch, by=by)


def on_contact_taken_back(sender, touch, by, **kwargs) -> None:
    """A contact that never was did nothing."""
    forget_contact(touch=touch, by=by)


def on_consent(sender, consent, by, **kwargs) -> None:
    """Without a consent nothing waits; with it again, what waited does."""
    mind_consent(consent=consent, by=by)


def on_spared(sender, person, by, **kwargs) -> None:
    """Who is to be spared is; what was taken back comes back with its end."""
    mind_marks(person=person, by=by)


def on_migrated(sender, using, **kwargs) -> None:
    """The rules of the house are data that every database begins with."""
    if Rule._meta.db_table in connections[using].introspection.table_names():
        ensure_default_rules()
    if ClaimPhrase._meta.db_table in tables:
        ensure_claim_phrases()
