"""Decides from a mail server's answer what it means for the letter, the address and the account."""

import re
from dataclasses import dataclass
from datetime import timedelta

MOST_ATTEMPTS = 8
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
ACCOUNT_BACKOFF = timedelta(seconds=30)
MOST_ACCOUNT_BACKOFF = timedelta(minutes=30)

ENHANCED = re.compile(r"^\s*(?P<class>[245])\.(?P<subject>\d{1,3})\.\d{1,3}\b")
ADDRESS, POLICY = 1, 7  # subjects of enhanced status codes
# What servers say without a code for it. Whole words: part of an address or a host means nothing.
WORD = r"(?:^|\s)(?:%s)[,;:.!)]?(?:\s|$)"
ABOUT_US = re.compile(WORD % r"(?:relay|auth|unauth)\w*|rcpthosts", re.IGNORECASE)
BY_POLICY = re.compile(WORD % "denied|policy", re.IGNORECASE)
OF_THE_ACCOUNT = {421, 454, 530, 534, 535, 538}
NO_SUCH_ADDRESS = {550, 551, 553}


@dataclass(frozen=True)
class Outcome:
    """How handing over ended.

    `kind` is accepted, later (this letter, try again), refused (for good), account (nothing to
    do with this letter), unsent (not even tried, after such trouble or for want of time), or
    unclear (accepted or not, nobody on our side can know).
    """

    kind: str
    phase: str
    code: str = ""
    text: str = ""
    bad_address: bool = False

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

    About us (the sender, the sign-in, a server that closes or does not relay for us): the account.
    About this letter, for now or by policy: it is tried again later, alone, so that greylisting of
    one recipient does not hold up everybody else's letters. For good: the letter is closed, and the
    address marked where the server says that there is none.
    """
    subject = _subject(text)
    if code in OF_THE_ACCOUNT or phase == "mail" or _is_about_us(phase, code, subject, text):
        return Outcome("account", phase, str(code), text)
    if code < 500 or subject == POLICY:
        return Outcome("later", phase, str(code), text)
    bad = phase == "rcpt" and (subject == ADDRESS or (subject is None and code in NO_SUCH_ADDRESS))
    return Outcome("refused", phase, str(code), text, bad_address=bad)


def _is_about_us(phase: str, code: int, subject: int | None, text: str) -> bool:
    """A server that does not relay for us says so of every recipient."""
    return phase == "rcpt" and code >= 500 and subject in (None, POLICY) and bool(ABOUT_US.search(text))


def wait_after(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many attempts; `chance` from 0 to 1 spreads the half of it."""
    return BACKOFF[min(attempts, len(BACKOFF)) - 1] * (0.5 + chance / 2)


def account_wait(failures: int) -> timedelta:
    """How long an account rests after so many failures in a row."""
    return min(ACCOUNT_BACKOFF * 2 ** min(failures - 1, 10), MOST_ACCOUNT_BACKOFF)


def _subject(text: str) -> int | None:
    """The second figure of an enhanced status code (RFC 3463), or what the words stand for."""
    if found := ENHANCED.match(text):
        return int(found["subject"])
    return POLICY if BY_POLICY.search(text) else None
