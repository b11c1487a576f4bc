"""Decides what a provider's news of a letter means: it arrived, came back, was unwanted; for good or not.

Also reads a letter that came in by a provider into what decides about it. Whether letters were
opened is nobody's business and is not heard.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parseaddr
from html import unescape

from followups.meanings import Mail

DELIVERED, BOUNCED, COMPLAINED, UNSUBSCRIBED = "delivered", "bounced", "complained", "unsubscribed"
KINDS = {
    "delivered": DELIVERED, "bounced": BOUNCED, "rejected": BOUNCED, "failed": BOUNCED,
    "complained": COMPLAINED, "unsubscribed": UNSUBSCRIBED,
}  # fmt: skip
FOR_GOOD = {"bounced", "invalid"}
SPAM = "spam"
# What providers call a letter that came back for now, in whichever of these fields.
TOLD_IN = {"type", "event", "severity", "bounce_class"}
FOR_NOW = {
    "softbounce", "soft_bounce", "soft", "transient", "temporary", "undetermined", "dnserror", "blocked",
    "20", "21", "22", "23", "24", "25", "40", "50", "51", "52", "53", "54", "60", "70", "100",
}  # fmt: skip
DEEPEST = 4
REPLY_ADDRESS = re.compile(r"\breply\+([a-z2-7]{42})@", re.IGNORECASE)
ADDRESSED = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-forwarded-to")
LONGEST_TEXT, LONGEST_LINE = 20_000, 200


@dataclass(frozen=True)
class News:
    """What became of a letter. `kind` is empty where it means nothing to us."""

    kind: str
    for_good: bool = False


def news_of(event_type: str, reject_reason: str | None, raw: object) -> News:
    """Say what an event means; `raw` is what the provider said, for what it says more."""
    kind = KINDS.get(event_type, "")
    if kind == BOUNCED and reject_reason == SPAM:
        return News(COMPLAINED)
    if kind == BOUNCED and reject_reason == "unsubscribed":
        return News(UNSUBSCRIBED)
    for_good = kind == BOUNCED and reject_reason in FOR_GOOD and FOR_NOW.isdisjoint(_told(raw))
    return News(kind, for_good)


def source_of(provider: str, event_id: str | None, *parts: object) -> str:
    """The provider's own name of what it tells, so that what comes twice counts once."""
    if event_id:
        return f"{provider}:{event_id}"[:200]
    said = "\0".join("" if part is None else str(part) for part in parts)
    return f"{provider}#{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"


def mail_from(message) -> Mail:
    """Read an incoming letter, as a library parsed it; whatever is broken in it is left out."""
    headers = {name.lower(): _line(value) for name, value in reversed(list(message.raw_items()))}
    if message.envelope_sender in ("", "<>"):
        headers["return-path"] = "<>"
    return Mail(
        headers=headers,
        sender=parseaddr(headers.get("from", ""))[1],
        subject=headers.get("subject", "")[:LONGEST_LINE],
        text=_words(message),
    )


def token_in(message) -> str:
    """Find the signed part of the address that a letter came to; empty if it came to none of ours."""
    lines = [str(value) for name, value in message.raw_items() if name.lower() in ADDRESSED]
    found = REPLY_ADDRESS.search("\n".join([message.envelope_recipient or "", *lines]))
    return found[1].lower() if found else ""


def clean(text: str) -> str:
    """Return a text that every database can keep."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _told(raw: object, depth: int = 0) -> set[str]:
    return {str(value).lower() for value in _values(raw, depth)}


def _values(raw: object, depth: int) -> Iterator[object]:
    if not isinstance(raw, Mapping) or depth > DEEPEST:
        return
    for name, value in raw.items():
        if isinstance(value, Mapping):
            yield from _values(value, depth + 1)
        elif str(name).lower() in TOLD_IN:
            yield value


def _line(value: object) -> str:
    said = clean(str(value))
    with suppress(ValueError, LookupError, HeaderParseError):
        said = clean(str(make_header(decode_header(said))))
    return " ".join(said.split())


def _words(message) -> str:
    """The words that were written: those the provider told apart from the answered ones, else all."""
    said = message.stripped_text or _part(message, "text")
    if not said:
        said = unescape(
            re.sub(
                r"<[^>]*>",
                " ",
                re.sub(r"(?is)<(style|script).*?</\1>|<blockquote.*", "", _part(message, "html")),
            )
        )
    return clean(said).strip()[:LONGEST_TEXT]


def _part(message, name: str) -> str:
    with suppress(ValueError, LookupError, AttributeError):
        return getattr(message, name) or ""
    return ""
