"""What a provider tells of a letter afterwards: it arrived, it came back, it was reported as unwanted."""

from datetime import datetime

from django.db import transaction

from customers.actions import note_bounce
from customers.models import Customer
from followups import news as said
from followups import wording
from followups.actions.facts import hold_alike, tell_next_due
from followups.actions.instead import task_instead
from followups.actions.preferences import stop_letters
from followups.actions.suppressions import suppress
from followups.models import Message, Notice, Suppression
from followups.models.message import State
from followups.news import News
from kit import clock
from kit.events import Actor, record

LONGEST = 500


@transaction.atomic
def hear_news(
    *,
    message: Message,
    by: Actor,
    news: News,
    source: str,
    at: datetime | None = None,
    address: str = "",
    text: str = "",
) -> Notice | None:
    """Keep what a provider tells of a letter and do what follows. The same `source` twice is once.

    What came back for good, and what was unwanted, stops the address; a letter that did not
    arrive becomes something to do.
    """
    person = hold_alike(message.customer_id, _address_of(message, address))
    if news.kind == said.UNSUBSCRIBED:
        stop_letters(person=person, by=by)
        return None
    if Notice.objects.filter(source=source).exists():
        return None
    message.refresh_from_db(from_queryset=Message.objects.select_for_update())
    message.customer = person
    text = " ".join(text.split())[:LONGEST]
    notice = Notice.objects.create(
        message=message, kind=news.kind, at=min(at or clock.now(), clock.now()), source=source, text=text
    )
    _settle(message, news, text, by)
    if news.kind == said.BOUNCED:
        _came_back(message, person, news, address, text, by)
    if news.kind == said.COMPLAINED:
        _unwanted(message, person, address, by)
    tell_next_due([person])
    return notice


def _settle(message: Message, news: News, text: str, by: Actor) -> None:
    """Whether an unclear letter had gone is clear now."""
    if message.state != State.UNCERTAIN:
        return
    language = message.owner.language
    values = {"lease_until": None, "updated_at": clock.now()}
    if news.kind == said.BOUNCED:
        sentence = wording.reason("address_refused", language, reply=text)
        values |= {"state": State.FAILED, "reason_code": "address_refused", "reason": sentence}
    else:
        sentence = wording.reason("told", language)
        values |= {"state": State.SENT, "reason_code": "told", "reason": sentence}
        values["sent_at"] = message.begun_at or clock.now()
    Message.objects.filter(pk=message.pk).update(**values)
    for name, value in values.items():
        setattr(message, name, value)
    after = {"state": message.state, "reason": sentence}
    if news.kind == said.BOUNCED:
        record("message.failed", message, by=by, person=message.customer_id, after=after)
    else:
        record("message.arrived", message, by=by, person=message.customer_id, after=after)


def _came_back(message: Message, person: Customer, news: News, address: str, text: str, by: Actor) -> None:
    address = _address_of(message, address)
    sentence = wording.reason("came_back", message.owner.language, reply=text)
    record("message.bounced", message, by=by, person=person, after={"reason": sentence})
    if news.for_good and address:
        note_bounce(person=person, address=address, by=by)
        suppress(
            address=address, owner=message.owner, person=person, by=by, why=Suppression.Why.BOUNCED
        )  # fmt: skip
    if not person.deleted_at:
        task_instead(message, by, "address_refused" if news.for_good else "given_up", sentence)


def _unwanted(message: Message, person: Customer, address: str, by: Actor) -> None:
    address = _address_of(message, address)
    sentence = wording.reason("complained", message.owner.language)
    record("message.complained", message, by=by, person=person, after={"reason": sentence})
    if address:
        suppress(
            address=address, owner=message.owner, person=person, by=by, why=Suppression.Why.COMPLAINED
        )  # fmt: skip
    stop_letters(person=person, by=by)


def _address_of(message: Message, told: str) -> str:
    """The address a letter went to, as we wrote it: providers write it in small letters."""
    letter = getattr(message, "letter", None)
    return letter.recipient if letter else told
