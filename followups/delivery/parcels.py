"""Makes of a frozen letter the bytes that go over the line; of the same letter always the same."""

import mimetypes
from dataclasses import dataclass
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.utils.encoding import punycode

from customers.models.consent import Purpose
from followups.foot import foot_of, with_foot
from followups.kinds import Kind
from followups.letters import Words
from followups.models import Message
from followups.preferences import link_to_page
from followups.tokens import token_for

ANSWERS = frozenset(
    {Kind.THANK, Kind.ANSWER}
)  # to what the person did; no mail program need offer to stop them


class Verbatim(UnstructuredHeader):
    """A header with an address of the web, which mail programs must find whole, however long it is."""

    def fold(self, *, policy):
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", Verbatim)
POLICY = SMTP.clone(max_line_length=76, header_factory=HEADERS)


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
    letter, owner = message.letter, message.owner
    words = Words(letter.subject, letter.text, letter.html)
    words = with_foot(words, foot_of(message.customer, owner, message.purpose))
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _named(owner.name, _house_address())
    mail["To"] = _named(message.customer.name, letter.recipient)
    if answers_to := reply_address(message):
        mail["Reply-To"] = _named(owner.name, answers_to)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.dated)
    mail["Message-ID"] = letter.mail_id
    mail["Auto-Submitted"] = "auto-generated"
    _offer_to_stop(mail, message)
    mail.set_content(words.text, cte="quoted-printable")
    mail.add_alternative(words.html, subtype="html", cte="quoted-printable")
    if message.rule.attachment:
        _attach(mail, message.rule.attachment)
    _fix_boundaries(mail, message)
    return Parcel(_house_address(), _ascii(letter.recipient), mail.as_bytes(), str(message.pk))


def reply_address(message: Message) -> str:
    """Where answers go: to a signed address of the house where it hears letters, else to the distributor."""
    if settings.REPLY_DOMAIN:
        return f"reply+{token_for('reply', message.pk)}@{settings.REPLY_DOMAIN}"
    return message.owner.email or ""


def _offer_to_stop(mail: EmailMessage, message: Message) -> None:
    """Let mail programs show a button: one press of it stops the letters (RFC 2369, RFC 8058)."""
    mail["List-Unsubscribe"] = f"<{link_to_page(message.customer)}>"
    is_answer = message.purpose == Purpose.SERVICE and message.rule.kind in ANSWERS
    if settings.SITE.secure and not is_answer:
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _named(name: str, address: str) -> Address:
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    return Address(display_name=name, addr_spec=_ascii(address))


def _ascii(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{punycode(domain)}"


def _house_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _attach(mail: EmailMessage, document) -> None:
    name = document.name.rsplit("/", 1)[-1]
    kind = (mimetypes.guess_type(name)[0] or "application/octet-stream").split("/")
    with document.open("rb") as file:
        mail.add_attachment(file.read(), maintype=kind[0], subtype=kind[1], filename=name)


def _fix_boundaries(mail: EmailMessage, message: Message) -> None:
    parts = [part for part in mail.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{message.pk.hex}_{number}")
