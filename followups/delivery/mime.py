"""Puts a mail together: headers, text and HTML, documents. Values in, bytes out.

Python's own `email` reads every header that it is given before it writes it, which costs more than
all else in a letter, and loses a blank now and then where it folds a long name.
"""

import binascii
import re
from collections.abc import Iterable
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import quote
from functools import lru_cache

LONGEST_LINE = 76
POLICY = SMTP.clone(max_line_length=LONGEST_LINE)
END = b"\r\n"
PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
LINE_ENDS = re.compile(rb"\r\n|\r|\n")


def mail_of(
    headers: Iterable[bytes], text: str, html: str | None, boundary: str, documents: Iterable[bytes] = ()
) -> bytes:
    """Return a mail of these headers that says the same as text and as HTML, documents behind.

    Without HTML it is text alone.
    """
    plain = _words("plain", text)
    both = (
        _parts("alternative", f"{boundary}_0", [plain, _words("html", html)]) if html is not None else plain
    )
    if documents := list(documents):
        both = _parts("mixed", f"{boundary}_1", [both, *documents])
    return b"".join([*headers, b"MIME-Version: 1.0\r\n", both])


def header(name: str, value: str) -> bytes:
    """Return the line of a header, or its lines where it is long or not plain."""
    line = f"{name}: {value}"
    if len(line) <= LONGEST_LINE and PLAIN.fullmatch(value) and "=?" not in value:
        return line.encode() + END
    return _folded(name, value)


def verbatim(name: str, value: str) -> bytes:
    """Return the line of a header that must be found whole, however long it is."""
    return f"{name}: {value}".encode() + END


def named(name: str, who: str, address: str) -> bytes:
    """Return the line of a header that names somebody with an address."""
    line = f"{name}: {who} <{address}>"
    if len(line) <= LONGEST_LINE and PLAIN_NAME.fullmatch(who) and PLAIN_ADDRESS.fullmatch(address):
        return line.encode() + END
    return _folded_name(name, who, address)


def document(content: bytes, kind: str, name: str) -> bytes:
    """Return a document as a part of a mail; `kind` is its media type, perhaps with parameters."""
    part = EmailMessage(policy=POLICY)
    kind, *given = kind.split(";")
    main, _, sub = kind.strip().partition("/")
    params = dict(one.strip().split("=", 1) for one in given)
    part.set_content(
        content, maintype=main, subtype=sub, disposition="attachment", filename=name, params=params
    )
    del part["MIME-Version"]
    return part.as_bytes()


def _parts(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    line = f"--{boundary}".encode()
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    body = b"".join(line + END + part + END for part in parts)
    return head + body + line + b"--\r\n"


def _words(kind: str, words: str) -> bytes:
    content = LINE_ENDS.sub(END, words.encode("utf-8", "replace"))
    if not content.endswith(END):
        content += END
    head = (
        f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    )
    return head.encode() + binascii.b2a_qp(content, istext=True)


@lru_cache(maxsize=1024)
def _folded(name: str, value: str) -> bytes:
    is_plain = value.isascii() and value.isprintable() and "=?" not in value
    return f"{name}: {_encoded(name, value, 'us-ascii' if is_plain else 'utf-8')}".encode() + END


@lru_cache(maxsize=1024)
def _folded_name(name: str, who: str, address: str) -> bytes:
    Address(addr_spec=address)  # raises where there is more in it than an address
    is_plain = who.isascii() and who.isprintable() and "=?" not in who
    shown = f'"{quote(who)}"' if is_plain else _encoded(name, who, "utf-8")
    return f"{name}: {shown}\r\n <{address}>".encode("ascii") + END


def _encoded(name: str, value: str, charset: str) -> str:
    return Header(value, charset, maxlinelen=LONGEST_LINE, header_name=name).encode(linesep="\r\n")
