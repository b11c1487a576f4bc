"""Letters that leave by the distributor's own hand: a text message, a chat, a card."""

from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions import log_touch, revoke_touch
from customers.models import Touch
from customers.models.touch import TouchKind
from followups import wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.introductions import note_thanks_done, note_thanks_undone
from followups.actions.messages import words_to_send
from followups.actions.surveyed import kept_away
from followups.actions.surveys.asking import ask_in_letters, take_questions_back
from followups.errors import Closed, NoWay
from followups.models import Letter, Message
from followups.models.message import State
from followups.ways import BY_ITSELF
from kit import clock
from kit.events import Actor, facts_of, record

BY_OWN_HAND = "by_own_hand"
HANDED_FACTS = ("state", "sent_at")


@transaction.atomic
def hand_over(*, message: Message, by: Actor, subject: str | None = None, text: str | None = None) -> Message:
    """Note that the distributor sent a prepared message, with the words given: it is a contact, too.

    Raises NoWay for a letter that goes by itself, NotPure, or Closed for what is no draft any more.
    Twice is once.
    """
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db(from_queryset=Message.objects.select_for_update())
    if message.channel in BY_ITSELF:
        raise NoWay(_("This letter goes by email. Press “Send”."))
    if message.state == State.SENT:
        message.event = None
        return message
    if message.state != State.DRAFT:
        raise Closed(_("This message is closed: %(state)s.") % {"state": message.get_state_display()})
    if code := kept_away([message]).get(message.pk):
        raise Closed(wording.reason(code, person.owner.language))
    before, words = facts_of(message, HANDED_FACTS), words_to_send(message, subject, text)
    now = clock.now()
    Letter.objects.update_or_create(
        message=message,
        defaults={
            "recipient": message.context.get("address", "")[:254], "subject": words.subject,
            "text": words.text, "html": words.html, "dated": now, "frozen": True,
        },
    )  # fmt: skip
    sentence = wording.reason(BY_OWN_HAND, person.owner.language)
    _write(message, state=State.SENT, sent_at=now, reason_code=BY_OWN_HAND, reason=sentence)
    note_thanks_done([message], now)
    ask_in_letters([message], now)
    touch = log_touch(person=person, by=by, kind=TouchKind.MESSAGE, note=words.text[:200])
    after = {**facts_of(message, HANDED_FACTS), "reason": sentence, "touch": str(touch.pk)}
    message.event = record("message.handed_over", message, by=by, person=person, before=before, after=after)
    tell_next_due([person])
    return message


@transaction.atomic
def take_back(*, message: Message, by: Actor, touch: str) -> Message:
    """Undo handing over: the message waits again, and the contact never was. Raises Closed."""
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db(from_queryset=Message.objects.select_for_update())
    if (message.state, message.reason_code) != (State.SENT, BY_OWN_HAND):
        raise Closed(_("This message is closed: %(state)s.") % {"state": message.get_state_display()})
    before = facts_of(message, HANDED_FACTS)
    take_questions_back(message)
    if logged := Touch.objects.filter(pk=touch, customer=person).first():
        revoke_touch(touch=logged, by=by, reason=_("taken back"))
    note_thanks_undone([message], message.sent_at)
    Letter.objects.filter(message=message).update(dated=None, frozen=False)
    _write(message, state=State.DRAFT, sent_at=None, reason_code="", reason="")
    after = facts_of(message, HANDED_FACTS)
    message.event = record("message.taken_back", message, by=by, person=person, before=before, after=after)
    tell_next_due([person])
    return message


def _write(message: Message, **values) -> None:
    Message.objects.filter(pk=message.pk).update(**values, updated_at=clock.now())
    for name, value in values.items():
        setattr(message, name, value)
