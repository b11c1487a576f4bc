"""Writes the words of a letter: a template, a person's name, the goods, a signature.

The first line of a text template is the subject. The HTML says the same words in a frame.
"""

import re
from dataclasses import dataclass

import css_inline
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, override

from customers.models import Customer
from followups.kinds import Kind
from followups.models import Letter, Message
from followups.purity import impurities
from team.models import Distributor

LONGEST_SUBJECT = 200
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Words:
    """A letter to read: subject, plain text, and the same as HTML."""

    subject: str
    text: str
    html: str


def words_of(message: Message) -> Words:
    """Write the letter of a message by its rule, in the language of the person."""
    person, owner = message.customer, message.owner
    with override(language_of(person, owner)):
        written = render_to_string(
            f"letters/{message.rule.letter}.txt",
            {
                "name": person.addressed,
                "products": message.context.get("products", ""),
                "signature": owner.signs_as,
            },
        )
    subject, _, text = written.strip().partition("\n")
    return framed(subject, text, person=person, owner=owner)


def letter_as_it_stands(message: Message) -> Letter | Words:
    """Return the words that are kept, else those the rule would write now; none where it cannot."""
    if kept := getattr(message, "letter", None):
        return kept
    try:
        return words_of(message)
    except (TemplateDoesNotExist, TemplateSyntaxError):
        return Words("", "", "")


def framed(subject: str, text: str, *, person: Customer, owner: Distributor) -> Words:
    """Put a subject and a text, as somebody wrote them, into the frame of a letter."""
    subject = " ".join(subject.split())[:LONGEST_SUBJECT]
    text = text.replace("\r\n", "\n").strip()[:LONGEST_TEXT]
    language = language_of(person, owner)
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


def goods_of(message: Message) -> list[str]:
    """Return the names that the list of goods may hold, the whole list first."""
    products = message.context.get("products", "")
    parts = re.split(r",| and | und | et | y |\d+ ?[x×]", products)
    return [products, *(part.strip() for part in parts)]
