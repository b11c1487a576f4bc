"""Decides from a mail server's answer what it means for the letter, the address and the account."""

import re
from dataclasses import dataclass
from datetime import timedelta

MOST_ATTEMPTS = 8
QUICK = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
SLOW = tuple(timedelta(hours=hours) for hours in (1, 3, 6, 12, 24))
ACCOUNT_BACKOFF = timedelta(seconds=30)
MOST_ACCOUNT_BACKOFF = timedelta(minutes=30)
LINE_BACKOFF = timedelta(seconds=5)
MOST_LINE_BACKOFF = timedelta(minutes=2)
MOST_FULL_IN_A_ROW = 6  # after so many lines that found no room, something is wrong

ENHANCED = re.compile(r"^\s*(?P<class>[245])\.(?P<subject>\d{1,3})\.\d{1,3}\b")
ADDRESS, POLICY = 1, 7  # subjects of enhanced status codes
# What servers say without a code for it. Whole words: part of an address or a host means nothing.
WORD = r"(?:^|\s)(?:%s)[,;:.!)]?(?:\s|$)"
ABOUT_US = re.compile(WORD % r"(?:relay|auth|unauth)\w*|rcpthosts", re.IGNORECASE)
BY_POLICY = re.compile(WORD % "denied|policy", re.IGNORECASE)
NO_ROOM = re.compile(
    r"\btoo many (?:\w+ ){0,2}(?:connections|sessions)\b"
    r"|\b(?:connections?|sessions?|rate)[ -](?:\w+ )?limit(?:ed)?\b"
    r"|\bthrottl(?:ed|ing)\b",
    re.IGNORECASE,
)
LATER_AT_BEST = re.compile(
    r"\b(?:quota|mailbox (?:is )?full|full mailbox|receiving mail (?:too|at a rate))\b", re.IGNORECASE
)
OF_THE_ACCOUNT = {421, 454, 530, 534, 535, 538}
NO_SUCH_ADDRESS = {550, 551, 553}


@dataclass(frozen=True)
class Outcome:
    """How handing over ended.

    `kind` is accepted, later (this letter, try again), refused (for good, never again), account
    (nothing to do with this letter), full (nor this: the server has no room for one more line),
    unsent (not even tried, after such trouble or for want of time), or unclear (accepted or not,
    nobody on our side can know). `slow`: what is to be tried later will not be better soon.
    """

    kind: str
    phase: str
    code: str = ""
    text: str = ""
    bad_address: bool = False
    slow: bool = False

    @property
    def reply(self) -> str:
        """The answer as people may read it."""
        return f"{self.code} {self.text}".strip()


def accepted(code: int, text: str) -> Outcome:
    return Outcome("accepted", "answered", str(code), text)


def unclear(text: str) -> Outcome:
    return Outcome("unclear", "dot", text=text)


def refused(phase: str, code: int, text: str) -> Outcome:
    """Classify a refusal.

    Too many connections: this line, the others go on. About us (the sender, the sign-in, a server
    that closes or does not relay for us): the account. About this letter, for now (soon again, or
    in hours where a mailbox is full) or by policy: it is tried again later, alone, so that
    greylisting of one recipient does not hold up everybody else's letters. For good: the letter is
    closed, and the address marked where the server says that there is none.
    """
    subject = _subject(text)
    if code < 500 and has_no_room(text):
        return Outcome("full", phase, str(code), text)
    if code in OF_THE_ACCOUNT or phase == "mail" or _is_about_us(phase, code, subject, text):
        return Outcome("account", phase, str(code), text)
    if code < 500 or subject == POLICY:
        slow = code >= 500 or bool(LATER_AT_BEST.search(text))
        return Outcome("later", phase, str(code), text, slow=slow)
    bad = phase == "rcpt" and (subject == ADDRESS or (subject is None and code in NO_SUCH_ADDRESS))
    return Outcome("refused", phase, str(code), text, bad_address=bad)


def _is_about_us(phase: str, code: int, subject: int | None, text: str) -> bool:
    """A server that does not relay for us says so of every recipient."""
    return phase == "rcpt" and code >= 500 and subject in (None, POLICY) and bool(ABOUT_US.search(text))


def has_no_room(text: str) -> bool:
    """Say whether a server only has too many lines, or letters, of ours at once."""
    return bool(NO_ROOM.search(text))


def wait_after(attempts: int, chance: float, *, slow: bool = False) -> timedelta:
    """How long to wait after so many attempts; `chance` from 0 to 1 spreads the half of it."""
    steps = SLOW if slow else QUICK
    return steps[min(attempts, len(steps)) - 1] * (0.5 + chance / 2)


def account_wait(failures: int) -> timedelta:
    """How long an account rests after so many failures in a row."""
    return _doubled(ACCOUNT_BACKOFF, failures, MOST_ACCOUNT_BACKOFF)


def line_wait(failures: int, chance: float) -> timedelta:
    """How long one worker's line rests for which there was no room so many times in a row."""
    return _doubled(LINE_BACKOFF, failures, MOST_LINE_BACKOFF) * (0.5 + chance / 2)


def _doubled(first: timedelta, failures: int, most: timedelta) -> timedelta:
    return min(first * 2 ** min(failures - 1, 10), most)


def _subject(text: str) -> int | None:
    """The second figure of an enhanced status code (RFC 3463), or what the words stand for."""
    if found := ENHANCED.match(text):
        return int(found["subject"])
    return POLICY if BY_POLICY.search(text) else None
