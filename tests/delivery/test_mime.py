"""What is put together by hand reads as what `email` would have written, for any names and words."""

import email
import re
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr

from hypothesis import given, settings
from hypothesis import strategies as st

from followups.delivery import mime

SIGNS = st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co", "Zs"))
WORD = st.text(SIGNS, min_size=1, max_size=30).filter(lambda word: "=?" not in word)
LINE = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
NAMES = st.lists(st.text("abcXYZäöü'\",.<>@()[]:;\\ 漢字 0189", max_size=40), max_size=3)
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\n.= "), max_size=400)


def read(mail: bytes):
    return email.message_from_bytes(mail, policy=default)


def lines_are_short(mail: bytes) -> bool:
    return max(map(len, mail.split(b"\r\n"))) <= 78 and b"\n" not in mail.replace(b"\r\n", b"")


@settings(deadline=None)
@given(LINE)
def test_a_subject_arrives_as_it_was_written(subject):
    mail = mime.mail_of([mime.header("Subject", subject)], "text", "<p>text</p>", "=_1")
    assert " ".join(read(mail)["Subject"].split()) == subject
    assert lines_are_short(mail) or max(map(len, subject.split())) > 60


@settings(deadline=None)
@given(NAMES)
def test_a_name_arrives_as_it_was_written_and_the_address_is_the_one(words):
    name = " ".join(" ".join(words).split())
    mail = mime.mail_of([mime.named("To", name, "rosa@post.example")], "text", "<p>text</p>", "=_1")
    raw = email.message_from_bytes(mail)["To"]  # the newer reader puts blanks between the lines of a name
    shown, address = parseaddr(re.sub(r"\r\n(?= )", "", raw))
    assert (str(make_header(decode_header(shown))), address) == (name, "rosa@post.example")


@settings(deadline=None)
@given(TEXT, TEXT)
def test_both_words_arrive(text, html):
    mail = mime.mail_of([mime.header("Subject", "Words")], text, html, "=_1")
    assert lines_are_short(mail)
    plain, rich = read(mail).iter_parts()
    assert (plain.get_content_type(), rich.get_content_type()) == ("text/plain", "text/html")
    for part, words in ((plain, text), (rich, html)):
        said = re.sub("\r\n?", "\n", words)
        assert part.get_content().replace("\r\n", "\n") == said + ("" if said.endswith("\n") else "\n")


def test_a_document_comes_behind_the_words():
    document = mime.document(b"%PDF tips", "application/pdf", "Tips für Rosa.pdf")
    mail = read(mime.mail_of([mime.header("Subject", "Tips")], "text", "<p>text</p>", "=_1", [document]))
    assert mail.get_content_type() == "multipart/mixed"
    both, attached = mail.iter_parts()
    assert [part.get_content_type() for part in both.iter_parts()] == ["text/plain", "text/html"]
    assert (attached.get_filename(), attached.get_content()) == ("Tips für Rosa.pdf", b"%PDF tips")
    assert attached.get_content_disposition() == "attachment"
