"""Editing a playbook of one's own: a draft that does nothing until it goes live."""

from datetime import date, timedelta

import pytest

from followups.actions import playbooks
from followups.actions.playbooks.live import difference
from followups.drafting import draft_steps, live_steps
from followups.errors import Closed, Unsound
from followups.models import Message, Playbook, Rule, Task
from kit import clock
from kit.errors import Refused, Stale
from kit.events import last_event_of
from kit.models import Event
from kit.undo import undo
from tests.followups.books import ASK, book_of, keys, rules_of, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def house():
    return book_of(None)


def task_by(rule, person, occurrence="order:1:t_one"):
    return Task.objects.create(
        owner=person.owner, customer=person, rule=rule, occurrence=occurrence, kind=rule.kind,
        local_date=date(2026, 3, 5), due_at=clock.now() + timedelta(days=3),
    )  # fmt: skip


def letter_by(rule, person, state="planned", occurrence="order:1:t_two"):
    now = clock.now()
    return Message.objects.create(
        owner=person.owner, customer=person, rule=rule, occurrence=occurrence, state=state, due_at=now,
        expires_at=now + timedelta(days=3), sent_at=now if state == "sent" else None,
    )  # fmt: skip


def test_the_first_edit_makes_a_copy_of_the_houses(house, ben, by_ben):
    before = live_steps(house)
    own = playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values={"offset_days": 5})
    house.refresh_from_db()
    assert (own.owner, own.key, own.rung, own.source, own.source_version) == (ben, house.key, 3, house, 1)
    assert (house.draft, live_steps(house)) == (None, before)
    assert live_steps(own) == before
    assert [step.offset_days for step in draft_steps(own)] == [5, 14]
    assert list(Playbook.objects.of(ben.pk).filter(key="t_book")) == [own]


def test_what_was_planned_by_the_house_goes_on_by_the_copy(house, ben, by_ben, rosa):
    one, two = rules_of(house)
    task, letter = task_by(one, rosa), letter_by(two, rosa, "sent")
    own = playbooks.own_playbook(owner=ben, key="t_book", by=by_ben)
    task.refresh_from_db()
    letter.refresh_from_db()
    assert (task.rule.playbook, letter.rule.playbook) == (own, own)
    assert (task.rule.key, letter.rule.key) == ("t_one", "t_two")


def test_what_others_have_stays_with_the_house(house, ben, cleo, by_ben, rosa):
    rosa.owner = cleo
    rosa.save()
    task = task_by(rules_of(house)[0], rosa)
    playbooks.own_playbook(owner=ben, key="t_book", by=by_ben)
    task.refresh_from_db()
    assert task.rule.playbook == house


def test_a_rule_of_ones_own_joins_the_copy(house, ben, by_ben):
    mine = Rule.objects.create(
        owner=ben, key="t_one", title="Mine", anchor="delivery", action="task", kind="other"
    )
    own = playbooks.own_playbook(owner=ben, key="t_book", by=by_ben)
    mine.refresh_from_db()
    assert mine.playbook == own
    assert titles(live_steps(own)) == ["Mine", "Write"]


def test_there_is_one_copy_however_often_it_is_asked_for(house, ben, by_ben):
    first = playbooks.own_playbook(owner=ben, key="t_book", by=by_ben)
    assert playbooks.own_playbook(owner=ben, key="t_book", by=by_ben) == first
    assert Event.objects.filter(kind="playbook.made").count() == 1


def test_there_is_no_copy_of_nothing(ben, by_ben):
    with pytest.raises(Closed):
        playbooks.own_playbook(owner=ben, key="nowhere", by=by_ben)


def test_steps_are_added_copied_moved_and_taken_out(house, ben, by_ben):
    who = {"owner": ben, "by": by_ben}
    own = playbooks.add_step(playbook=house, values={**ASK, "title": "  Call\n her "}, place=1, **who)
    assert titles(draft_steps(own)) == ["Ask", "Call her", "Write"]
    own = playbooks.copy_step(playbook=own, key="t_two", **who)
    copy = own.step_key
    assert titles(draft_steps(own)) == ["Ask", "Call her", "Write", "Write"]
    own = playbooks.move_step(playbook=own, key=copy, place=0, **who)
    assert keys(draft_steps(own))[0] == copy
    own = playbooks.remove_step(playbook=own, key="t_one", **who)
    assert titles(draft_steps(own)) == ["Write", "Call her", "Write"]
    assert keys(live_steps(own)) == ["t_one", "t_two"]


def test_all_steps_are_put_in_place_at_once(house, ben, by_ben):
    steps = [{"key": "t_two", "title": "Write later"}, {**ASK, "title": "New", "key": "not_mine"}]
    own = playbooks.change_draft(playbook=house, owner=ben, by=by_ben, steps=steps)
    drafted = draft_steps(own)
    assert titles(drafted) == ["Write later", "New"]
    assert (drafted[0].key, drafted[0].offset_days, drafted[0].letter) == ("t_two", 14, "check_in_weeks")
    assert drafted[1].key not in ("not_mine", "t_one")


def test_neither_key_nor_file_can_be_typed(house, ben, by_ben):
    values = {"key": "other", "attachment": "secret.txt", "title": "New"}
    own = playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values=values)
    step = draft_steps(own)[0]
    assert (step.key, step.attachment, step.title) == ("t_one", "", "New")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"offset_days": 1_000_000}, "offset_days"),
        ({"action": "letter", "subject": "Hello", "text": "{{ nobody }}"}, "text"),
        ({"action": "letter", "subject": "Hello", "text": "x" * 5_000_000}, "text"),
        ({"at_time": "18:00", "until_time": "08:00"}, "until_time"),
        ({"action": "meeting"}, "action"),
        ({"stops": ["full_moon"]}, "stops"),
    ],
)
def test_what_cannot_be_is_not_kept(values, field, house, ben, by_ben):
    with pytest.raises(Unsound) as refused:
        playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values=values)
    assert refused.value.field == field
    assert Playbook.objects.filter(owner=ben).count() == 0


def test_what_the_house_has_already_may_stay(house, ben, by_ben):
    Rule.objects.filter(key="t_one").update(anchor="meeting")
    own = playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values={"offset_days": 3})
    assert draft_steps(own)[0].anchor == "meeting"


def test_the_second_of_two_tabs_is_told(house, ben, by_ben):
    who = {"playbook": house, "owner": ben, "by": by_ben, "seen": house.mark}
    own = playbooks.change_step(key="t_one", values={"offset_days": 3}, **who)
    with pytest.raises(Stale):
        playbooks.change_step(key="t_one", values={"offset_days": 4}, **who)
    again = playbooks.change_step(key="t_one", values={"offset_days": 4}, **{**who, "seen": own.mark})
    assert draft_steps(again)[0].offset_days == 4


def test_an_edit_that_changes_nothing_leaves_nothing(house, ben, by_ben):
    own = playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values={"offset_days": 2})
    assert (own.draft, own.event) == (None, None)


def test_an_edit_back_to_what_is_live_leaves_no_draft(house, ben, by_ben):
    own = playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values={"offset_days": 3})
    own = playbooks.change_step(playbook=own, owner=ben, by=by_ben, key="t_one", values={"offset_days": 2})
    assert own.draft is None


def test_a_step_that_is_gone_cannot_be_changed(house, ben, by_ben):
    own = playbooks.remove_step(playbook=house, owner=ben, by=by_ben, key="t_one")
    with pytest.raises(Closed):
        playbooks.change_step(playbook=own, owner=ben, by=by_ben, key="t_one", values={"title": "X"})


def test_a_draft_is_thrown_away_once(house, ben, by_ben):
    own = playbooks.remove_step(playbook=house, owner=ben, by=by_ben, key="t_one")
    own = playbooks.throw_away(playbook=own, owner=ben, by=by_ben)
    assert (own.draft, own.event.kind) == (None, "playbook.thrown_away")
    assert playbooks.throw_away(playbook=own, owner=ben, by=by_ben).event is None
    assert playbooks.throw_away(playbook=house, owner=ben, by=by_ben).event is None


def test_edits_are_taken_back_one_by_one(house, ben, by_ben):
    first = playbooks.change_step(
        playbook=house, owner=ben, by=by_ben, key="t_one", values={"offset_days": 3}
    ).event
    own = playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values={"offset_days": 4})
    with pytest.raises(Closed):
        undo(event=first, by=by_ben)
    undo(event=own.event, by=by_ben)
    own.refresh_from_db()
    assert draft_steps(own)[0].offset_days == 3
    undo(event=first, by=by_ben)
    own.refresh_from_db()
    assert own.draft is None


def test_what_was_thrown_away_comes_back(house, ben, by_ben):
    playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values={"offset_days": 3})
    own = playbooks.throw_away(playbook=Playbook.objects.get(owner=ben), owner=ben, by=by_ben)
    undo(event=own.event, by=by_ben)
    own.refresh_from_db()
    assert draft_steps(own)[0].offset_days == 3
    with pytest.raises(Refused):
        undo(event=own.event, by=by_ben)


def test_the_difference_is_shown_before(house, ben, by_ben, rosa):
    task_by(rules_of(house)[0], rosa)
    letter_by(rules_of(house)[1], rosa)
    letter_by(rules_of(house)[1], rosa, "sent", "order:2:t_two")
    assert not difference(house)
    own = playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values={"offset_days": 3})
    own = playbooks.remove_step(playbook=own, owner=ben, by=by_ben, key="t_two")
    own = playbooks.add_step(playbook=own, owner=ben, by=by_ben, values={**ASK, "offset_days": 30})
    told = difference(own)
    assert [(change.title, change.what, change.fields) for change in told.changes] == [
        ("Ask", "changed", ("offset_days",)), ("Ask", "new", ()), ("Write", "gone", ()),
    ]  # fmt: skip
    assert (told.waiting, told.faults) == ({"t_one": 1, "t_two": 1}, [])


def test_going_live_makes_the_steps_the_rules(house, ben, by_ben):
    own = playbooks.change_step(playbook=house, owner=ben, by=by_ben, key="t_one", values={"offset_days": 3})
    own = playbooks.remove_step(playbook=own, owner=ben, by=by_ben, key="t_two")
    own = playbooks.add_step(
        playbook=own, owner=ben, by=by_ben, values={**ASK, "title": "New", "offset_days": 9}
    )
    steps = draft_steps(own)
    own = playbooks.go_live(playbook=own, owner=ben, by=by_ben)
    assert (own.version, own.draft, live_steps(own)) == (2, None, steps)
    assert Rule.objects.get(owner=ben, key="t_two").retired_at == clock.now()
    live = Rule.objects.of(ben.pk).filter(playbook__key="t_book").order_by("position")
    assert [rule.title for rule in live] == ["Ask", "New"]
    assert last_event_of(own).kind == "playbook.live"


def test_going_live_twice_is_once(house, ben, by_ben):
    own = playbooks.remove_step(playbook=house, owner=ben, by=by_ben, key="t_two")
    seen = own.mark
    first = playbooks.go_live(playbook=own, owner=ben, by=by_ben, seen=seen)
    second = playbooks.go_live(playbook=own, owner=ben, by=by_ben, seen=seen)
    assert (first.version, second.version, second.event) == (2, 2, None)
    assert Event.objects.filter(kind="playbook.live").count() == 1
    assert playbooks.go_live(playbook=house, owner=ben, by=by_ben).version == 2


def test_what_somebody_else_changed_does_not_go_live_unseen(house, ben, by_ben):
    own = playbooks.remove_step(playbook=house, owner=ben, by=by_ben, key="t_two")
    seen = own.mark
    playbooks.add_step(playbook=own, owner=ben, by=by_ben, values={**ASK, "offset_days": 30})
    with pytest.raises(Stale):
        playbooks.go_live(playbook=own, owner=ben, by=by_ben, seen=seen)


def test_steps_that_contradict_wait_in_the_draft_and_never_go_live(house, ben, by_ben):
    own = playbooks.copy_step(playbook=house, owner=ben, by=by_ben, key="t_one")
    assert [fault.field for fault in difference(own).faults] == ["offset_days"]
    with pytest.raises(Unsound):
        playbooks.go_live(playbook=own, owner=ben, by=by_ben)
    own.refresh_from_db()
    assert own.version == 1


def test_undoing_brings_the_former_steps_back(house, ben, by_ben):
    before = live_steps(house)
    own = playbooks.remove_step(playbook=house, owner=ben, by=by_ben, key="t_two")
    own = playbooks.add_step(playbook=own, owner=ben, by=by_ben, values={**ASK, "offset_days": 30})
    new = draft_steps(own)
    own = playbooks.go_live(playbook=own, owner=ben, by=by_ben)
    undo(event=own.event, by=by_ben)
    own.refresh_from_db()
    assert (own.version, live_steps(own), draft_steps(own)) == (3, before, new)
    assert Rule.objects.get(owner=ben, key="t_two").retired_at is None


def test_a_later_going_live_is_not_undone_by_the_former(house, ben, by_ben):
    own = playbooks.remove_step(playbook=house, owner=ben, by=by_ben, key="t_two")
    first = playbooks.go_live(playbook=own, owner=ben, by=by_ben)
    own = playbooks.add_step(playbook=own, owner=ben, by=by_ben, values={**ASK, "offset_days": 30})
    playbooks.go_live(playbook=own, owner=ben, by=by_ben)
    with pytest.raises(Closed):
        undo(event=first.event, by=by_ben)
