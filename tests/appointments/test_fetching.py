"""Reading an address that somebody typed: never inside, never too much, never for ever."""

import gzip
import socket
import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from appointments import fetching
from appointments.fetching import CannotRead, Fetched, fetch, is_public, tidy_address

FILE = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


@contextmanager
def serving(answer):
    """A server that answers each request by `answer(handler)`; yields its address and what was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            asked.append(self)
            try:
                answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/c.ics", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def say(handler, status=200, body=b"", **headers):
    handler.send_response(status)
    for name, value in {"Content_Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def code_of(url, **rest) -> str:
    with pytest.raises(CannotRead) as refused:
        fetch(url, **rest)
    assert refused.value.said
    return refused.value.code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("webcal://c.example/a.ics", "https://c.example/a.ics"),
        (" HTTPS://C.example ", "https://c.example/"),
        ("http://c.example:8080/a?b=c#d", "http://c.example:8080/a?b=c"),
        ("https://c.example:443/a", "https://c.example/a"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/ü"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_addresses_as_they_are_asked_for(typed, kept):
    assert tidy_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "address"), ("c.example/a.ics", "address"), ("file:///etc/passwd", "address"), ("ftp://c.example/a", "address"),
        ("gopher://c.example/", "address"), ("http://", "address"), ("http://c.example:25/", "address"),
        ("http://c.example:99999/", "address"), ("http://c.example/a b", "address"), ("http://c.example/\r\nX: y", "address"),
        ("https://ben:secret@c.example/", "secret"), ("http://[::1/", "address"), ("https://" + "x" * 3000, "address"),
        ("http://" + "a" * 70 + ".example/", "address"),
    ],
)  # fmt: skip
def test_addresses_that_are_none(typed, code):
    with pytest.raises(CannotRead) as refused:
        tidy_address(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
     "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
     "2001:0:7f00:1::", "fec0::1", "3fff::1", "192.0.0.8", "192.88.99.1"],
)  # fmt: skip
def test_numbers_inside(number):
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"]
)
def test_numbers_outside(number):
    assert is_public(number)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0", "169.254.169.254"]
)
def test_nothing_inside_is_asked(host):
    assert code_of(f"http://{host}:8123/") == "inside"


def test_a_name_with_one_number_inside_is_inside(monkeypatch):
    answers = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in ("93.184.216.34", "10.0.0.1")
    ]
    monkeypatch.setattr(fetching, "getaddrinfo", lambda *_asked: answers)
    assert code_of("http://c.example/") == "inside"


def test_the_connection_goes_to_the_number_that_was_looked_at(monkeypatch):
    asked = []

    def once(*words):
        asked.append(words[0])
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))] if len(asked) == 1 else []

    with serving(lambda handler: say(handler, body=FILE)) as (url, seen):
        monkeypatch.setattr(fetching, "getaddrinfo", once)
        assert fetch(url.replace("127.0.0.1", "calendar.example"), inside=True).content == FILE
        assert seen[0].headers["Host"].startswith("calendar.example:")
    assert asked == ["calendar.example"]


def test_what_is_there_and_what_is_still_so():
    def answer(handler):
        if handler.headers["If-None-Match"] == '"1"':
            return say(handler, 304, ETag='"1"')
        return say(handler, body=FILE, ETag='"1"', Last_Modified="Mon, 02 Mar 2026 09:30:00 GMT")

    with serving(answer) as (url, _asked):
        first = fetch(url, inside=True)
        assert first == Fetched(FILE, '"1"', "Mon, 02 Mar 2026 09:30:00 GMT")
        again = fetch(url, etag=first.etag, changed=first.changed, inside=True)
        assert again == Fetched(None, first.etag, first.changed)


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "password"), (403, "password"), (404, "gone"), (410, "gone"), (500, "answer"), (204, "answer")],
)
def test_other_answers(status, code):
    with serving(lambda handler: say(handler, status)) as (url, _asked):
        assert code_of(url, inside=True) == code


def test_a_redirect_is_a_new_address():
    def answer(handler):
        if handler.path == "/c.ics":
            return say(handler, 302, Location="/other.ics")
        return say(handler, body=FILE)

    with serving(answer) as (url, asked):
        assert fetch(url, inside=True).content == FILE
        assert [one.path for one in asked] == ["/c.ics", "/other.ics"]


@pytest.mark.parametrize(
    ("onwards", "code"),
    [("file:///etc/passwd", "address"), ("http://169.254.169.254/latest/", "inside"), ("/c.ics", "redirects"),
     ("http://ben:x@c.example/", "secret")],
)  # fmt: skip
def test_a_redirect_goes_through_the_same_gate(onwards, code, monkeypatch):
    real = is_public
    monkeypatch.setattr(fetching, "is_public", lambda number: number == "127.0.0.1" or real(number))
    with serving(lambda handler: say(handler, 301, Location=onwards)) as (url, asked):
        assert code_of(url) == code
        assert len(asked) == (6 if code == "redirects" else 1)


def test_fifty_megabytes_are_refused_before_they_are_read():
    with serving(lambda handler: say(handler, Content_Length=str(50 * 1024 * 1024))) as (url, _asked):
        assert code_of(url, inside=True) == "too_large"


def test_fifty_megabytes_that_do_not_say_so_are_refused_after_eight():
    sent = []

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        for _piece in range(50):
            handler.wfile.write(b"x" * 1024 * 1024)
            sent.append(1)

    with serving(answer) as (url, _asked):
        assert code_of(url, inside=True) == "too_large"
        time.sleep(0.2)
    assert len(sent) < 20  # what lay in buffers included


def test_what_is_packed_is_opened_but_not_to_any_size():
    bomb = gzip.compress(b"\0" * 50 * 1024 * 1024)
    for body, kept in ((gzip.compress(FILE), FILE), (bomb, None)):
        with serving(lambda handler, body=body: say(handler, body=body, Content_Encoding="gzip")) as (
            url,
            _asked,
        ):
            if kept is None:
                assert code_of(url, inside=True) == "too_large"
            else:
                assert fetch(url, inside=True).content == kept


def test_who_says_a_sign_now_and_then_is_not_heard_for_ever(monkeypatch):
    monkeypatch.setattr(fetching, "LONGEST", 1.0)

    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        for _sign in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    with serving(answer) as (url, _asked):
        began = time.monotonic()
        assert code_of(url, inside=True) == "too_slow"
        assert time.monotonic() - began < 5


def test_a_greeting_that_never_ends_is_cut_as_well(monkeypatch):
    monkeypatch.setattr(fetching, "LONGEST", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_drip, args=(server,), daemon=True)
        thread.start()
        began = time.monotonic()
        assert code_of(f"https://127.0.0.1:{server.getsockname()[1]}/", inside=True) == "too_slow"
        assert time.monotonic() - began < 5


def _drip(server) -> None:
    line, _from = server.accept()
    try:
        line.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")  # a long record, of which little ever comes
        for _sign in range(100):
            line.sendall(b"x")
            time.sleep(0.1)
    except OSError:
        pass


def test_what_breaks_off_is_no_answer():
    def answer(handler):
        say(handler, Content_Length="1000")
        handler.wfile.write(FILE)
        handler.close_connection = True

    with serving(answer) as (url, _asked):
        assert code_of(url, inside=True) == "no_answer"


def test_nobody_there_and_no_such_name():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert code_of(f"http://127.0.0.1:{port}/", inside=True) == "no_answer"
    assert code_of("http://no-such-name.invalid/") == "unknown_name"


def test_who_cannot_prove_who_they_are(monkeypatch):
    def refuse(*_words, **_more):
        raise ssl.SSLCertVerificationError("self-signed")

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refuse)
    with serving(lambda handler: say(handler, body=FILE)) as (url, _asked):
        assert code_of(url.replace("http:", "https:"), inside=True) == "no_trust"
