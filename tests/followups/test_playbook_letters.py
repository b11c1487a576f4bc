"""A step with words of its own: how it reads, what a person gets, and a test letter to oneself."""

import re
from dataclasses import replace

import pytest

from followups.actions import playbooks
from followups.errors import FollowupError, NoWay, TooOften
from followups.fields import Piece
from followups.letters import preview, words_of
from followups.models import Letter, Message
from followups.steps import Step
from kit import clock
from kit.events import last_event_of
from tests.followups.books import book_of, rules_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

STEP = Step(
    key="own", title="Week one", action="letter", subject="Week one, {{ name }}",
    text="Dear {{ name }},\n\nhow is {{ products|your parcel }}?\n\n{{ signature }}",
)  # fmt: skip


@pytest.fixture
def house():
    return book_of(None)


def message_by(rule, person, **context):
    now = clock.now()
    return Message(
        owner=person.owner,
        customer=person,
        rule=rule,
        occurrence="x",
        context=context,
        due_at=now,
        expires_at=now,
    )


def test_words_of_ones_own_take_the_place_of_the_houses(house, rosa):
    rule = rules_of(house)[1]
    assert words_of(message_by(rule, rosa, products="2 x Balm")).subject == "How is it going, Rosa?"
    rule.subject, rule.text = STEP.subject, STEP.text
    words = words_of(message_by(rule, rosa, products="2 x Balm"))
    assert (words.subject, words.text) == ("Week one, Rosa", "Dear Rosa,\n\nhow is 2 x Balm?\n\nBen\n")
    assert "<p" in words.html


def test_what_is_missing_is_neutral_in_the_letter(house, rosa):
    rule = rules_of(house)[1]
    rule.subject, rule.text = STEP.subject, STEP.text
    assert words_of(message_by(rule, rosa)).text == "Dear Rosa,\n\nhow is your parcel?\n\nBen\n"


def test_a_preview_shows_what_is_the_persons(rosa, ben):
    seen = preview(STEP, rosa, ben, {"products": "Balm"})
    assert seen.subject == [Piece("Week one, "), Piece("Rosa", merged=True)]
    assert [piece.text for piece in seen.text if piece.merged] == ["Rosa", "Balm", "Ben"]
    assert seen.words.text == "Dear Rosa,\n\nhow is Balm?\n\nBen\n"


def test_a_letter_of_the_house_is_shown_alike(house, rosa, ben):
    seen = preview(rules_of(house)[1], rosa, ben, {})
    assert [piece.text for piece in seen.subject if piece.merged] == ["Rosa"]
    sent = words_of(message_by(rules_of(house)[1], rosa))
    assert _without_link(seen.words.text) == _without_link(sent.text)
    assert _without_link(seen.words.html) == _without_link(sent.html)


def _without_link(text: str) -> str:
    """The link in a preview leads nowhere."""
    return re.sub(r"/c/[^/\s\"]+/", "/c/…/", text)


def test_names_with_tags_are_no_tags(rosa, ben):
    rosa.greeting = "<b>Rosa</b>"
    assert "<b>Rosa" not in preview(STEP, rosa, ben, {}).words.html


@pytest.fixture
def outbox(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def test_a_test_letter_comes_to_oneself_and_is_no_message(house, rosa, ben, by_ben, outbox):
    playbooks.send_test(
        playbook=house, owner=ben, by=by_ben, step=STEP, person=rosa, context={"products": "Balm"}
    )
    [file] = outbox.glob("*.eml")
    lines = file.read_text().splitlines()
    assert "To: Ben <ben@kept.example>" in lines
    assert "Subject: Test: Week one, Rosa" in lines
    assert "how is Balm?" in lines
    assert [line for line in lines if line.startswith("List-Unsubscribe")] == []
    assert any(line.endswith("/u/sample/") for line in lines)
    assert (Message.objects.count(), Letter.objects.count()) == (0, 0)
    event = last_event_of(house)
    assert (event.kind, event.owner, event.after) == ("playbook.tested", ben, {"step": "Week one"})


def test_a_name_cannot_add_a_line_to_the_head(house, rosa, ben, by_ben, outbox):
    rosa.greeting = "Rosa\r\nBcc: all@post.example"
    ben.name = "Ben\r\nBcc: all@post.example"
    playbooks.send_test(playbook=house, owner=ben, by=by_ben, step=STEP, person=rosa)
    [file] = outbox.glob("*.eml")
    head = file.read_text().partition("\n\n")[0]
    assert [line for line in head.splitlines() if line.startswith("Bcc")] == []


def test_a_few_a_minute_are_enough(house, rosa, ben, by_ben, outbox):
    for _ in range(3):
        playbooks.send_test(playbook=house, owner=ben, by=by_ben, step=STEP, person=rosa)
    with pytest.raises(TooOften):
        playbooks.send_test(playbook=house, owner=ben, by=by_ben, step=STEP, person=rosa)
    assert len(list(outbox.glob("*.eml"))) == 3


def test_without_an_address_there_is_no_test(house, rosa, ben, by_ben, outbox):
    ben.email = None
    with pytest.raises(NoWay):
        playbooks.send_test(playbook=house, owner=ben, by=by_ben, step=STEP, person=rosa)


def test_a_mail_server_that_is_away_is_told(house, rosa, ben, by_ben, settings):
    settings.EMAIL_FILE_PATH = None
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(FollowupError):
        playbooks.send_test(playbook=house, owner=ben, by=by_ben, step=STEP, person=rosa)
    assert last_event_of(house) is None


def test_a_test_of_an_offer_looks_like_one(house, rosa, ben, by_ben, outbox):
    ben.postal_address = "Lindenweg 3, Berlin"
    ben.save()
    playbooks.send_test(
        playbook=house, owner=ben, by=by_ben, step=replace(STEP, purpose="marketing"), person=rosa
    )
    [file] = outbox.glob("*.eml")
    assert "Lindenweg 3, Berlin" in file.read_text()
