"""Reads a file from an address that a user typed, without ever reaching into the network that we stand in.

A name is asked for its numbers once. Every one of them must be public, and the connection goes to one of
these very numbers: no second answer of the name can lead elsewhere. A redirect is a new address.
"""

import ssl
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from socket import AF_UNSPEC, SHUT_RDWR, SOCK_STREAM, create_connection, gaierror, getaddrinfo, socket
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from django.utils.translation import gettext_lazy as _

MOST_BYTES = 8 * 1024 * 1024
LONGEST = 20.0  # seconds, for everything together
STEP = 8.0  # seconds without a sign of life
REDIRECTS = 5
A_PIECE = 64 * 1024
SCHEMES = {"webcal": "https", "webcals": "https", "https": "https", "http": "http"}
PORTS = {"https": 443, "http": 80}
TRANSLATED = (
    ip_network("64:ff9b::/96"),
    ip_network("64:ff9b:1::/48"),
    ip_network("2002::/16"),
    ip_network("2001::/32"),
)
SET_APART = (  # newer than the lists of some Pythons, or still inside somebody's house
    ip_network("fec0::/10"),
    ip_network("3fff::/20"),
    ip_network("192.0.0.0/24"),
    ip_network("192.88.99.0/24"),
)
WHY = {
    "address": _("This is no address of a calendar on the web."),
    "secret": _("An address with a password in it is not kept here. Use the secret address of the calendar."),
    "inside": _("This address leads into a private network."),
    "unknown_name": _("There is no such name on the web."),
    "no_answer": _("Nobody answers there."),
    "no_trust": _("The other side cannot prove who it is."),
    "password": _("They ask for a password. Use the secret address of the calendar."),
    "gone": _("There is no calendar at this address any more."),
    "answer": _("The other side answered with an error."),
    "redirects": _("The address leads round in circles."),
    "too_large": _("The calendar is too large."),
    "too_slow": _("It took too long."),
    "no_calendar": _("What is there is no calendar."),
    "too_many": _("There are more appointments in it than we can keep free."),
}


class CannotRead(Exception):
    """Why an address cannot be read, as a code and in a sentence."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
        self.said = str(WHY[code])


@dataclass(frozen=True)
class Fetched:
    """What was there; None if it is as it was. `etag` and `changed` are for the next time."""

    content: bytes | None
    etag: str = ""
    changed: str = ""


def tidy_address(typed: str) -> str:
    """Return an address as it is asked for; webcal is https. Raises CannotRead."""
    typed = typed.strip()
    if not typed.isprintable() or " " in typed or len(typed) > 2000:
        raise CannotRead("address")
    try:
        parts = urlsplit(typed)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise CannotRead("address") from None
    scheme = SCHEMES.get(parts.scheme.lower())
    if scheme is None or not host or (port is not None and port not in PORTS.values() and port < 1024):
        raise CannotRead("address")
    if parts.username is not None or parts.password is not None:
        raise CannotRead("secret")
    shown = f"[{host}]" if ":" in host else host
    place = shown if port in (None, PORTS[scheme]) else f"{shown}:{port}"
    return urlunsplit((scheme, place, parts.path or "/", parts.query, ""))


def fetch(url: str, *, etag: str = "", changed: str = "", inside: bool = False) -> Fetched:
    """Return what is at an address, if it is new. `inside` lets it lie in a private network. Raises CannotRead."""
    ends, asked = monotonic() + LONGEST, {"If-None-Match": etag, "If-Modified-Since": changed}
    for _number in range(REDIRECTS + 1):
        answer = _ask(urlsplit(url), asked, ends, inside)
        if isinstance(answer, Fetched):
            return answer
        onwards = tidy_address(urljoin(url, answer))
        if url.startswith("https:") and not onwards.startswith("https:"):
            raise CannotRead("no_trust")
        url = onwards
    raise CannotRead("redirects")


def is_public(number: str) -> bool:
    """Is this the number of a machine on the web, rather than of one beside us?"""
    address: IPv4Address | IPv6Address = ip_address(number.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        if any(address in network for network in TRANSLATED):
            return False
    if any(address in network for network in SET_APART):
        return False
    apart = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    return address.is_global and not (apart or address.is_reserved or address.is_unspecified)


class _Plain(HTTPConnection):
    """A connection to the very number that was looked at, under the name that was asked for."""

    def __init__(self, host: str, port: int | None, number: str):
        super().__init__(host, port, timeout=STEP)
        self.number = number
        self.line: socket | None = None  # the parent forgets its own where an answer ends the connection

    def connect(self) -> None:
        self.sock = self.line = create_connection((self.number, self.port), self.timeout)

    def cut(self) -> None:
        """End it from another thread, whatever it waits for."""
        with suppress(OSError):
            if self.line:
                self.line.shutdown(SHUT_RDWR)


class _Sealed(_Plain):
    """The same by TLS, with the certificate of the name."""

    default_port = PORTS["https"]

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        sealed = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = self.line = sealed
        sealed.do_handshake()


def _ask(parts: SplitResult, asked: dict, ends: float, inside: bool) -> Fetched | str:
    """Ask once: return what is there, or the address to which it leads."""
    host = parts.hostname or ""
    kind = _Sealed if parts.scheme == "https" else _Plain
    connection = kind(host, parts.port, _number_of(host, parts.port or PORTS[parts.scheme], inside))
    watch = Timer(max(0.0, ends - monotonic()), connection.cut)
    watch.daemon = True
    watch.start()
    try:
        answer = _exchange(connection, parts, asked)
        if monotonic() >= ends:  # what was cut looks like an end
            raise CannotRead("too_slow")
        return answer
    except ssl.SSLError:
        raise CannotRead("too_slow" if monotonic() >= ends else "no_trust") from None
    except (OSError, HTTPException, ValueError):
        raise CannotRead("too_slow" if monotonic() >= ends else "no_answer") from None
    finally:
        watch.cancel()
        connection.close()


def _number_of(host: str, port: int, inside: bool) -> str:
    try:
        found = getaddrinfo(host, port, AF_UNSPEC, SOCK_STREAM)
    except (gaierror, UnicodeError, OSError):
        raise CannotRead("unknown_name") from None
    numbers = [str(one[4][0]) for one in found]
    if not inside and not all(map(is_public, numbers)):
        raise CannotRead("inside")
    return numbers[0]


def _exchange(connection: _Plain, parts: SplitResult, asked: dict) -> Fetched | str:
    headers = {name: value for name, value in asked.items() if value}
    headers |= {
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "User-Agent": "Kept calendar reader",
    }
    connection.request("GET", urlunsplit(("", "", parts.path or "/", parts.query, "")), headers=headers)
    answer = connection.getresponse()
    if answer.status == 304:
        return Fetched(None, asked["If-None-Match"], asked["If-Modified-Since"])
    if answer.status in (301, 302, 303, 307, 308) and (onwards := answer.headers.get("Location")):
        return onwards
    if answer.status != 200:
        raise CannotRead(
            {401: "password", 403: "password", 404: "gone", 410: "gone"}.get(answer.status, "answer")
        )
    content = _opened(_body(answer), answer.headers.get("Content-Encoding", ""))
    kept = [answer.headers.get(name, "") for name in ("ETag", "Last-Modified")]
    return Fetched(content, kept[0] if len(kept[0]) <= 300 else "", kept[1] if len(kept[1]) <= 100 else "")


def _body(answer: HTTPResponse) -> bytes:
    """What is there, never more than we take of it."""
    if int(answer.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise CannotRead("too_large")
    pieces, length = [], 0
    read: Callable[[int], bytes] = answer.read
    while piece := read(A_PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > MOST_BYTES:
            raise CannotRead("too_large")
    if answer.length:
        raise HTTPException("It broke off.")
    return b"".join(pieces)


def _opened(content: bytes, packed: str) -> bytes:
    """Unpacked, never to more than we take."""
    if packed.strip().lower() in ("", "identity"):
        return content
    if packed.strip().lower() != "gzip":
        raise CannotRead("answer")
    try:
        opener = zlib.decompressobj(zlib.MAX_WBITS | 16)
        opened = opener.decompress(content, MOST_BYTES + 1)
    except zlib.error:
        raise CannotRead("answer") from None
    if len(opened) > MOST_BYTES:
        raise CannotRead("too_large")
    return opened
