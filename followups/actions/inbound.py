"""Letters that come back: a reply is a contact and ends what it should, "stop" stops, doubt is asked about."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from customers.actions import log_touch, restore_consent, revoke_touch
from customers.models import Consent, Customer, Touch
from customers.models.customer import Channel
from customers.models.touch import Direction, TouchKind
from followups import wording
from followups.actions.facts import hold_alike, hold_people, tell_next_due
from followups.actions.preferences import stop_letters
from followups.actions.retired import Why, bring_back, retire
from followups.actions.suppressions import lift_suppression
from followups.actions.tasks import plan_task
from followups.errors import Closed
from followups.goodbye import send_goodbye
from followups.kinds import Kind
from followups.meanings import Mail, meaning_of, own_words
from followups.models import Message, Reply, Task
from followups.models.incoming import Meaning
from followups.models.message import State
from followups.reach import EVERYTHING
from followups.reaching import suppressed_among
from kit import clock
from kit.events import Actor, record

SAID = 500  # signs of a letter that an event keeps
GONE = (State.SENT, State.UNCERTAIN)
HELD = "perhaps_stop"  # why letters wait, for programs


@transaction.atomic
def receive_reply(
    *, message: Message, by: Actor, mail: Mail, source: str, at: datetime | None = None
) -> Reply | None:
    """Take in a letter that answers one of ours. The same `source` twice is once, and returns None.

    An automatic one changes nothing. Whoever wants no more gets one confirmation and nothing else.
    """
    person = hold_alike(message.customer_id)
    if Reply.objects.filter(source=source).exists():
        return None
    meaning, text = meaning_of(mail), own_words(mail.text) or mail.text
    at = min(at or clock.now(), clock.now())
    reply = Reply.objects.create(
        owner_id=person.owner_id, customer=person, message=message, at=at, source=source,
        subject=mail.subject, text=text, meaning=meaning,
        settled_at=None if meaning == Meaning.DOUBTFUL else clock.now(),
    )  # fmt: skip
    touch = None if meaning == Meaning.AUTOMATIC or person.deleted_at else _touch(person, by, text, at)
    after = {"meaning": meaning, "text": text[:SAID], **({"touch": str(touch.pk)} if touch else {})}
    reply.event = record("reply.received", reply, by=by, person=person, after=after)
    if meaning == Meaning.STOP:
        _stop(reply, person, by)
    elif touch and meaning == Meaning.DOUBTFUL:
        _hold(reply, person, by)
    if touch and meaning != Meaning.STOP:
        _ask_to_read(reply, person, by)
    tell_next_due([person])
    return reply


@transaction.atomic
def note_reply(*, message: Message, by: Actor, text: str = "") -> Reply:
    """Note that somebody answered a letter by another way: it is a contact. Once a letter.

    Raises Closed for a letter that has not gone.
    """
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db()
    if message.state not in GONE:
        raise Closed(_("This letter has not gone, so there is nothing to answer yet."))
    source = f"hand:{message.pk}"
    if standing := Reply.objects.filter(source=source).first():
        standing.event = None
        return standing
    now = clock.now()
    touch = _touch(person, by, text, now)
    reply = Reply.objects.create(
        owner_id=person.owner_id, customer=person, message=message, at=now, source=source,
        text=touch.note, meaning=Meaning.REPLY, settled_at=now,
    )  # fmt: skip
    after = {"touch": str(touch.pk), "text": touch.note[:SAID]}
    reply.event = record("reply.noted", reply, by=by, person=person, after=after)
    tell_next_due([person])
    return reply


@transaction.atomic
def forget_reply(*, reply: Reply, by: Actor, touch: str) -> None:
    """Undo noting a reply by hand: the contact never was."""
    if logged := Touch.objects.filter(pk=touch, customer=reply.customer_id).first():
        revoke_touch(touch=logged, by=by, reason=_("taken back"))
    record("reply.forgotten", reply, by=by, person=reply.customer_id)
    reply.delete()


@transaction.atomic
def settle_reply(*, reply: Reply, by: Actor, meaning: str) -> Reply:
    """Say what a letter meant: a reply, or that they want no more. Twice is once.

    Raises Closed for one by which they stopped: that is theirs alone to take back.
    """
    person = hold_alike(reply.customer_id)
    reply.refresh_from_db(from_queryset=Reply.objects.select_for_update())
    reply.event, was = None, reply.meaning
    if was == meaning and reply.settled_at:
        return reply
    if was == Meaning.STOP or meaning not in (Meaning.REPLY, Meaning.STOP):
        raise Closed(_("They asked for no more letters. Only they can take that back."))
    after = {"meaning": meaning}
    _write(reply, meaning, clock.now())
    if meaning == Meaning.STOP:
        after |= _stop(reply, person, by)
    elif was == Meaning.DOUBTFUL:
        bring_back(_held_for(reply), by)
    else:
        after["touch"] = str(_touch(person, by, reply.text, reply.at).pk)
    _close_question(reply, by)
    reply.event = record("reply.settled", reply, by=by, person=person, before={"meaning": was}, after=after)
    tell_next_due([person])
    return reply


@transaction.atomic
def doubt_reply(*, reply: Reply, by: Actor, was: str, settled: dict) -> Reply:
    """Undo settling: the letter means what it meant before (`was`), and what waited is held again.

    `settled` is what the event of settling tells it did.
    """
    person = hold_alike(reply.customer_id)
    reply.refresh_from_db(from_queryset=Reply.objects.select_for_update())
    _write(reply, was, None if was == Meaning.DOUBTFUL else reply.settled_at)
    for consent in Consent.objects.filter(customer=person, pk__in=settled.get("consents", [])):
        restore_consent(consent=consent, by=by)
    for address in settled.get("addresses", []):
        lift_suppression(address=address, owner=person.owner, person=person, by=by)
    for touch in Touch.objects.filter(customer=person, pk__in=filter(None, [settled.get("touch")])):
        revoke_touch(touch=touch, by=by, reason=_("taken back"))
    if was == Meaning.DOUBTFUL:
        _hold(reply, person, by)
    reply.event = record("reply.doubted", reply, by=by, person=person, after={"meaning": was})
    tell_next_due([person])
    return reply


def _touch(person: Customer, by: Actor, text: str, at: datetime) -> Touch:
    note = text[:5000]
    return log_touch(person=person, by=by, kind=TouchKind.MESSAGE, direction=Direction.IN, at=at, note=note)


def _stop(reply: Reply, person: Customer, by: Actor) -> dict:
    """Stop all letters, confirm it once, and return which consents and open addresses ended."""
    standing = Consent.objects.standing().filter(customer=person, channel=Channel.EMAIL)
    emails = list(person.emails.all())
    shut = suppressed_among(emails)[person.owner_id]
    ended = {
        "consents": [str(pk) for pk in standing.values_list("pk", flat=True)],
        "addresses": [email.address for email in emails if (email.key, EVERYTHING) not in shut],
    }
    stop_letters(person=person, by=by)
    earlier = Reply.objects.filter(customer=person, meaning=Meaning.STOP).exclude(pk=reply.pk)
    if reply.message_id and not earlier.exists():
        transaction.on_commit(partial(send_goodbye, reply), robust=True)
    return ended


def _hold(reply: Reply, person: Customer, by: Actor) -> None:
    """Keep what waits from going until the distributor has said what the letter meant."""
    sentence = wording.reason(HELD, person.owner.language)
    waiting = Message.objects.waiting().filter(customer=person, channel=Channel.EMAIL).select_related("rule")
    retire(list(waiting.order_by("pk")), Why(HELD, sentence, superseded_by=reply.pk), by)


def _held_for(reply: Reply) -> list[Message]:
    held = Message.objects.filter(customer=reply.customer_id, state=State.CANCELLED, reason_code=HELD)
    return list(held.filter(context__superseded_by=str(reply.pk)).select_related("rule").order_by("pk"))


def _ask_to_read(reply: Reply, person: Customer, by: Actor) -> None:
    """Put the letter on the list of today: nobody else would answer it."""
    with override(person.owner.language):
        doubtful = reply.meaning == Meaning.DOUBTFUL
        title = _("Read their letter: perhaps they want no more") if doubtful else _("Answer their letter")
    task = plan_task(person=person, by=by, kind=Kind.ANSWER, local_date=person.owner.today(), title=title)
    if task.event:
        context = {**task.context, "asked": reply.text[:200], "reply": str(reply.pk)}
        Task.objects.filter(pk=task.pk).update(context=context)


def _close_question(reply: Reply, by: Actor) -> None:
    asked = Task.objects.open().filter(customer=reply.customer_id, context__reply=str(reply.pk))
    sentence = wording.reason("reply_settled", reply.owner.language)
    retire(list(asked), Why("reply_settled", sentence), by)


def _write(reply: Reply, meaning: str, settled_at: datetime | None) -> None:
    values = {"meaning": meaning, "settled_at": settled_at, "updated_at": clock.now()}
    Reply.objects.filter(pk=reply.pk).update(**values)
    for name, value in values.items():
        setattr(reply, name, value)
