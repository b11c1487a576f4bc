"""A step is told as it is planned: what answers something goes at once, everything else at its hour."""

from dataclasses import replace

import pytest

from followups.step_words import margin_of, told
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
