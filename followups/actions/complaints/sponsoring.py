"""Asks the sponsor about a complaint, by choice: they see what was typed for them, never whose it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Customer
from customers.tidying import tidy_line
from followups.actions.complaints.holding import (
    LONGEST_WISH,
    held,
    read_wish,
    read_words,
    refuse_closed,
    unchanged,
    write_step,
)
from followups.errors import Closed
from followups.models import Complaint
from followups.nameless import named_in
from followups.sponsors import sponsor_of
from kit import clock
from kit.errors import Refused
from kit.events import Actor

LONGEST_CONTACT = 200


@transaction.atomic
def ask_sponsor(*, complaint: Complaint, by: Actor, words: str, version: int | None = None) -> Complaint:
    """Ask the sponsor what to do. They see these words and the figures of it, not the person.

    Raises Refused for words that name the person, Closed where there is no sponsor to ask.
    """
    row = held(complaint, version)
    refuse_closed(row)
    said = _asked(words)
    if sponsor_of(row.owner) is None:
        raise Closed(_("There is no sponsor above you who can be asked here."))
    if found := _named(row.customer, said):
        sentence = _("Leave out who it is: your sponsor sees this (%(found)s).")
        raise Refused(sentence % {"found": found}, field="words")
    if row.sponsor_words == said:
        return unchanged(complaint, row)
    values = {"sponsor_asked_at": clock.now(), "sponsor_words": said, "sponsor_answered_at": None}
    return write_step(complaint, row, by, "complaint.sponsor_asked", {**values, "sponsor_answer": ""})


@transaction.atomic
def answer_as_sponsor(*, complaint: Complaint, by: Actor, words: str) -> Complaint:
    """Answer what a distributor asked about a complaint. The caller made sure that it is their sponsor."""
    row = held(complaint)
    said = read_words(words, "words", LONGEST_WISH)
    if row.sponsor_asked_at is None:
        raise Closed(_("The question was taken back."))
    if row.sponsor_answer == said:
        return unchanged(complaint, row)
    values = {"sponsor_answer": said, "sponsor_answered_at": clock.now()}
    return write_step(complaint, row, by, "complaint.sponsor_answered", values)


@transaction.atomic
def speak_with_sponsor(*, complaint: Complaint, by: Actor, contact: str) -> Complaint:
    """Note that the person would rather speak with the sponsor, and how they may be reached.

    The sponsor sees what the person wrote, and this. Raises Refused where there is no way, or no sponsor.
    """
    row = held(complaint)
    refuse_closed(row)
    said = tidy_line(contact)
    if not said:
        raise Refused(_("Write your name, and a number or an address, please."), field="contact")
    if len(said) > LONGEST_CONTACT:
        raise Refused(_("At most %(most)d signs, please.") % {"most": LONGEST_CONTACT}, field="contact")
    if sponsor_of(row.owner) is None:
        raise Closed(_("There is nobody else who could take over here."))
    if row.sponsor_contact == said:
        return unchanged(complaint, row)
    values = {"sponsor_contact": said, "sponsor_asked_at": row.sponsor_asked_at or clock.now()}
    return write_step(complaint, row, by, "complaint.passed_on", values)


@transaction.atomic
def stay_with_owner(*, complaint: Complaint, by: Actor) -> Complaint:
    """Note that the person does not want to speak with the sponsor after all. Twice is once."""
    row = held(complaint)
    if not row.sponsor_contact:
        return unchanged(complaint, row)
    asked = {} if row.sponsor_words else {"sponsor_asked_at": None}
    return write_step(complaint, row, by, "complaint.not_passed_on", {"sponsor_contact": "", **asked})


def _asked(words: str) -> str:
    said = read_wish(words, "words")
    if not said:
        raise Refused(_("Write what you want to know, please."), field="words")
    return said


def _named(person: Customer, said: str) -> str:
    """What of the words tells who the person is: a name, an address, a number."""
    known = [row.address for row in person.emails.all()] + [row.number for row in person.phones.all()]
    return named_in(said, [person.name, person.greeting], known)
