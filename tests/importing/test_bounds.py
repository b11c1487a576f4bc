"""What may be handed in and how long it is kept; and what happens between a look and the hold."""

from functools import partial

import pytest
from django.db import IntegrityError

from kit import clock
from kit.events import Actor, Door
from mlmcrm.importing import actions, claim, files
from mlmcrm.importing.actions import starting, tidying, uploading
from mlmcrm.importing.errors import ImportRefused
from mlmcrm.models import Import, ImportPart, RefusedLine
from tests.importing.test_page import hand_in, shown

BY_CLOCK = Actor(None, Door.TASK)
ENOUGH = "5 files wait to be imported already. Import one of them first, or put it away."
GONE_ON = "That is no longer possible: the import has gone on meanwhile."
TWIN = "The same file is being checked already. Go on with that one."


def numbered(number):
    return f"name,phone\nPerson {number},\nFay,letters\n"


def test_five_files_of_one_owner_wait(as_ben, upload, by_ben):
    records = [upload(numbered(number)) for number in range(5)]
    answer = hand_in(as_ben, numbered(5))
    assert (answer.status_code, Import.objects.count()) == (422, 5)
    assert ENOUGH in shown(answer)
    assert upload(numbered(2)) == records[2]
    actions.discard_import(record=records[0], by=by_ben)
    assert upload(numbered(5)).state == "queued"


def test_another_owner_has_a_count_of_their_own(upload, cleo, by_cleo, write):
    for number in range(5):
        upload(numbered(number))
    other = actions.upload_file(owner=cleo, by=by_cleo, path=write(numbered(9)), name="a.csv")
    assert other.state == "queued"


def test_the_files_of_one_owner_take_so_much_together(upload, imported, monkeypatch):
    first = upload(numbered(1))
    monkeypatch.setattr(files, "KEPT_AT_MOST", 2 * first.size - 1)
    with pytest.raises(ImportRefused, match="^Your files would take more than 0 MB together."):
        upload(numbered(2))
    imported(first)
    assert upload(numbered(2)).state == "queued"


def test_people_of_an_ended_import_are_not_kept(upload, imported, worked, monday):
    ended = imported(upload(numbered(1)))
    asked = worked(upload(numbered(2)))
    assert (len(ended.samples), RefusedLine.objects.count()) == (2, 2)
    clock.advance(days=6)
    actions.tidy_imports(by=BY_CLOCK)
    assert RefusedLine.objects.count() == 2
    clock.advance(days=2)
    assert actions.tidy_imports(by=BY_CLOCK) == 1
    for record in (ended, asked):
        record.refresh_from_db()
    assert (ended.samples, asked.samples, RefusedLine.objects.count()) == ([], [], 0)
    assert (ended.state, ended.new, ended.refused, asked.state) == ("finished", 1, 1, "dropped")


@pytest.fixture
def stopped(upload, worked, by_ben, monday):
    """An import that was stopped, with its file."""
    record = worked(upload(numbered(1)))
    actions.start_import(record=record, by=by_ben)
    return actions.cancel_import(record=record, by=by_ben)


def around(monkeypatch, module, name, act, *, first):
    """Do something once, right before or right after a step."""
    step, todo = getattr(module, name), [act]

    def both(*told, **more):
        if first and todo:
            todo.pop()()
        answer = step(*told, **more)
        if todo:
            todo.pop()()
        return answer

    monkeypatch.setattr(module, name, both)


def test_who_comes_back_in_time_keeps_the_file(stopped, worked, by_ben, monkeypatch):
    clock.advance(days=8)
    back = partial(actions.resume_import, record=stopped, by=by_ben)
    around(monkeypatch, tidying, "_put_away", back, first=True)
    assert actions.tidy_imports(by=BY_CLOCK) == 0
    assert ImportPart.objects.count() == 1
    assert (worked(stopped).state, stopped.new) == ("finished", 1)


def test_one_that_has_gone_on_does_not_end_the_tidying(upload, worked, by_ben, monday, monkeypatch):
    first, second = (worked(upload(numbered(number))) for number in range(2))
    clock.advance(days=8)
    on = partial(actions.start_import, record=first, by=by_ben)
    around(monkeypatch, tidying, "_put_away", on, first=True)
    assert actions.tidy_imports(by=BY_CLOCK) == 1
    assert (worked(first).state, worked(second).state) == ("finished", "dropped")


def test_handed_in_twice_while_the_first_is_put_away(upload, monkeypatch):
    upload(numbered(1))
    monkeypatch.setattr(uploading, "_open_one", lambda record: None)
    with pytest.raises(ImportRefused) as refused:
        upload(numbered(1))
    assert refused.value.message == GONE_ON


def test_two_go_on_with_one_file(upload, worked, by_ben, monkeypatch):
    failed = upload(numbered(1))
    Import.objects.update(state="failed")
    upload(numbered(1))
    monkeypatch.setattr(starting, "refuse_twin", lambda record: None)  # it came a moment later
    with pytest.raises(ImportRefused) as refused:
        actions.resume_import(record=failed, by=by_ben)
    assert refused.value.message == TWIN
    assert sorted(Import.objects.values_list("state", flat=True)) == ["failed", "queued"]
    with pytest.raises(IntegrityError):
        Import.objects.filter(pk=failed.pk).update(state="queued")


def test_one_that_goes_on_while_it_is_looked_into_is_not_changed(upload, worked, by_ben, monday, monkeypatch):
    record = worked(upload(numbered(1)))
    clock.advance(seconds=1)
    on = partial(actions.start_import, record=record, by=by_ben)
    around(monkeypatch, uploading, "_look_into", on, first=False)
    with pytest.raises(ImportRefused) as refused:
        actions.change_import(record=record, by=by_ben, kind="people", mapping={"phone": ""})
    assert refused.value.message == GONE_ON
    record.refresh_from_db()
    assert (record.state, record.mapping) == ("waiting", {})


def test_a_file_is_looked_into_before_its_row_is_held(upload, worked, by_ben, monkeypatch):
    record, told = worked(upload(numbered(1))), []
    look, hold = uploading._look_into, uploading.hold
    monkeypatch.setattr(uploading, "_look_into", lambda *told_of: told.append("look") or look(*told_of))
    monkeypatch.setattr(uploading, "hold", lambda row: told.append("hold") or hold(row))
    actions.change_import(record=record, by=by_ben, kind="people")
    assert told == ["look", "hold"]
    assert claim.claim().record.pk == record.pk
