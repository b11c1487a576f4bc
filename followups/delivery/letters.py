"""Writes and freezes the letters of a batch before any of it begins."""

import logging
from datetime import datetime

from django.db import transaction

from followups.actions.facts import hold_people
from followups.delivery.claim import Claim, unbegun
from followups.delivery.last_look import settle
from followups.delivery.parcels import Parcel, mail_id, parcel_of
from followups.delivery.verdicts import Verdict
from followups.letters import Words, impure_words, words_of
from followups.models import Letter, Message
from followups.models.message import State
from followups.reach import reach_of
from kit import clock

logger = logging.getLogger(__name__)


class Impure(Exception):
    """A thank-you that offers or asks; the text is what it says."""


def prepare(claim: Claim, messages: list[Message]) -> list[tuple[Message, Parcel]]:
    """Return messages with their bytes; one that cannot be written is settled, the others go on."""
    written = [(message, words) for message in messages if (words := _guarded(claim, message, _words))]
    frozen = _freeze(claim, written, clock.now())
    parcels = ((message, _guarded(claim, message, parcel_of)) for message in frozen)
    return [(message, parcel) for message, parcel in parcels if parcel]


def _guarded(claim: Claim, message: Message, write):
    """A broken template or document is ours; it must not hold up the other letters."""
    try:
        return write(message)
    except Impure as impure:
        settle([(message, Verdict(State.REFUSED, "not_pure"))], claim.token, words=str(impure))
    except Exception as problem:
        logger.exception("The letter of message %s could not be made", message.pk)
        what = f"{type(problem).__name__}: {problem}"[:200]
        settle([(message, Verdict(State.FAILED, "not_rendered"))], claim.token, what=what)
    return None


def _words(message: Message) -> Words:
    letter = getattr(message, "letter", None)
    if letter and letter.frozen:
        words = Words(letter.subject, letter.text, letter.html)
    else:
        words = words_of(message)
    if found := impure_words(message, words):
        raise Impure("”, “".join(found))
    return words


@transaction.atomic
def _freeze(claim: Claim, written: list[tuple[Message, Words]], now: datetime) -> list[Message]:
    """Fix words, address, identity and date before the first byte leaves; a second time nothing.

    Returns those that are still ours: the words of one that was taken back may be new by now.
    """
    hold_people(message.customer_id for message, _ in written)
    held = unbegun(claim.token).filter(pk__in=[message.pk for message, _ in written])
    ours = set(held.order_by("pk").select_for_update().values_list("pk", flat=True))
    for message, words in written:
        letter = getattr(message, "letter", None)
        if message.pk in ours and not (letter and letter.dated):
            _write(message, words, now, is_new=letter is None)
    return [message for message, _ in written if message.pk in ours]


def _write(message: Message, words: Words, now: datetime, *, is_new: bool) -> None:
    person = message.customer
    frozen = Letter(
        message=message, recipient=reach_of(person.emails.all(), person.consents.all()).address,
        subject=words.subject, text=words.text, html=words.html,
        mail_id=mail_id(message), dated=now, frozen=True,
    )  # fmt: skip
    frozen.save(force_insert=is_new, force_update=not is_new)
