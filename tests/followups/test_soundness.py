"""Steps that cannot be are refused, with the field and the reason."""

from dataclasses import replace
from datetime import time

import pytest

from followups.soundness import Offer, faults_between, faults_of
from followups.steps import Step

OFFER = Offer(
    kinds={"check_in", "thank", "other"},
    anchors={"delivery", "birthday", "expected_order", "last_contact"},
    actions={"letter", "review", "task"},
    channels={"email", "phone", "text"},
    stops={"replied", "ordered"},
    letters={"check_in_days"},
)
TASK = Step(key="one", kind="check_in", title="Ask", anchor="delivery", offset_days=2, action="task")
LETTER = replace(TASK, action="letter", letter="check_in_days")
OWN = replace(TASK, action="letter", subject="Hello {{ name }}", text="Dear {{ name }},\n\nall right?")
BY_HAND = replace(OWN, action="review", channels=("text",))


@pytest.mark.parametrize(
    "step",
    [
        TASK, LETTER, OWN, BY_HAND,
        replace(TASK, anchor="birthday", offset_days=-7, cold_offset_days=-3),
        replace(TASK, every=3, every_unit="month", times=4, until_days=400),
        replace(LETTER, at_time=time(9), until_time=time(12), keep_hours=3),
        replace(TASK, purpose="marketing"),
    ],
)  # fmt: skip
def test_what_can_be_is_left_alone(step):
    assert faults_of(step, OFFER) == []


@pytest.mark.parametrize(
    ("step", "field", "said"),
    [
        (replace(TASK, title=" "), "title", "Give the step a title."),
        (replace(TASK, title="A\nB"), "title", "A title is one line of text."),
        (replace(TASK, title="x" * 121), "title", "At most 120 characters, please."),
        (replace(TASK, action="meeting"), "action", "This cannot be chosen."),
        (replace(TASK, anchor="full_moon"), "anchor", "This cannot be chosen."),
        (replace(TASK, kind="nothing"), "kind", "This cannot be chosen."),
        (replace(TASK, every_unit="hour"), "every_unit", "This cannot be chosen."),
        (replace(TASK, channels=("pigeon",)), "channels", "This cannot be chosen."),
        (replace(TASK, stops=("complaint",)), "stops", "This cannot be chosen."),
        (replace(TASK, channels=("email", "email")), "channels", "The same is chosen twice."),
        (replace(TASK, offset_days=1_000_000), "offset_days", "A number from -180 to 3650, please."),
        (replace(TASK, cold_offset_days=1_000_000), "cold_offset_days", "A number from -180 to 3650, please."),
        (replace(TASK, every=1_000_000), "every", "A number from 0 to 3650, please."),
        (replace(TASK, every=11, every_unit="year"), "every", "A number from 0 to 10, please."),
        (replace(TASK, every=1, times=0), "times", "A number from 1 to 1000, please."),
        (replace(TASK, keep_hours=0), "keep_hours", "A number from 1 to 8784, please."),
        (replace(TASK, offset_days=-1), "offset_days", "Nobody can know this day before it comes: count from 0 on."),
        (replace(TASK, times=3), "times", "More than once needs a number of days or weeks in “again every”."),
        (
            replace(TASK, anchor="last_contact", times=3),
            "times", "More than once needs a number of days or weeks in “again every”.",
        ),
        (replace(TASK, every=7, until_days=1), "until_days", "It would end before the step comes for the first time."),
        (
            replace(TASK, at_time=time(17), until_time=time(9)),
            "until_time", "The end of the time of day must be after its beginning.",
        ),
        (
            replace(LETTER, at_time=time(9), until_time=time(17), keep_hours=2),
            "keep_hours", "It would be too late before the time of day is over.",
        ),
        (replace(LETTER, channels=()), "channels", "A letter needs a way to go."),
        (
            replace(OWN, channels=("text",)),
            "channels", "Only email goes by itself. Choose a letter to look at first, or add email.",
        ),
        (replace(LETTER, kind="thank", purpose="marketing"), "purpose", "A thank-you only thanks; it is no offer."),
        (
            replace(LETTER, purpose="marketing"),
            "purpose", "Offers and news must carry your postal address. Enter it in your settings first.",
        ),
        (replace(LETTER, letter="../../etc/passwd"), "text", "A letter needs words."),
        (replace(OWN, subject=""), "subject", "A letter needs a subject."),
        (replace(OWN, text="  "), "text", "A letter needs words."),
        (replace(OWN, text="x" * 5_000_000), "text", "At most 20000 characters, please."),
        (replace(TASK, script="x" * 5_001), "script", "At most 5000 characters, please."),
        (replace(OWN, text="a\0b"), "text", "There is a character in it that is none."),
        (
            replace(OWN, kind="thank", text="Thank you. Here is a special offer."),
            "text", "A thank-you only thanks. Please leave out: “special offer”.",
        ),
        (
            replace(OWN, text="A larger order, perhaps?"),
            "text", "No letter asks for a larger order to reach something. Please leave out: “larger order”.",
        ),
        (
            replace(OWN, text="Dear {{ name }},\n\nhow is {{ product }}?"),
            "text", "Line 3: There is no field “product”. There are: name, products, friend, survey, signature.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(step, field, said):
    fault = faults_of(step, OFFER)[0]
    assert (fault.key, fault.field, fault.sentence) == ("one", field, said)


def test_a_fault_in_a_text_names_its_line():
    assert [fault.line for fault in faults_of(replace(OWN, text="a\n{{ b }}\n{{ c"), OFFER)] == [2, 3]


def test_offers_may_go_with_a_postal_address():
    assert faults_of(replace(LETTER, purpose="marketing"), replace(OFFER, has_postal_address=True)) == []


def test_two_steps_on_one_day_contradict_each_other():
    other = replace(LETTER, key="two", title="Write")
    fault = faults_between([TASK, other])[0]
    said = "It falls on the same day as “Ask”, and nobody is written to twice a day."
    assert (fault.key, fault.field, fault.sentence) == ("two", "offset_days", said)


@pytest.mark.parametrize(
    "other",
    [
        replace(TASK, key="two", offset_days=3),
        replace(TASK, key="two", anchor="birthday"),
        replace(TASK, key="two", kind="thank"),
        replace(TASK, key="two", is_active=False),
        replace(TASK, key="two", cold_offset_days=5),
    ],
)
def test_steps_that_do_not_meet_are_fine(other):
    assert faults_between([TASK, other]) == []


def test_a_playbook_has_a_bounded_number_of_steps():
    steps = [replace(TASK, key=str(n), offset_days=n) for n in range(61)]
    assert [fault.field for fault in faults_between(steps)] == ["steps"]
