"""Writes what stands under every letter: the way to stop it, and under offers who sends them from where."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import override

from customers.models import Customer
from customers.models.consent import Purpose
from followups.letters import Words, language_of
from followups.preferences import link_to_page
from team.models import Distributor

END = "</body>"
LINK = "https://link.invalid/u/"  # stands for the link until it is known whose it is


@dataclass(frozen=True)
class Foot:
    """The same words as plain text and as HTML."""

    text: str
    html: str


def foot_of(person: Customer, owner: Distributor, purpose: str, link: str = "") -> Foot:
    """Return what belongs under a letter to somebody, in their language; `link` if it is known already."""
    marketing = purpose == Purpose.MARKETING
    postal_address = owner.postal_address.strip().replace("\r\n", "\n") if marketing else ""
    kept = _foot(language_of(person, owner), marketing, owner.name, _sender(owner, marketing), postal_address)
    link = link or link_to_page(person)
    return Foot(kept.text.replace(LINK, link), kept.html.replace(LINK, link))


def _sender(owner: Distributor, marketing: bool) -> str:
    """Who writes, with the company; only offers must say so, and only for them it is looked up."""
    return f"{owner.name}, {owner.company.name}" if marketing and owner.company_id else owner.name


@lru_cache(maxsize=256)
def _foot(language: str, marketing: bool, name: str, sender: str, postal_address: str) -> Foot:
    """Written once for the letters of a distributor; each gets its own link."""
    page = {
        "marketing": marketing, "name": name, "sender": sender, "postal_address": postal_address, "link": LINK,
    }  # fmt: skip
    with override(language):
        return Foot(
            render_to_string("letters/foot.txt", page).strip() + "\n",
            render_to_string("letters/foot.html", page).strip() + "\n",
        )


def with_foot(words: Words, foot: Foot) -> Words:
    """Put the foot under the text and at the end of the page."""
    page, end, rest = words.html.rpartition(END)
    html = f"{page}{foot.html}{end}{rest}" if end else f"{words.html}{foot.html}"
    return Words(words.subject, f"{words.text.rstrip()}\n\n{foot.text}", html)
