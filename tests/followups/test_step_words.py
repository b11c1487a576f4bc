"""A step is told as it is planned: what answers something goes at once, everything else at its hour."""

from dataclasses import replace
from datetime import time

import pytest

from followups.step_words import margin_of, quiet_said, told
from followups.steps import Step

LETTER = Step(key="one", title="Thanks", kind="thank", action="review", offset_days=0, channels=("email",))


@pytest.mark.parametrize(
    ("anchor", "told_as"),
    [
        ("first_order", "On the day of the first order."),
        ("inquiry", "On the day they ask."),
        ("climb", "On the day they reach this rung."),
        ("referral", "On the day of an introduction."),
        ("friend_ordered", "On the day somebody they introduced orders first."),
    ],
)
def test_a_letter_that_answers_something_goes_at_once(anchor, told_as):
    step = replace(LETTER, anchor=anchor)
    assert (margin_of(step), told(step)) == ("at once", [told_as])


def test_a_letter_on_the_day_of_a_delivery_goes_at_its_hour():
    step = replace(LETTER, anchor="delivery")
    assert (margin_of(step), told(step)) == ("that day", ["On the day of the delivery, at 10:00."])


@pytest.mark.parametrize(
    ("begins", "ends", "quiet", "said"),
    [
        (time(22), time(23), (time(21), time(8)), True),
        (time(6), time(7, 30), (time(21), time(8)), True),
        (time(6), time(9), (time(21), time(8)), False),
        (time(20), time(22), (time(21), time(8)), False),
        (time(10), time(12), (time(9), time(17)), True),
        (time(8), time(12), (time(9), time(17)), False),
        (time(10), None, (time(9), time(17)), False),
    ],
)
def test_a_time_of_day_in_the_quiet_hours_is_warned_about(begins, ends, quiet, said):
    letter = Step(key="a", anchor="delivery", action="letter", at_time=begins, until_time=ends)
    assert bool(quiet_said(letter, *quiet)) == said
    assert quiet_said(replace(letter, action="task"), *quiet) == ""
