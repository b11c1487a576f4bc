"""Decides what of a message or an error may be written down.

The words of an error often quote what somebody typed: a database names the e-mail that was there
already, a mail server the person it does not know. So of an error only its class, its place and
its codes are written, and its words where they can only speak of the program.
"""

import re
import smtplib
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from logging import LogRecord

from django.urls import Resolver404, resolve

HIDDEN = "(not written down)"
OF_THE_PROGRAM = (AttributeError, NameError, ImportError, SyntaxError, RecursionError, NotImplementedError)
OF_THE_LINE = ("redis", "kombu", "amqp")  # their errors name hosts and ports
SQLITE = re.compile(
    r"(?:UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: [\w., ]+)?|no such (?:table|column): [\w.]+"
)
OF_SERVERS = ("django.request", "django.server", "waitress", "gunicorn")  # these name addresses
CELERY_QUOTES = {"exc", "traceback", "args", "kwargs", "return_value"}
PATH = re.compile(r"(?<!\S)/.*")
MOST_FRAMES, MOST_LINKS = 30, 4

# Signs of a secret or a person in a text; each is replaced.
SIGNS = (
    (re.compile(r"://[^\s/@]+@"), "://(secret)@"),
    (re.compile(r"[^\s<>\"'(),;:=]+@[\w-]+(?:\.[\w-]+)*"), "(e-mail)"),
    (re.compile(r"\b(Bearer|Token|Basic)\s+\S+", re.I), r"\1 (secret)"),
    (re.compile(r"\?[^\s\"']*=[^\s\"']*"), "?(query)"),
)
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
LONG_WORD = re.compile(r"(?<![\w-])(?=[\w-]*\d)[\w-]{20,}(?![\w-])", re.ASCII)


def message_of(record: LogRecord) -> str:
    """The text of a record, with what must not be written down left out."""
    if record.name.startswith("django.security"):
        return _of_security(record)
    message = said(record.msg) if isinstance(record.msg, BaseException) else str(record.msg)
    with suppress(TypeError, ValueError, KeyError):  # `logging` would print the arguments that do not fit
        message = message % _arguments(record) if record.args else message
    if record.name.startswith(OF_SERVERS):
        message = PATH.sub(lambda path: pattern_of(path[0]), message)
    return scrub(message)


def said(problem: BaseException) -> str:
    """An error in a line: its class, and what of its words can name nobody."""
    name, words = type(problem).__name__, _words_of(problem)
    return f"{name}: {words}" if words else name


def traceback_of(problem: BaseException) -> str:
    """Where an error came from, through all that led to it: the program's own lines, no values."""
    return "\n".join(line for link in _chain(problem) for line in _link(link))


def scrub(text: str) -> str:
    """Leave out e-mail addresses, secrets, query strings and what looks like a token."""
    for sign, instead in SIGNS:
        text = sign.sub(instead, text)
    return LONG_WORD.sub(lambda word: word[0] if UUID.fullmatch(word[0]) else "(token)", text)


def pattern_of(path: str) -> str:
    """The pattern of an address instead of the address."""
    try:
        return f"/{resolve(path.partition('?')[0]).route}"
    except Resolver404:
        return "(no such address)"


def _of_security(record: LogRecord) -> str:
    """Django's words about a suspicious request quote it; what kind it was says enough."""
    problem = record.exc_info[1] if record.exc_info else None
    return type(problem).__name__ if problem else record.name.rpartition(".")[2]


def _arguments(record: LogRecord):
    if isinstance(record.args, Mapping):
        hidden = dict.fromkeys(CELERY_QUOTES, HIDDEN) if record.name.startswith("celery") else {}
        if hidden and record.exc_info and record.exc_info[1]:
            hidden["exc"] = said(record.exc_info[1])
        return {name: _argument(value) for name, value in record.args.items()} | hidden
    return tuple(_argument(value) for value in record.args)


def _argument(value):
    return said(value) if isinstance(value, BaseException) else value


def _words_of(problem: BaseException) -> str:
    if isinstance(problem, OF_THE_PROGRAM) or type(problem).__module__.split(".")[0] in OF_THE_LINE:
        return scrub(str(problem))
    if isinstance(problem, smtplib.SMTPResponseException):
        return str(problem.smtp_code)
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return ", ".join(sorted({str(code) for code, _ in problem.recipients.values()}))
    if isinstance(problem, OSError):
        return problem.strerror or ""
    return _of_the_database(problem)


def _of_the_database(problem: BaseException) -> str:
    """The code, and which table, column or constraint: never the row."""
    cause = problem.__cause__ if type(problem).__module__ == "django.db.utils" else problem
    if hasattr(cause, "sqlite_errorname") and (found := SQLITE.fullmatch(str(cause))):
        return found[0]
    diagnosis = getattr(cause, "diag", None)
    names = [getattr(diagnosis, name, None) for name in ("table_name", "column_name", "constraint_name")]
    code = getattr(cause, "pgcode", None) or getattr(cause, "sqlite_errorname", None)
    if code is None and type(cause).__module__ == "psycopg2" and type(cause).__name__ == "OperationalError":
        return scrub(" ".join(str(cause).split()))  # of the connection: no statement was asked yet
    return " ".join(word for word in (code, *names) if word)


def _chain(problem: BaseException) -> list[BaseException]:
    """What led to an error, the first cause first."""
    chain = [problem]
    while len(chain) < MOST_LINKS:
        last = chain[-1]
        before = last.__cause__ or (None if last.__suppress_context__ else last.__context__)
        if before is None or before in chain:
            break
        chain.append(before)
    return chain[::-1]


def _link(problem: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(problem.__traceback__, limit=-MOST_FRAMES):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        yield f"    {frame.line}"
    yield said(problem)
