"""Makes of a frozen letter the bytes that go over the line; of the same letter always the same."""

import mimetypes
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from django.conf import settings
from django.utils.encoding import punycode

from customers.models.consent import Purpose
from followups.delivery import mime
from followups.documents import PLAIN, documents_of
from followups.foot import foot_of, with_foot
from followups.kinds import Kind
from followups.letters import Words
from followups.models import Message
from followups.preferences import link_to_page
from followups.tokens import token_for

# To what the person did: no mail program need offer to stop them.
ANSWERS = frozenset({Kind.THANK, Kind.ANSWER})
BY_ITSELF = mime.header("Auto-Submitted", "auto-generated")
AT_ONE_PRESS = mime.header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


@dataclass(frozen=True)
class Parcel:
    """A letter ready for the line; the content ends its lines with CRLF."""

    sender: str
    recipient: str
    content: bytes
    name: str  # the same for every copy of one message


def mail_id(message: Message) -> str:
    """The identity of a message on all servers it passes."""
    return f"<{message.pk}@{_house_address().partition('@')[2] or 'localhost'}>"


def parcel_of(message: Message) -> Parcel:
    """Build the letter of a message: text and HTML with their foot, and the document of its rule."""
    letter, owner, person = message.letter, message.owner, message.customer
    recipient, link = _ascii(letter.recipient), link_to_page(person)
    words = Words(letter.subject, letter.text, letter.html)
    words = with_foot(words, foot_of(person, owner, message.purpose, link))
    head = [
        mime.named("From", _clean(owner.name), _house_address()),
        mime.named("To", _clean(person.name), recipient),
        mime.header("Subject", letter.subject),
        _date(letter.dated),
        mime.verbatim("Message-ID", letter.mail_id),
        BY_ITSELF,
        *_way_to_stop(message, link),
    ]
    if answers_to := reply_address(message):
        head.append(mime.named("Reply-To", _clean(owner.name), _ascii(answers_to)))
    page = None if PLAIN in message.context else words.html
    content = mime.mail_of(head, words.text, page, f"=_{message.pk.hex}", _documents(message))
    return Parcel(_house_address(), recipient, content, str(message.pk))


def reply_address(message: Message) -> str:
    """Where answers go: to a signed address of the house where it hears letters, else to the distributor."""
    if settings.REPLY_DOMAIN:
        return f"reply+{token_for('reply', message.pk)}@{settings.REPLY_DOMAIN}"
    return message.owner.email or ""


def _way_to_stop(message: Message, link: str) -> list[bytes]:
    """Let mail programs show a button: one press of it stops the letters (RFC 2369, RFC 8058)."""
    if message.customer._state.adding:
        return []  # a test to oneself: nobody is stopped by it
    lines = [mime.verbatim("List-Unsubscribe", f"<{link}>")]
    is_answer = message.purpose == Purpose.SERVICE and message.rule.kind in ANSWERS
    if settings.SITE.secure and not is_answer:
        lines.append(AT_ONE_PRESS)
    return lines


@lru_cache(maxsize=64)
def _date(dated: datetime) -> bytes:
    return mime.header("Date", format_datetime(dated))


def _clean(name: str) -> str:
    if name.isprintable():
        return " ".join(name.split())
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())


def _ascii(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{_domain(domain)}"


@lru_cache(maxsize=1024)
def _domain(domain: str) -> str:
    return punycode(domain)


def _house_address() -> str:
    return _address_in(settings.DEFAULT_FROM_EMAIL)


@lru_cache
def _address_in(sender: str) -> str:
    return parseaddr(sender)[1]


def _documents(message: Message) -> list[bytes]:
    """The document of the rule, and those that the letter itself asks for."""
    parts = [_document(message.rule.attachment)] if message.rule.attachment else []
    return parts + [mime.document(one.content, one.kind, one.name) for one in documents_of(message)]


def _document(document) -> bytes:
    name = document.name.rsplit("/", 1)[-1]
    with document.open("rb") as file:
        return mime.document(file.read(), mimetypes.guess_type(name)[0] or "application/octet-stream", name)
