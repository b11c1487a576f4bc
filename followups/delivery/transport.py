"""The line out of the house: SMTP on one connection kept open, a provider, or files in the outbox."""

import re
import smtplib
import socket
import ssl
import time
from datetime import timedelta
from functools import cache
from typing import Protocol

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from followups.delivery.mime import PLAIN_ADDRESS
from followups.delivery.parcels import Parcel
from followups.delivery.providers import Provider
from followups.delivery.replies import Outcome, accepted, refused, unclear
from kit.outbox import OutboxBackend

MOST_ON_ONE_LINE = 100
IDLE_SECONDS = 30
ANSWER_SECONDS = 50  # RFC 5321 asks for ten minutes; later is "unclear", never "failed"
ASKED_ALONG = {"mail": 2, "rcpt": 1}  # answers that are still to come, where several words go at a time
LONGEST_ANSWER, MOST_LINES = 8192, 100  # bytes of a line
Answer = tuple[int, bytes]
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class AccountTrouble(Exception):
    """The mail server cannot be used at all now; no letter is to blame."""


class Transport(Protocol):
    """A way out of the house. `repeatable`: handing over twice leaves one letter.

    `rated`: what goes this way keeps to the rates; so it is where nothing is said.
    """

    lease: timedelta
    repeatable: bool
    rated: bool

    def open(self) -> None: ...
    def send(self, parcel: Parcel) -> Outcome: ...
    def close(self) -> None: ...


def transport(patience: float | None = None) -> Transport:
    """The way that the settings name; `patience` are seconds for an answer, where somebody waits for it."""
    if settings.EMAIL_PROVIDER:
        return Provider()
    return Outbox() if getattr(settings, "EMAIL_FILE_PATH", None) else Smtp(patience)


class Outbox:
    """Letters as files, named by their message: a copy takes the place of the first."""

    lease = timedelta(seconds=20)
    repeatable = True
    rated = False

    def open(self) -> None:
        self.backend = OutboxBackend()
        try:
            self.backend.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            raise AccountTrouble(problem.strerror or str(problem)) from problem

    def send(self, parcel: Parcel) -> Outcome:
        try:
            self.backend.keep(parcel.content, name=parcel.name)
        except OSError as problem:
            return Outcome("account", "envelope", text=problem.strerror or str(problem))
        return accepted(250, "kept in the outbox")

    def close(self) -> None:
        pass


class Smtp:
    """One connection, kept for a hundred letters or thirty idle seconds."""

    lease = timedelta(seconds=120)  # more than half of it for beginning, plus the wait for an answer
    repeatable = False
    rated = True

    def __init__(self, patience: float | None = None):
        self._patience = patience
        self._line: smtplib.SMTP | None = None
        self._sent, self._used_at = 0, 0.0

    def open(self) -> None:
        """Connect if there is no fresh connection. Raises AccountTrouble."""
        if self._line and self._sent < MOST_ON_ONE_LINE and time.monotonic() - self._used_at < IDLE_SECONDS:
            return
        self.close()
        try:
            self._line = _connect(self._patience or ANSWER_SECONDS)
        except (OSError, smtplib.SMTPException) as problem:
            raise AccountTrouble(_said(problem)) from problem
        self._sent, self._used_at = 0, time.monotonic()

    def send(self, parcel: Parcel) -> Outcome:
        """Hand over one letter and say how it ended; the phase says what the server can know."""
        phase = "connect"
        try:
            self.open()
            for verb, step in self._steps(parcel):
                phase = verb
                code, text = step()
                if code >= 400:
                    self._clean_up(verb, code)
                    return refused(verb, code, _text(text))
            self._sent, self._used_at = self._sent + 1, time.monotonic()
            return accepted(code, _text(text))
        except (AccountTrouble, OSError, smtplib.SMTPException) as problem:
            self.close()
            return _broken(phase, _said(problem))

    def close(self) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        try:
            line.quit()
        except (OSError, smtplib.SMTPException):
            line.close()

    def _steps(self, parcel: Parcel):
        """The conversation about one letter. Before the dot nothing was accepted, after it who knows."""
        line = self._line
        if line.has_extn("pipelining"):
            line.send(_envelope(parcel))
            for verb in ("mail", "rcpt", "data"):
                yield verb, self._hear
        else:
            yield "mail", lambda: line.mail(parcel.sender)
            yield "rcpt", lambda: line.rcpt(parcel.recipient)
            yield "data", lambda: line.docmd("data")
        ends = b".\r\n" if parcel.content.endswith(b"\r\n") else b"\r\n.\r\n"
        yield "body", lambda: self._hand_over(LEADING_DOT.sub(b"..", parcel.content) + ends)
        yield "dot", self._hear

    def _hand_over(self, content: bytes) -> Answer:
        """Give body and dot to the system in one go; where it takes less than all, the dot has not gone."""
        line, rest = self._line.sock, memoryview(content)
        if line is None:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        while rest:
            rest = rest[line.send(rest) :]
        return 250, b""

    def _hear(self) -> Answer:
        """Read an answer, mostly of one line, which smtplib takes five times as long for."""
        said = self._line.file.readline(LONGEST_ANSWER) if self._line.file else b""
        if len(said) < LONGEST_ANSWER and said[3:4] == b" " and said[:3].isdigit():
            return int(said[:3]), said[4:].strip()
        return self._hear_more(said)

    def _hear_more(self, said: bytes) -> Answer:
        """Read on where an answer has several lines. Raises SMTPServerDisconnected where there is none."""
        lines = [said]
        while lines[-1][3:4] == b"-" and len(lines) < MOST_LINES:
            lines.append(self._line.file.readline(LONGEST_ANSWER))
        if not lines[-1] or not lines[-1][:3].isdigit() or len(lines[-1]) >= LONGEST_ANSWER:
            self._line.close()
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        return int(lines[-1][:3]), b"\n".join(line[4:].strip() for line in lines)

    def _clean_up(self, verb: str, code: int) -> None:
        """After a refusal start afresh: RSET, or a new connection where the server hung up."""
        if code == 421:
            self.close()
            return
        try:
            if self._line.has_extn("pipelining") and not self._heard_out(verb):
                self._line.close()  # it waits for words; what is never ended it does not take
                self._line = None
            else:
                self._line.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _heard_out(self, verb: str) -> bool:
        """Read the answers to what was asked along with a step; False where one bids us go on."""
        answers = [self._line.getreply()[0] for _ in range(ASKED_ALONG.get(verb, 0))]
        return all(code >= 400 for code in answers[-1:])


def _envelope(parcel: Parcel) -> bytes:
    """Sender, recipient and DATA in one go, for servers that hear several words at a time (RFC 2920)."""
    words = f"MAIL FROM:{_bracketed(parcel.sender)}", f"RCPT TO:{_bracketed(parcel.recipient)}"
    if any(sign in word for word in words for sign in "\r\n"):
        raise ValueError("an address of more than one line")
    return "\r\n".join((*words, "DATA", "")).encode("ascii")


def _bracketed(address: str) -> str:
    """An address as the line wants it; what is plain need not be read for that."""
    return f"<{address}>" if PLAIN_ADDRESS.fullmatch(address) else smtplib.quoteaddr(address)


def _connect(seconds: float) -> smtplib.SMTP:
    where = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT, "timeout": seconds}
    where["local_hostname"] = DNS_NAME.get_fqdn()  # kept by Django; a look-up may take seconds
    if settings.EMAIL_USE_SSL:
        line = smtplib.SMTP_SSL(**where, context=_trusted())
    else:
        line = smtplib.SMTP(**where)
    try:
        # The dot is a small packet after the body; with Nagle's rule it would wait 40 ms for an echo.
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if settings.EMAIL_USE_TLS:
            line.starttls(context=_trusted())
        line.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException):
        line.close()
        raise
    return line


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed; reading them all takes longer than a letter."""
    return ssl.create_default_context()


def _broken(phase: str, said: str) -> Outcome:
    """A line that broke: after the dot nobody can know, before it nothing was accepted."""
    return unclear(said) if phase == "dot" else Outcome("account", phase, text=said)


def _said(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_text(problem.smtp_error)}"
    return getattr(problem, "strerror", None) or str(problem) or type(problem).__name__


def _text(said: bytes | str | None) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said or "")
