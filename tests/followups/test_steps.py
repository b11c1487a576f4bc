"""Steps as values: kept, read again, compared, moved."""

from dataclasses import replace
from datetime import time

from followups.steps import EDITABLE, Change, Step, changes, placed, plain, read_step, with_values

ONE = Step(key="one", title="One", anchor="delivery", offset_days=2)
TWO = Step(key="two", title="Two", anchor="delivery", offset_days=14, until_time=time(17))
THREE = Step(key="three", title="Three", anchor="birthday", stops=("replied",), channels=("text", "email"))


def test_a_step_survives_being_kept():
    assert [read_step(plain(step)) for step in (ONE, TWO, THREE)] == [ONE, TWO, THREE]


def test_what_a_later_version_adds_is_left_out_and_what_is_missing_is_usual():
    assert read_step({"key": "one", "title": "One", "offset_days": 2, "colour": "red"}) == ONE


def test_values_may_be_text_and_lists():
    changed = with_values(ONE, {"at_time": "08:30", "until_time": "", "channels": ["post"], "stops": None})
    assert changed == replace(ONE, at_time=time(8, 30), channels=("post",))


def test_nobody_types_a_key_or_a_file():
    assert {"key", "attachment"}.isdisjoint(EDITABLE)


def test_the_same_steps_do_not_differ():
    assert changes([ONE, TWO], [ONE, TWO]) == []


def test_new_changed_and_gone_steps_are_told():
    later = replace(TWO, offset_days=21, title="Later")
    assert changes([ONE, TWO], [later, THREE]) == [
        Change("two", "changed", TWO, later, ("title", "offset_days")),
        Change("three", "new", None, THREE),
        Change("one", "gone", ONE, None),
    ]


def test_only_the_step_that_moved_is_told():
    steps = [ONE, TWO, THREE, replace(ONE, key="four"), replace(TWO, key="five")]
    moved = placed(steps, "one", 3)
    assert [(change.key, change.moved, change.fields) for change in changes(steps, moved)] == [
        ("one", True, ())
    ]


def test_a_step_is_put_at_a_place_and_never_beyond_the_ends():
    steps = [ONE, TWO, THREE]
    assert [step.key for step in placed(steps, "three", 0)] == ["three", "one", "two"]
    assert [step.key for step in placed(steps, "one", 99)] == ["two", "three", "one"]
    assert [step.key for step in placed(steps, "two", -5)] == ["two", "one", "three"]


def test_stops_are_a_set_and_channels_have_an_order():
    one = Step(key="a", title="A", stops=("replied", "ordered"), channels=("email", "text"))
    assert changes([one], [replace(one, stops=("ordered", "replied"))]) == []
    turned = changes([one], [replace(one, channels=("text", "email"))])
    assert [change.fields for change in turned] == [("channels",)]
