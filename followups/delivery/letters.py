"""Writes and freezes the letters of a batch before any of it begins."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import ngettext

from customers.models.consent import Purpose
from followups.actions.surveys.asking import ask_in_letters
from followups.delivery.claim import Claim, unbegun
from followups.delivery.last_look import settle
from followups.delivery.parcels import Parcel, mail_id, parcel_of
from followups.delivery.people import hold
from followups.delivery.poison import in_words, is_away
from followups.delivery.verdicts import Verdict
from followups.letters import LONGEST_TEXT, Words, impure_words, pushing_words, words_of
from followups.models import Letter, Message
from followups.models.message import State
from followups.moulds import Mould, filled
from kit import clock
from kit.bulk import insert_values
from kit.prepared import read

logger = logging.getLogger(__name__)


FROZEN = ("recipient", "subject", "text", "html", "mail_id", "dated", "frozen")
MOST_SIGNS = 200_000  # of text and HTML together; what people write has 20,000 at the most
MOST_BYTES = 15 * 1024 * 1024  # with documents; servers of others take little more


class Impure(Exception):
    """A thank-you that offers or asks; the text is what it says."""

    code = "not_pure"


class Pushing(Impure):
    """A letter that asks for a larger order to reach something."""

    code = "pushes"


class Nameless(Impure):
    """A letter with offers from somebody who does not say where they can be written to."""

    code = "no_sender_address"


class TooLarge(Exception):
    """A letter that no server would take; the text is its size."""


def prepare(claim: Claim, messages: list[Message]) -> list[tuple[Message, Parcel]]:
    """Return messages with their bytes; one that cannot be written is settled, the others go on."""
    written = [(message, words) for message in messages if (words := _guarded(claim, message, _words))]
    frozen = _freeze(claim, written, clock.now())
    parcels = ((message, _guarded(claim, message, _parcel)) for message in frozen)
    return [(message, parcel) for message, parcel in parcels if parcel]


def _guarded(claim: Claim, message: Message, write):
    """A broken template or document is ours; it must not hold up the other letters."""
    try:
        return write(message)
    except Impure as impure:
        settle([(message, Verdict(State.REFUSED, impure.code, what=str(impure)))], claim.token)
    except TooLarge as large:
        settle([(message, Verdict(State.FAILED, "too_large", what=str(large)))], claim.token)
    except Exception as problem:
        if is_away(problem):
            raise
        logger.exception("The letter of message %s could not be made", message.pk)
        settle([(message, Verdict(State.FAILED, "not_rendered", what=in_words(problem)))], claim.token)
    return None


def _words(message: Message) -> Words:
    letter = getattr(message, "letter", None)
    mould = None
    if letter and letter.frozen:
        words = Words(letter.subject, letter.text, letter.html)
    elif found := filled(message):
        words, mould = found
    else:
        words = words_of(message)
        if len(words.text) > LONGEST_TEXT:  # it was cut: half a letter is none
            raise TooLarge(
                ngettext("more than %(n)d sign", "more than %(n)d signs", LONGEST_TEXT) % {"n": LONGEST_TEXT}
            )
    if (signs := len(words.text) + len(words.html)) > MOST_SIGNS:
        raise TooLarge(filesizeformat(signs))
    if message.purpose == Purpose.MARKETING and not message.owner.postal_address.strip():
        raise Nameless
    _refuse_impure(message, words, mould)
    return words


def _refuse_impure(message: Message, words: Words, mould: Mould | None) -> None:
    """Raise where a letter says what it must not; what its mould can answer for is not read again."""
    if not (mould and mould.is_pure) and (found := impure_words(message, words)):
        raise Impure("”, “".join(found))
    if not (mould and mould.never_pushes) and (found := pushing_words(message, words)):
        raise Pushing("”, “".join(found))


def _parcel(message: Message) -> Parcel:
    parcel = parcel_of(message)
    if len(parcel.content) > MOST_BYTES:
        raise TooLarge(filesizeformat(len(parcel.content)))
    return parcel


@transaction.atomic
def _freeze(claim: Claim, written: list[tuple[Message, Words]], now: datetime) -> list[Message]:
    """Fix words, address, identity and date before the first byte leaves; a second time nothing.

    Returns those that are still ours: the words of one that was taken back may be new by now.
    """
    if not written:
        return []
    hold(message.customer_id for message, _ in written)
    ours = {pk for (pk,) in read(_held, token=claim.token, ids=sorted(message.pk for message, _ in written))}
    new, kept = [], []
    for message, words in written:
        letter = getattr(message, "letter", None)
        if message.pk in ours and not (letter and letter.dated):
            frozen = _frozen(message, words, now)
            (new if letter is None else kept).append(frozen)
    names = ("message_id", *FROZEN)
    insert_values(Letter, names, [[getattr(letter, name) for name in names] for letter in new])
    _keep(kept)
    ask_in_letters([message for message, _ in written if message.pk in ours], now)
    return [message for message, _ in written if message.pk in ours]


def _held(token: int, ids: list[UUID]) -> QuerySet:
    return unbegun(token).filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk")


def _keep(letters: list[Letter]) -> None:
    """Write letters whose rows are there, all by one statement."""
    if letters:
        Letter.objects.bulk_create(
            letters, update_conflicts=True, unique_fields=["message"], update_fields=FROZEN
        )


def _frozen(message: Message, words: Words, now: datetime) -> Letter:
    return Letter(
        message=message, recipient=message.reach.address,
        subject=words.subject, text=words.text, html=words.html,
        mail_id=mail_id(message), dated=now, frozen=True,
    )  # fmt: skip
