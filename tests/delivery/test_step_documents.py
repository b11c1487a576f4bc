"""The document of a step goes with its letter and with the test of it: once, and byte for byte."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from followups.actions import ensure_default_rules
from followups.actions import playbooks as verbs
from followups.api.shapes import LetterOut
from followups.delivery import deliver_due
from followups.drafting import draft_steps
from followups.errors import FollowupError
from followups.handed_in import kept_document
from followups.models import Message, Playbook, Rule
from followups.steps import found

CARE = b"%PDF-1.7 care\x00\xff\r\n.\r\n" * 99
KEY = "thank_first_order"


@pytest.fixture
def book(db, ben, by_ben, settings, tmp_path) -> Playbook:
    """Ben's playbook of new orders, live, whose thank-you carries a document."""
    settings.MEDIA_ROOT = tmp_path
    ensure_default_rules()
    house = Rule.objects.get(owner=None, key=KEY).playbook
    with kept_document(SimpleUploadedFile("Pflege für Hände.pdf", CARE)) as kept:
        own = verbs.change_step(playbook=house, owner=ben, by=by_ben, key=KEY, values={}, attachment=kept)
    return verbs.go_live(playbook=own, owner=ben, by=by_ben)


def documents_in(mail) -> list[tuple[str, str, bytes]]:
    return [
        (one.get_filename(), one.get_content_type(), one.get_content()) for one in mail.iter_attachments()
    ]


def test_a_letter_carries_it_exactly_once(sink, smtp, plan_letters, monday, book, ben):
    (message,) = plan_letters()
    Message.objects.filter(pk=message.pk).update(rule=Rule.objects.get(owner=ben, key=KEY))
    assert deliver_due(line=smtp) == 1
    assert deliver_due(line=smtp) == 0
    (letter,) = sink.letters
    assert documents_in(sink.read(letter)) == [("Pflege-für-Hände.pdf", "application/pdf", CARE)]


def test_the_letters_of_others_carry_none(sink, smtp, plan_letters, monday, book):
    plan_letters()
    deliver_due(line=smtp)
    (letter,) = sink.letters
    assert documents_in(sink.read(letter)) == []


def test_a_test_to_oneself_carries_it_too(sink, book, ben, by_ben, rosa, monday, settings):
    settings.EMAIL_FILE_PATH = None
    step = found(draft_steps(book), KEY)
    verbs.send_test(playbook=book, owner=ben, by=by_ben, step=step, person=rosa)
    (letter,) = sink.letters
    assert documents_in(sink.read(letter)) == [("Pflege-für-Hände.pdf", "application/pdf", CARE)]


def test_one_that_is_lost_fails_its_letter_and_the_test_says_so(
    sink, smtp, plan_letters, monday, book, ben, by_ben, rosa, tmp_path
):
    step = found(draft_steps(book), KEY)
    (tmp_path / step.attachment).unlink()
    with pytest.raises(FollowupError, match="The document of this letter cannot be read"):
        verbs.send_test(playbook=book, owner=ben, by=by_ben, step=step, person=rosa)
    (message,) = plan_letters()
    Message.objects.filter(pk=message.pk).update(rule=Rule.objects.get(owner=ben, key=KEY))
    deliver_due(line=smtp)
    message.refresh_from_db()
    assert (message.state, message.reason_code, sink.letters) == ("failed", "not_rendered", [])


def test_the_page_and_the_api_name_it(plan_letters, monday, book, ben, client):
    (message,) = plan_letters()
    client.force_login(ben)
    page = f"/messages/{message.pk}/"
    assert "With it goes" not in client.get(page).text
    Message.objects.filter(pk=message.pk).update(rule=Rule.objects.get(owner=ben, key=KEY))
    assert "With it goes <bdi>Pflege-für-Hände.pdf</bdi>." in client.get(page).text
    message = Message.objects.select_related("rule", "customer").get(pk=message.pk)
    assert LetterOut(message).data["document"] == "Pflege-für-Hände.pdf"
