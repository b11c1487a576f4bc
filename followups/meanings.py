"""Decides what a letter that came back means: a reply, an automatic one, "stop", or perhaps "stop".

A machine's letter never counts. Whoever wants no more is heard in many wordings; where it could
mean something else, the distributor is asked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from followups.stop_words import (
    DOUBTFUL_PHRASES,
    DOUBTFUL_WORDS,
    OUT_OF_OFFICE,
    POLITE,
    QUOTE_BEGINS,
    STOP_ALONE,
    STOP_PHRASES,
    SUBJECTS_OF_MACHINES,
)
from kit.folding import fold

REPLY, AUTOMATIC, STOP, DOUBTFUL = "reply", "automatic", "stop", "doubtful"

OPENING = 160  # signs in which an automatic reply says what it is
FEW_WORDS = 12  # a single word like "stop" weighs only in a short letter
BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
MACHINES = (
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply",
    "x-autoresponder",
    "list-id",
    "x-failed-recipients",
)
DAEMON = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b", re.IGNORECASE)
REPLY_SIGNS = re.compile(r"^((re|aw|antw|sv|vs|tr|fw|fwd|wg|rv|r|res|odp)\s*(\[\d+\])?:\s*)+", re.IGNORECASE)


@dataclass(frozen=True)
class Mail:
    """What decides about a letter: headers by their names in small letters, and its words."""

    headers: Mapping[str, str]
    sender: str
    subject: str
    text: str


def meaning_of(mail: Mail) -> str:
    """Say what a letter means: reply, automatic, stop or doubtful."""
    if is_by_machine(mail):
        return AUTOMATIC
    said = folded(own_words(mail.text))
    title = folded(REPLY_SIGNS.sub("", mail.subject.strip()))
    if wants_no_more(said) or (not said and wants_no_more(title)):
        return STOP
    if said[:OPENING] and _holds(said[:OPENING], OUT_OF_OFFICE):
        return AUTOMATIC
    return DOUBTFUL if may_want_no_more(said) or (title and wants_no_more(title)) else REPLY


def is_by_machine(mail: Mail) -> bool:
    """Say whether a letter was written by a machine: by its headers, its sender, its subject."""
    headers = mail.headers
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    if submitted not in ("", "no") or headers.get("precedence", "").strip().lower() in BULK:
        return True
    if any(name in headers for name in MACHINES) or headers.get("return-path", "").strip() == "<>":
        return True
    if "multipart/report" in headers.get("content-type", "").lower() or DAEMON.match(mail.sender):
        return True
    title = folded(mail.subject)
    return any(title.startswith(begins) for begins in SUBJECTS_OF_MACHINES)


def wants_no_more(said: str) -> bool:
    """Say whether folded words say plainly that somebody wants no more letters."""
    bare = " ".join(word for word in said.split() if word not in POLITE)
    return bare in STOP_ALONE or _holds(said, STOP_PHRASES)


def may_want_no_more(said: str) -> bool:
    """Say whether folded words may mean that, or something else."""
    if _holds(said, DOUBTFUL_PHRASES):
        return True
    words = said.split()
    return len(words) <= FEW_WORDS and not DOUBTFUL_WORDS.isdisjoint(words)


def own_words(text: str) -> str:
    """Return what somebody wrote themselves: without the letter they answer, and without a signature."""
    kept = []
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.strip()
        if bare == "--" or _begins_quote(bare):
            break
        if not bare.startswith((">", "|")):
            kept.append(bare)
    return "\n".join(kept).strip()


def folded(text: str) -> str:
    """Return words in small letters, without accents and signs, a blank between two."""
    return " ".join(re.sub(r"\W+", " ", fold(text)).split())


def _begins_quote(line: str) -> bool:
    return bool(line) and any(pattern.search(line) for pattern in QUOTE_BEGINS)


def _holds(said: str, phrases) -> bool:
    around = f" {said} "
    return any(f" {phrase} " in around for phrase in phrases)
