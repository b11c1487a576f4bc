"""What this app does when others announce something."""

from django.db import connections

from followups import news
from followups.actions import answer_contact, ensure_default_rules, forget_contact, hear_news, receive_reply
from followups.actions.claims import ensure_claim_phrases
from followups.actions.climbs import mind_climb
from followups.actions.complaints.asking import ensure_complaint_letters
from followups.actions.spared import mind_marks
from followups.actions.surveys.asking import ensure_survey_rules
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


def on_climbed(sender, person, by, **kwargs) -> None:
    """On another rung other steps hold."""
    mind_climb(person=person, by=by)


def on_consent(sender, consent, by, **kwargs) -> None:
    """Without a consent nothing waits; with it again, what waited does."""
    mind_consent(consent=consent, by=by)


def on_spared(sender, person, by, **kwargs) -> None:
    """Who is to be spared is; what was taken back comes back with its end."""
    mind_marks(person=person, by=by)


def on_news(sender, event, esp_name, **kwargs) -> None:
    """A provider tells what became of a letter."""
    told = news.news_of(event.event_type, event.reject_reason, event.esp_event)
    message = _letters().filter(pk=name_of(event.metadata or {})).first()
    if message is None or not told.kind:
        return
    parts = (event.event_type, message.pk, event.recipient, event.timestamp)
    hear_news(
        message=message,
        by=Actor(None, Door.TASK),
        news=told,
        source=news.source_of(esp_name, event.event_id and f"{event.event_type}:{event.event_id}", *parts),
        at=event.timestamp,
        address=event.recipient or "",
        text=news.clean(event.mta_response or event.description or ""),
    )


def on_mail(sender, event, esp_name, **kwargs) -> None:
    """A letter came in; only one to a reply address of ours is read."""
    if event.message is None:
        return
    message = _letters().filter(pk=read_token("reply", news.token_in(event.message))).first()
    if message is None:
        return
    mail = news.mail_from(event.message)
    parts = (mail.headers.get("message-id"), mail.sender, mail.subject, mail.headers.get("date"))
    receive_reply(
        message=message,
        by=Actor(None, Door.TASK),
        mail=mail,
        source=news.source_of(esp_name, event.event_id, *parts),
        at=event.timestamp,
    )


def _letters():
    return Message.objects.select_related("owner", "customer", "letter")


def on_migrated(sender, using, **kwargs) -> None:
    """The rules of the house, and what nobody may promise, are data that every database begins with."""
    tables = connections[using].introspection.table_names()
    if Rule._meta.db_table in tables:
        ensure_default_rules()
        ensure_complaint_letters()
        ensure_survey_rules()
    if ClaimPhrase._meta.db_table in tables:
        ensure_claim_phrases()
