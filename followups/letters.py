"""Writes the words of a letter: a template, a person's name, the goods, a signature.

The first line of a text template is the subject. The HTML says the same words in a frame.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import css_inline
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.utils.translation import get_language_bidi, override

from customers.models import Customer
from followups.complaint_page import link_to_complain, sample_complain_link
from followups.fields import Piece, fill, marked, pieces, unmarked
from followups.kinds import Kind
from followups.models import Letter, Message
from followups.models.rule import Action
from followups.purity import impurities, thresholds
from followups.survey_links import link_to_survey, sample_link
from followups.surveying import occasion_of
from team.models import Distributor

LONGEST_SUBJECT = 200
LONGEST_TEXT = 20_000
AFTER_DELIVERY = frozenset({"check_in_days", "check_in_weeks"})  # they say where one can complain


@dataclass(frozen=True)
class Words:
    """A letter to read: subject, plain text, and the same as HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Preview:
    """How a step reads for a person: the letter, and its words in pieces that say what is theirs."""

    words: Words
    subject: list[Piece]
    text: list[Piece]
    language: str


class Wording(Protocol):
    """What of a step says which words: its own, else those of a template of the house."""

    letter: str
    subject: str
    text: str


def words_of(message: Message) -> Words:
    """Write the letter of a message by its rule, in the language of the person."""
    person, owner = message.customer, message.owner
    with override(language_of(person, owner)):
        subject, text = written(message.rule, values_of(message))
    return framed(subject, text, person=person, owner=owner)


def preview(step: Wording, person: Customer, owner: Distributor, context: Mapping[str, str]) -> Preview:
    """Write the letter of a step for a person as if it were due; `context` as a message has it."""
    language = language_of(person, owner)
    with override(language):
        values = values_for(person, owner, context)
        if getattr(step, "action", "") == Action.SURVEY:
            values["survey"] = sample_link()
        if step.letter in AFTER_DELIVERY:
            values["complain"] = sample_complain_link()
        subject, text = written(step, marked(values))
    words = framed(unmarked(subject), unmarked(text), person=person, owner=owner)
    return Preview(words, pieces(subject.strip()), pieces(text.strip()), language)


def written(step: Wording, values: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and text of a step with the values of a person, in the active language."""
    if step.subject or step.text:
        return fill(step.subject, values), fill(step.text, values)
    page = render_to_string(f"letters/{letter_named(step)}.txt", dict(values))
    subject, _, text = page.strip().partition("\n")
    return subject, text


def letter_named(step: Wording) -> str:
    """Return the name of the house's letter of a step; a survey without one has that of its occasion."""
    if not step.letter and getattr(step, "action", "") == Action.SURVEY:
        return f"survey_{occasion_of(step.anchor)}"
    return step.letter


def values_of(message: Message) -> dict[str, str]:
    """Return what the fields of a letter stand for; of a survey also the link to it."""
    values = values_for(message.customer, message.owner, message.context)
    if message.rule.action == Action.SURVEY:
        values["survey"] = link_to_survey(message)
    if message.rule.letter in AFTER_DELIVERY:
        values["complain"] = link_to_complain(message.customer)
    return values


def values_for(person: Customer, owner: Distributor, context: Mapping[str, str]) -> dict[str, str]:
    """Return what the fields of a letter to a person stand for: of its cause, and of the two."""
    cause = {name: value for name, value in context.items() if isinstance(value, str)}
    return {
        "products": "",
        "friend": "",
        "survey": "",
        **cause,
        "name": person.addressed,
        "signature": owner.signs_as,
    }


def is_letter_of_the_house(name: str) -> bool:
    """Say whether there is a template of that name."""
    if not re.fullmatch(r"[a-z0-9_]+", name):
        return False
    try:
        get_template(f"letters/{name}.txt")
    except TemplateDoesNotExist:
        return False
    return True


def letter_as_it_stands(message: Message) -> Letter | Words:
    """Return the words that are kept, else those the rule would write now; none where it cannot."""
    return getattr(message, "letter", None) or words_by_rule(message)


def words_by_rule(message: Message) -> Words:
    """Return the words the rule would write now, whatever is kept; none where it cannot."""
    try:
        return words_of(message)
    except (TemplateDoesNotExist, TemplateSyntaxError, AttributeError, TypeError):
        return Words("", "", "")


def framed(subject: str, text: str, *, person: Customer, owner: Distributor) -> Words:
    """Put a subject and a text, as somebody wrote them, into the frame of a letter."""
    return framed_in(language_of(person, owner), subject, text)


def framed_in(language: str, subject: str, text: str) -> Words:
    """Put a subject and a text into the frame of a letter in a language."""
    subject = " ".join(subject.split())[:LONGEST_SUBJECT]
    text = text.replace("\r\n", "\n").strip()[:LONGEST_TEXT]
    with override(language):
        page = {
            "language": language,
            "rtl": get_language_bidi(),
            "subject": subject,
            "paragraphs": re.split(r"\n\s*\n", text),
        }
        html = render_to_string("letters/frame.html", page)
    return Words(subject, text + "\n", css_inline.inline(html))


def language_of(person: Customer, owner: Distributor) -> str:
    """Return the language a letter is written in: the person's, else the distributor's."""
    return person.language or owner.language or "en"


def impure_words(message: Message, words: Words | None = None) -> list[str]:
    """Return what must not stand in this letter: in a thank-you, offers and requests."""
    if message.rule.kind != Kind.THANK:
        return []
    words = words or words_of(message)
    person = message.customer
    names = [person.name, person.greeting, message.owner.signs_as, *goods_of(message)]
    return impurities(f"{words.subject}\n{words.text}", names)


def pushing_words(message: Message, words: Words) -> list[str]:
    """Return what must not stand in any letter: a request to order more so that something is reached."""
    return thresholds(f"{words.subject}\n{words.text}", [message.owner.signs_as, *goods_of(message)])


def goods_of(message: Message) -> list[str]:
    """Return the names that the list of goods may hold, the whole list first."""
    products = message.context.get("products", "")
    parts = re.split(r",| and | und | et | y |\d+ ?[x×]", products)
    return [products, *(part.strip() for part in parts)]
