"""The page of imports: hand in, look, import; every trouble with a file is said in words."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from customers.models import Customer
from kit import clock
from kit.events import Actor, Door
from kit.models import Event
from mlmcrm.importing import actions, claim, files, runs, slices
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.models import Import, ImportPart, RefusedLine

PEOPLE = "Name;Telefon;E-Mail\nEva Östlund;1;eva@post.example\nFay;2;no address\n"
ORDERS = (
    "order_id,date,email,person_name,product,quantity,amount\nA1,2026-02-01,eva@post.example,Eva,TEA,1,4.50\n"
)


def hand_in(client, content, name="people.csv", **more):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post("/import/", {"file": SimpleUploadedFile(name, content), "kind": "", **more})


def shown(response) -> str:
    return " ".join(response.content.decode().split())


def test_from_the_file_to_done(as_ben, ben, worked, monday):
    answer = hand_in(as_ben, PEOPLE)
    record = Import.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/import/{record.pk}/")
    assert (record.owner, record.by, record.kind, record.dry_run) == (ben, ben, "people", True)
    waiting = shown(as_ben.get(answer.url))
    assert 'hx-trigger="every 1s"' in waiting and "<progress" in waiting
    worked(record)
    page = shown(as_ben.get(answer.url))
    assert "Import 1 person" in page and "every 1s" not in page
    assert '<bdi>Telefon</bdi></th><td><span class="tag">left out</span>' in page
    assert "email: “no address” is not an e-mail address." in page
    assert Customer.objects.count() == 0
    assert as_ben.post(f"{answer.url}start/").url == answer.url
    worked(record)
    assert shown(as_ben.get(f"{answer.url}state/")).startswith('<div id="run">')
    assert Customer.objects.values_list("name", "emails__address").get() == (
        "Eva Östlund",
        "eva@post.example",
    )
    assert "finished" in shown(as_ben.get("/import/"))


def test_the_kind_is_guessed_and_can_be_changed(as_ben, worked, monday):
    record = Import.objects.get(pk=hand_in(as_ben, ORDERS, "orders.csv").url.split("/")[2])
    assert (record.kind, worked(record).refused) == ("orders", 1)
    told = {"kind": "people"}
    refused = as_ben.post(f"/import/{record.pk}/change/", told)
    assert refused.status_code == 422
    assert "Missing columns: name. The file has: order_id, date" in shown(refused)
    as_ben.post(f"/import/{record.pk}/change/", {"kind": "orders", "create_products": "on"})
    record.refresh_from_db()
    assert (record.state, record.new, record.refused, record.refused_lines.count()) == ("queued", 0, 0, 0)
    assert (worked(record).new, record.refused) == (1, 0)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("", "a.csv", "The file is empty."),
        ("Vorname\nEva\n", "a.csv", "Missing columns: name. The file has: vorname."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a.png", "This is a picture, a document or a program"),
        (b"PK\x03\x04 broken", "a.xlsx", "This workbook is damaged."),
        ("hello, this is not one", "a.xlsx", "This is not a workbook, though its name says so."),
        (bytes(range(256)), "a.XLS", "This is not a workbook, though its name says so."),
        (bytes(range(256)), "a.csv", "This is a picture, a document or a program"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_choice_stays(as_ben, content, name, words):
    answer = hand_in(as_ben, content, name, kind="people")
    assert answer.status_code == 422
    assert words in shown(answer)
    assert '<option value="people" selected>' in shown(answer)
    assert Import.objects.count() == 0


def test_no_file_at_all(as_ben):
    answer = as_ben.post("/import/", {"kind": ""})
    assert answer.status_code == 422
    assert "Choose a file, please." in shown(answer)


def test_a_file_that_is_too_large(as_ben, monkeypatch):
    answer = hand_in(as_ben, b"name\n" + b"x" * files.SIZE_AT_MOST, kind="orders")
    assert answer.status_code == 413
    assert "The file is larger than 25 MB." in shown(answer)
    assert '<option value="orders" selected>' in shown(answer)


def test_the_same_file_twice_is_one_check(as_ben, worked):
    first, second = hand_in(as_ben, "name\nEva\n"), hand_in(as_ben, "name\nEva\n")
    assert first.url == second.url
    assert Event.objects.filter(kind="import.uploaded").count() == 1
    worked(Import.objects.get())
    as_ben.post(f"{first.url}start/")
    assert hand_in(as_ben, "name\nEva\n").url != first.url


def test_started_twice_it_is_written_once(upload, worked, by_ben):
    record = worked(upload("name\nEva\n"))
    for _press in range(2):
        actions.start_import(record=record, by=by_ben)
    assert Event.objects.filter(kind="import.started").count() == 1
    worked(record)
    actions.start_import(record=record, by=by_ben)
    assert (worked(record).state, record.new, Customer.objects.count()) == ("finished", 1, 1)


def test_what_was_written_stays_when_it_is_stopped(as_ben, upload, worked, by_ben, monday, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 2)
    record = worked(upload("name\n" + "".join(f"Person {number}\n" for number in range(6))))
    actions.start_import(record=record, by=by_ben)
    slices.work(0)
    assert as_ben.post(f"/import/{record.pk}/cancel/").status_code == 302
    worked(record)
    assert (record.state, record.new, record.last_line, Customer.objects.count()) == ("stopped", 2, 3, 2)
    assert "What was written up to line 3 stays." in shown(as_ben.get(f"/import/{record.pk}/"))
    as_ben.post(f"/import/{record.pk}/resume/")
    assert (worked(record).state, record.new, record.same, Customer.objects.count()) == ("finished", 6, 0, 6)


def test_a_stopped_one_handed_in_again_goes_on(upload, worked, imported, by_ben, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 2)
    content = "name,email\n" + "".join(f"P,p{number}@post.example\n" for number in range(6))
    record = worked(upload(content))
    actions.start_import(record=record, by=by_ben)
    slices.work(0)
    actions.cancel_import(record=record, by=by_ben)
    again = imported(upload(content))
    assert (again.new, again.same, Customer.objects.count()) == (4, 2, 6)


def test_a_stop_in_the_middle_of_a_batch_lets_it_end(upload, worked, by_ben):
    record = worked(upload("name\nEva\n"))
    actions.start_import(record=record, by=by_ben)
    mine = claim.claim()
    actions.cancel_import(record=record, by=by_ben)
    slices.Slice(mine, 60).run()
    assert (worked(record).state, record.new, Customer.objects.count()) == ("stopped", 0, 0)


def test_what_is_put_away_leaves_nothing(as_ben, upload, worked):
    record = worked(upload("name,phone\nEva,x\n"))
    as_ben.post(f"/import/{record.pk}/discard/")
    record.refresh_from_db()
    assert (record.state, record.samples) == ("dropped", [])
    assert (ImportPart.objects.count(), RefusedLine.objects.count()) == (0, 0)
    assert "file.csv" not in shown(as_ben.get("/import/"))
    assert as_ben.get(f"/import/{record.pk}/").status_code == 200


def test_what_was_written_cannot_be_put_away(upload, imported, by_ben):
    record = imported(upload("name\nEva\n"))
    with pytest.raises(ImportRefused, match="no longer possible"):
        actions.discard_import(record=record, by=by_ben)


def test_files_nobody_came_back_for_go_after_a_week(upload, worked, by_ben, monday, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 1)
    asleep, half = worked(upload("name\nEva\n")), worked(upload("name\nFay\nGus\n"))
    actions.start_import(record=half, by=by_ben)
    slices.work(0)
    actions.cancel_import(record=half, by=by_ben)
    by = Actor(None, Door.TASK)
    clock.advance(days=6)
    assert actions.tidy_imports(by=by) == 0
    clock.advance(days=2)
    assert actions.tidy_imports(by=by) == 2
    assert (ImportPart.objects.count(), actions.tidy_imports(by=by)) == (0, 0)
    assert (worked(asleep).state, worked(half).state) == ("dropped", "stopped")
    with pytest.raises(ImportRefused, match="The file is no longer here"):
        actions.resume_import(record=half, by=by_ben)


def test_staff_without_a_company_are_told(client, staff):
    client.force_login(staff)
    page = shown(client.get("/import/"))
    assert "You belong to no company and can have no people." in page
    assert "Check the file" not in page
    answer = hand_in(client, "name\nEva\n")
    assert answer.status_code == 422
    assert "You belong to no company and can have no people." in shown(answer)


@pytest.mark.parametrize("kind", ["people", "orders"])
def test_the_samples_can_be_imported(as_ben, kind, upload, imported):
    sample = b"".join(as_ben.get(f"/import/{kind}.csv").streaming_content)
    assert sample.startswith(b"\xef\xbb\xbf")
    record = upload(sample, "sample.csv")
    assert record.kind == kind
    if kind == "people":
        assert (imported(record).new, record.refused) == (2, 0)


def test_the_refused_file_is_named_after_the_first(as_ben, upload, worked):
    record = worked(upload("name,phone\nEva,x\n", "Meine Leute.csv"))
    answer = as_ben.get(f"/import/{record.pk}/refused/")
    assert answer["Content-Disposition"] == 'attachment; filename="refused-Meine Leute.csv"'
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[1] == ["Eva", "x", "2", "phone: “x” is not a phone number."]


def test_of_many_refused_lines_the_first_are_shown_and_the_others_counted(as_ben, upload, worked):
    record = worked(upload("name,phone\n" + "".join(f"P{number},x\n" for number in range(25))))
    page = shown(as_ben.get(f"/import/{record.pk}/"))
    assert (record.refused, page.count("is not a phone number.")) == (25, 20)
    assert "And 5 more, in the file." in page


def test_the_list_says_what_waits_since_when_and_what_would_come_of_it(as_ben, upload, worked, monday):
    worked(upload("name,phone\nEva,\nFay,\nGus,x\n"))
    page = shown(as_ben.get("/import/"))
    assert re.findall(r'<td class="n"[^>]*>(\d+)</td>', page) == ["2", "0", "1"]
    assert ("waits for you" in page, "today, 10:30" in page, "Refused" in page) == (True, True, False)


def test_names_are_shown_as_text(as_ben, upload, worked):
    record = worked(upload("name,<b>x\n<script>alert(1)</script>,\n", "<i>.csv"))
    page = shown(as_ben.get(f"/import/{record.pk}/"))
    assert "<script>alert" not in page and "<b>x" not in page and "<i>.csv" not in page


def test_a_table_of_a_phone_is_told_apart_by_its_content(upload, worked):
    record = upload("BEGIN:VCARD\nVERSION:3.0\nFN:Eva\nEND:VCARD\n", "contacts.txt")
    assert (record.kind, worked(record).new) == ("people", 1)
