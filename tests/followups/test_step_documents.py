"""The document of a step: handed in with the form, checked, kept, looked at, replaced, taken out, shared."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from followups.actions import ensure_default_rules
from followups.actions.playbooks import go_live, share, take
from followups.drafting import draft_steps, enclosed, live_steps
from followups.enclosing import fault_in, kind_of, stored_name, told_name
from followups.models import Playbook, Rule
from followups.steps import Step, found
from kit.events import last_event_of
from kit.undo import undo
from tests.followups.test_playbook_pages import TYPED

PDF, PNG, JPEG = b"%PDF-1.7 care", b"\x89PNG\r\n\x1a\n rose", b"\xff\xd8\xff\xe0 rose"
MB = 1024 * 1024
ADD = "/playbooks/delivery/add/"


@pytest.fixture(autouse=True)
def _house(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ensure_default_rules()


def book(ben) -> Playbook:
    return Playbook.objects.of(ben.pk).get(key="delivery")


def handed_in(content=PDF, name="Care guide.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def added(client, ben, **typed) -> Step:
    before = {step.key for step in draft_steps(book(ben))}
    answer = client.post(ADD, {**TYPED, "document": handed_in(), **typed})
    assert answer.status_code == 302
    return next(step for step in draft_steps(book(ben)) if step.key not in before)


def address(step: Step) -> str:
    return f"/playbooks/delivery/steps/{step.key}/"


def kept_files(folder: Path) -> list[bytes]:
    return sorted(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_document_is_kept_in_a_folder_that_nobody_guesses(as_ben, ben, tmp_path):
    step = added(as_ben, ben)
    assert re.fullmatch(r"attachments/[0-9a-f]{32}/Care-guide\.pdf", step.attachment)
    assert (tmp_path / step.attachment).read_bytes() == PDF
    held = enclosed(step)
    assert (held.name, held.size, held.kind) == ("Care-guide.pdf", len(PDF), "application/pdf")


def test_the_form_and_the_reading_show_what_is_held(as_ben, ben, rosa):
    step = added(as_ben, ben)
    page = as_ben.get(address(step)).content.decode()
    assert page.count("With it goes <bdi>Care-guide.pdf</bdi> (13\xa0bytes).") == 2
    assert 'enctype="multipart/form-data"' in page
    read = as_ben.post(
        "/playbooks/delivery/reads/", {**TYPED, "step": step.key}, headers={"HX-Request": "true"}
    )
    assert read.content.decode().count("<bdi>Care-guide.pdf</bdi>") == 1
    assert as_ben.get("/playbooks/delivery/").content.decode().count("with a document") == 1


def test_it_is_handed_out_as_a_file_and_never_guessed_at(as_ben, ben):
    answer = as_ben.get(f"{address(added(as_ben, ben))}document/")
    assert b"".join(answer.streaming_content) == PDF
    assert {
        name: answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="Care-guide.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Cache-Control"] == "private, no-store"


def test_strangers_leaders_and_the_signed_out_are_not_handed_it(as_ben, ben, ana, cleo, staff):
    where = f"{address(added(as_ben, ben))}document/"
    assert as_ben.get(where).status_code == 200
    for other in (ana, cleo, staff):
        as_ben.force_login(other)
        assert as_ben.get(where).status_code == 404
    as_ben.logout()
    assert as_ben.get(where).status_code == 302


def test_keeping_a_step_without_a_file_keeps_its_document(as_ben, ben):
    step = added(as_ben, ben)
    as_ben.post(address(step), {**TYPED, "title": "Another title"})
    now = found(draft_steps(book(ben)), step.key)
    assert (now.title, now.attachment) == ("Another title", step.attachment)


def test_another_one_takes_its_place_and_undo_brings_the_first_back(as_ben, ben, by_ben, tmp_path):
    step = added(as_ben, ben)
    as_ben.post(address(step), {**TYPED, "document": handed_in(PNG, "rose.PNG"), "take_out": "on"})
    now = found(draft_steps(book(ben)), step.key)
    assert (told_name(now.attachment), kept_files(tmp_path)) == ("rose.png", sorted([PDF, PNG]))
    undo(event=last_event_of(book(ben)), by=by_ben)
    assert found(draft_steps(book(ben)), step.key).attachment == step.attachment


def test_it_is_taken_out(as_ben, ben):
    step = added(as_ben, ben)
    as_ben.post(address(step), {**TYPED, "take_out": "on"})
    assert found(draft_steps(book(ben)), step.key).attachment == ""
    assert as_ben.get(f"{address(step)}document/").status_code == 404


def test_a_task_carries_none(as_ben, ben, tmp_path):
    assert added(as_ben, ben, action="task").attachment == ""
    assert kept_files(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF-" + b"x" * 5 * MB, "big.pdf", "This file has 5.0 MB. A letter carries at most 2 MB; choose a smaller one."),
        (b"", "empty.pdf", "This file is empty."),
        (b"MZ", "care.exe", "A letter carries a PDF, a PNG or a JPEG. Save the document as one of these."),
        (b"<script>", "care.pdf", "This file is not what its name says. Save it anew as a PDF, a PNG or a JPEG."),
        (PNG, "care.pdf", "This file is not what its name says. Save it anew as a PDF, a PNG or a JPEG."),
        (PDF, "care.pdf.html", "A letter carries a PDF, a PNG or a JPEG. Save the document as one of these."),
    ],
)  # fmt: skip
def test_what_no_letter_carries_is_refused_and_nothing_typed_is_lost(as_ben, tmp_path, content, name, said):
    answer = as_ben.post(ADD, {**TYPED, "document": handed_in(content, name)})
    form = answer.context["form"]
    assert (answer.status_code, dict(form.errors)) == (422, {"document": [said]})
    assert (form["title"].value(), form["text"].value()) == (TYPED["title"], TYPED["text"])
    assert kept_files(tmp_path) == []


def test_where_something_else_is_wrong_the_file_is_asked_for_again(as_ben, tmp_path):
    again = "Choose the file again, please. Everything else is still here."
    unread = as_ben.post(ADD, {**TYPED, "title": "", "document": handed_in()})
    assert unread.context["form"].errors == {"title": ["Give the step a title."], "document": [again]}
    refused = as_ben.post(ADD, {**TYPED, "text": "{{ nonsense }}", "document": handed_in()})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["text", "document"])
    assert kept_files(tmp_path) == []


def test_the_second_of_two_windows_leaves_no_file_behind(as_ben, ben, tmp_path):
    typed = {**TYPED, "seen": book(ben).mark}
    step = added(as_ben, ben, **typed)
    answer = as_ben.post(ADD, {**typed, "document": handed_in(PNG, "rose.png")})
    assert (answer.status_code, kept_files(tmp_path)) == (409, [PDF])
    assert enclosed(step).size == len(PDF)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\boot.PDF", "boot.pdf"),
        ("a\r\nBcc: x@y.example.pdf", "a-Bcc-x-y-example.pdf"),
        ("Pflege für Hände.jpeg", "Pflege-für-Hände.jpg"),
        ("\u202egnp.pdf", "gnp.pdf"),
        ("....pdf", "document.pdf"),
        ("x" * 300 + ".png", "x" * 40 + ".png"),
    ],
)
def test_of_a_name_only_what_is_harmless_is_kept(name, kept):
    stored = stored_name(name, "0" * 32)
    assert stored == f"attachments/{'0' * 32}/{kept}"
    assert len(stored) <= Rule._meta.get_field("attachment").max_length


def test_a_path_in_a_name_leads_nowhere(as_ben, ben, tmp_path):
    step = added(as_ben, ben, document=handed_in(name="../../../evil.pdf"))
    assert told_name(step.attachment) == "evil.pdf"
    assert (tmp_path / step.attachment).is_file()


def test_the_first_bytes_tell_the_kind():
    assert [kind_of(content) for content in (PDF, PNG, JPEG, b"GIF89a", b"")] == [
        "application/pdf", "image/png", "image/jpeg", "", "",
    ]  # fmt: skip
    assert fault_in("rose.jpg", len(JPEG), JPEG) == fault_in("rose.JPEG", 2 * MB, JPEG) == ""


def test_going_live_takes_it_over_and_shows_its_name_before(as_ben, ben, by_ben):
    step = added(as_ben, ben)
    assert found(live_steps(book(ben)), step.key) is None
    go_live(playbook=book(ben), owner=ben, by=by_ben)
    assert found(live_steps(book(ben)), step.key).attachment == step.attachment
    as_ben.post(address(step), {**TYPED, "document": handed_in(PNG, "rose.png")})
    assert found(live_steps(book(ben)), step.key).attachment == step.attachment
    (change,) = as_ben.get("/playbooks/delivery/go-live/").context["differing"]
    assert change.values == [("A document of value for the letter", "Care-guide.pdf", "rose.png")]


def test_who_takes_a_shared_playbook_keeps_the_document_when_the_original_drops_it(
    as_ana, ana, by_ana, ben, by_ben
):
    step = added(as_ana, ana)
    go_live(playbook=book(ana), owner=ana, by=by_ana)
    share(playbook=book(ana), owner=ana, by=by_ana)
    take(source=book(ana), owner=ben, by=by_ben)
    as_ana.post(address(step), {**TYPED, "take_out": "on"})
    go_live(playbook=book(ana), owner=ana, by=by_ana)
    assert found(live_steps(book(ana)), step.key).attachment == ""
    as_ana.force_login(ben)
    answer = as_ana.get(f"{address(step)}document/")
    assert b"".join(answer.streaming_content) == PDF


def test_one_that_is_lost_is_said_and_handed_out_no_more(as_ben, ben, rosa, tmp_path):
    step = added(as_ben, ben)
    (tmp_path / step.attachment).unlink()
    said = "The document <bdi>Care-guide.pdf</bdi> is not there any more. Hand it in again, or take it out."
    assert as_ben.get(address(step)).content.decode().count(said) == 2
    assert as_ben.get(f"{address(step)}document/").status_code == 404
