"""Letters: looked at and sent, held back, sent again, known to have arrived."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from followups import occasions, planning, wording
from followups.actions.facts import hold_people, tell_next_due
from followups.actions.planned import letter_place, record_planned
from followups.actions.retired import BY_HAND, Why, bring_back, is_by_hand, retire
from followups.errors import Closed, FollowupError, NotPure, NoWay, OnItsWay
from followups.letters import (
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    Words,
    framed,
    impure_words,
    letter_as_it_stands,
    pushing_words,
)
from followups.models import Letter, Message
from followups.models.message import FINAL, State
from followups.reaching import contact_of, reach_to, suppressed_among
from followups.ways import BY_ITSELF, Way, way_to
from kit import background, clock
from kit.events import Actor, facts_of, record

UNDO_SECONDS = 3  # after "Send", before a worker may take the letter
HELD_FACTS = ("state", "due_at", "local_date")
KEEP_AGAIN = timedelta(hours=48)  # how long a letter that is sent again stays of use


@transaction.atomic
def approve_message(
    *, message: Message, by: Actor, subject: str | None = None, text: str | None = None
) -> Message:
    """Let a draft go, with the words given or as it stands. A worker sends it in a few seconds.

    Raises NotPure for a thank-you that offers or asks, Closed for what is no draft any more,
    NoWay for somebody who cannot be written to.
    """
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db()
    if message.state != State.DRAFT:
        return _as_it_is(message, (State.PLANNED, State.CLAIMED, State.SENT))
    if message.channel not in BY_ITSELF:
        raise NoWay(_("This one does not go by itself. Send it from your phone, or post it, then say so."))
    reach = _reach_or_refuse(person, message.purpose)
    words = words_to_send(message, subject, text)
    due = _allowed_from(clock.now(), message, person)
    Letter.objects.update_or_create(
        message=message,
        defaults={
            "recipient": reach.address, "subject": words.subject,
            "text": words.text, "html": words.html, "frozen": True,
        },
    )  # fmt: skip
    before = {"due_at": message.due_at}
    _write(message, state=State.PLANNED, due_at=due, reason="", reason_code="")
    after = {"due_at": due, "subject": words.subject}
    message.event = record("message.approved", message, by=by, person=person, before=before, after=after)
    tell_next_due([person])
    background.nudge()
    return message


@transaction.atomic
def keep_words(*, message: Message, by: Actor, subject: str, text: str) -> Message:
    """Keep changed words of a draft without sending it. Raises NotPure or Closed."""
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db()
    if message.state != State.DRAFT:
        raise _closed(message)
    words = words_to_send(message, subject, text)
    values = {"subject": words.subject, "text": words.text, "html": words.html}
    if message.channel in BY_ITSELF:
        values["recipient"] = reach_to(person, purpose=message.purpose).address
    before = facts_of(message.letter, ("subject", "text")) if hasattr(message, "letter") else None
    Letter.objects.update_or_create(message=message, defaults=values)
    _write(message)
    after = {"subject": words.subject, "text": words.text}
    message.event = record("message.changed", message, by=by, person=person, before=before, after=after)
    return message


@transaction.atomic
def hold_message(*, message: Message, by: Actor) -> Message:
    """Keep a letter that has not begun from going: it is a draft again. Raises OnItsWay."""
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db(from_queryset=Message.objects.select_for_update())
    if message.state == State.DRAFT:
        return _as_it_is(message, (State.DRAFT,))
    before = facts_of(message, HELD_FACTS)
    waiting = Message.objects.waiting().filter(pk=message.pk, expires_at__gt=clock.now())
    if not waiting.update(state=State.DRAFT, lease_until=None, updated_at=clock.now()):
        raise OnItsWay(_("The letter is on its way already."))
    Letter.objects.filter(message=message).update(frozen=False)
    message.refresh_from_db()
    after = {"state": message.state}
    message.event = record("message.held", message, by=by, person=person, before=before, after=after)
    tell_next_due([person])
    return message


@transaction.atomic
def release_message(*, message: Message, by: Actor, before: dict | None) -> Message:
    """Undo holding: the letter goes when it was due (`before`, as the event has it). Raises Closed.

    Words that were kept meanwhile go with it. One that was let go otherwise stays as it is.
    """
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db(from_queryset=Message.objects.select_for_update())
    if message.state != State.DRAFT:
        return _as_it_is(message, (State.PLANNED, State.CLAIMED, State.SENT))
    due = _due_as_before(message, person, before or facts_of(message, HELD_FACTS))
    held = facts_of(message, HELD_FACTS)
    Letter.objects.filter(message=message).update(frozen=True)
    _write(message, state=State.PLANNED, due_at=due, reason="", reason_code="")
    after = facts_of(message, HELD_FACTS)
    message.event = record("message.restored", message, by=by, person=person, before=held, after=after)
    tell_next_due([person])
    background.nudge()
    return message


@transaction.atomic
def cancel_message(*, message: Message, by: Actor, reason: str) -> Message:
    """Cancel a letter that has not begun. Raises OnItsWay where a worker was faster."""
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db()
    if not retire([message], Why(BY_HAND, reason), by):
        return _as_it_is(message, (State.CANCELLED,))
    tell_next_due([person])
    return message


@transaction.atomic
def restore_message(*, message: Message, by: Actor) -> Message:
    """Undo a cancellation by hand where it is not too late. Raises Closed."""
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db()
    if not is_by_hand(message) or not bring_back([message], by):
        raise _closed(message)
    tell_next_due([person])
    background.nudge()
    return message


@transaction.atomic
def send_again(*, message: Message, by: Actor) -> Message:
    """Send a letter once more and return the message that does it.

    An unclear one goes again as it was, with the same identity, so that a copy can be known as
    one. Of a final one a new message is made, linked to it, for the same purpose by the same way: it
    waits for the distributor's hand where that way needs one. Raises Closed or NoWay.
    """
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db()
    if message.state == State.UNCERTAIN:
        again = _retry(message)
    elif message.state in FINAL:
        way = _way_again(person, message)
        again = _standing_copy(message) or _copy(message, way, by)
        Message.objects.unsettled().filter(pk=message.pk).update(settled_at=clock.now())
    else:
        raise _closed(message)
    before, after = {"state": message.state}, {"message": str(again.pk), "due_at": again.due_at}
    again.event = record("message.sent_again", message, by=by, person=person, before=before, after=after)
    tell_next_due([person])
    background.nudge()
    return again


@transaction.atomic
def confirm_arrival(*, message: Message, by: Actor) -> Message:
    """Note that an unclear letter arrived: it counts as sent. Raises Closed."""
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db()
    if message.state != State.UNCERTAIN:
        return _as_it_is(message, (State.SENT,))
    sentence = wording.reason("confirmed", person.owner.language)
    _write(
        message, state=State.SENT, sent_at=message.begun_at or clock.now(),
        reason_code="confirmed", reason=sentence, lease_until=None,
    )  # fmt: skip
    message.event = record("message.arrived", message, by=by, person=person)
    return message


@transaction.atomic
def doubt_arrival(*, message: Message, by: Actor) -> Message:
    """Take back that an unclear letter arrived. Raises Closed for one that did without a doubt."""
    person = hold_people([message.customer_id])[message.customer_id]
    message.refresh_from_db()
    if (message.state, message.reason_code) != (State.SENT, "confirmed"):
        raise _closed(message)
    sentence = wording.reason("unclear", person.owner.language)
    _write(message, state=State.UNCERTAIN, sent_at=None, reason_code="unclear", reason=sentence)
    after = {"state": message.state, "reason": sentence}
    message.event = record("message.uncertain", message, by=by, person=person, after=after)
    return message


def words_to_send(message: Message, subject: str | None, text: str | None) -> Words:
    """Return the words as given, else as they stand. Raises NotPure for what a thank-you must not hold."""
    standing = letter_as_it_stands(message)
    subject = standing.subject if subject is None else " ".join(subject.split())
    text = standing.text if text is None else text.strip()
    _check_length(subject, text)
    words = framed(subject, text, person=message.customer, owner=message.owner)
    if found := impure_words(message, words):
        sentence = _("A thank-you only thanks. Please leave out: %(words)s.")
        raise NotPure(sentence % {"words": _quoted(found)}, field="text")
    if found := pushing_words(message, words):
        sentence = _("No letter asks for a larger order to reach something. Please leave out: %(words)s.")
        raise NotPure(sentence % {"words": _quoted(found)}, field="text")
    return words


def _quoted(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _allowed_from(moment: datetime, message: Message, person: Customer) -> datetime:
    """The first instant from a moment on, not before Undo has passed, at which a letter may go."""
    soonest = clock.now() + timedelta(seconds=UNDO_SECONDS)
    due = planning.allowed(max(moment, soonest), letter_place(person, person.owner))
    if due >= message.expires_at:
        raise Closed(_("It would come too late now, after their quiet hours."))
    return due


def _due_as_before(message: Message, person: Customer, before: dict) -> datetime:
    """When it was due; where its day was moved while it was held, when it is due by that."""
    moved = message.local_date.isoformat() != before["local_date"]
    due = message.due_at if moved else datetime.fromisoformat(before["due_at"])
    return _allowed_from(due, message, person)


def _check_length(subject: str, text: str) -> None:
    if not subject:
        raise FollowupError(_("A letter needs a subject."), field="subject")
    if len(subject) > LONGEST_SUBJECT:
        raise FollowupError(_("At most %(most)d signs, please.") % {"most": LONGEST_SUBJECT}, field="subject")
    if not text:
        raise FollowupError(_("Write something first, please."), field="text")
    if len(text) > LONGEST_TEXT:
        raise FollowupError(_("At most %(most)d signs, please.") % {"most": LONGEST_TEXT}, field="text")


def _reach_or_refuse(person, purpose: str):
    reach = reach_to(person, purpose=purpose)
    if person.deleted_at or not reach:
        raise NoWay(
            wording.reason(reach.code if not person.deleted_at else "person_gone", person.owner.language)
        )
    return reach


def _retry(message: Message) -> Message:
    now = clock.now()
    _write(
        message, state=State.PLANNED, due_at=now, expires_at=max(message.expires_at, now + KEEP_AGAIN),
        begun_at=None, lease_token=None, lease_until=None, reason="", reason_code="",
    )  # fmt: skip
    return message


def _standing_copy(message: Message) -> Message | None:
    """The copy that waits already: pressing twice sends once."""
    return Message.objects.awaiting().filter(resend_of=message.resend_of or message).first()


def _way_again(person: Customer, message: Message) -> Way:
    """Where the channel of a message leads now."""
    shut = suppressed_among([*person.emails.all(), *person.phones.all()])[person.owner_id]
    way = way_to(contact_of(person), [message.channel], purpose=message.purpose, suppressed=shut)
    if person.deleted_at or not way:
        raise NoWay(wording.reason("person_gone" if person.deleted_at else way.code, person.owner.language))
    return way


def _copy(message: Message, way: Way, by: Actor) -> Message:
    """A new message with the words of the old one, where it had words."""
    now = clock.now()
    first = message.resend_of or message
    again = Message.objects.create(
        owner_id=message.owner_id, customer_id=message.customer_id, rule_id=message.rule_id,
        occurrence=occasions.again(first.occurrence, first.resends.count() + 1),
        channel=message.channel, purpose=message.purpose,
        state=State.PLANNED if way.by_itself else State.DRAFT, context={**message.context, "address": way.to},
        local_date=message.local_date, local_time=message.local_time, zone=message.zone, due_at=now,
        expires_at=now + KEEP_AGAIN, priority=0, resend_of=first,
    )  # fmt: skip
    if letter := getattr(message, "letter", None):
        Letter.objects.create(
            message=again, recipient=letter.recipient if way.by_itself else way.to[:254],
            subject=letter.subject, text=letter.text, html=letter.html, frozen=way.by_itself,
        )  # fmt: skip
    record_planned([again], by)
    return again


def _write(message: Message, **values) -> None:
    Message.objects.filter(pk=message.pk).update(**values, updated_at=clock.now())
    for name, value in values.items():
        setattr(message, name, value)


def _as_it_is(message: Message, wanted: tuple[str, ...]) -> Message:
    """A verb that comes a second time changes nothing; one that comes too late is told so."""
    message.refresh_from_db()
    message.event = None
    if message.state not in wanted:
        raise _closed(message)
    return message


def _closed(message: Message) -> FollowupError:
    if message.state in (State.CLAIMED, State.SENT, State.UNCERTAIN):
        return OnItsWay(_("The letter is on its way already."))
    return Closed(_("This letter is closed: %(state)s.") % {"state": message.get_state_display()})
