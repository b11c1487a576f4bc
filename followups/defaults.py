"""The rules of the house: what is owed by itself until somebody changes it.

Every number is data. The intervals follow the trade's "2-2-2" (two days, two weeks, two
months after the goods came) and the habit of thanking on the same day.
"""

from datetime import UTC, datetime, time

from django.utils.translation import gettext_noop

from followups.kinds import Kind
from followups.models.rule import Action, Anchor

DAY, WEEK = 24, 7 * 24  # hours
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)  # what history is, planning decides; not the install date

HOUSE_RULES = (
    {
        "key": "thank_first_order",
        "kind": Kind.THANK,
        "title": gettext_noop("Thank you for the first order"),
        "anchor": Anchor.FIRST_ORDER,
        "action": Action.LETTER,
        "letter": "thank_first",
        "delay_seconds": 3,
        "keep_hours": 2 * DAY,
        "priority": 0,
    },
    {
        "key": "thank_repeat_order",
        "kind": Kind.THANK,
        "title": gettext_noop("Thank you for ordering again"),
        "anchor": Anchor.REPEAT_ORDER,
        "action": Action.REVIEW,
        "letter": "thank_again",
        "delay_seconds": 3,
        "keep_hours": 2 * DAY,
        "priority": 0,
    },
    {
        "key": "check_in_2_days",
        "kind": Kind.CHECK_IN,
        "title": gettext_noop("Two days after the delivery: is everything all right?"),
        "anchor": Anchor.DELIVERY,
        "offset_days": 2,
        "action": Action.LETTER,
        "letter": "check_in_days",
        "keep_hours": WEEK,
    },
    {
        "key": "check_in_2_weeks",
        "kind": Kind.TIPS,
        "title": gettext_noop("Two weeks after the delivery: how is it in use?"),
        "anchor": Anchor.DELIVERY,
        "offset_days": 14,
        "action": Action.LETTER,
        "letter": "check_in_weeks",
        "keep_hours": WEEK,
    },
    {
        "key": "check_in_2_months",
        "kind": Kind.CHECK_IN,
        "title": gettext_noop("Two months after the delivery: a word in person"),
        "anchor": Anchor.DELIVERY,
        "offset_days": 60,
        "cold_offset_days": 40,
        "action": Action.TASK,
        "keep_hours": WEEK,
    },
    {
        "key": "reorder",
        "kind": Kind.REORDER,
        "title": gettext_noop("A week before the next order is expected"),
        "anchor": Anchor.EXPECTED_ORDER,
        "offset_days": -7,
        "action": Action.TASK,
        "keep_hours": WEEK,
    },
    {
        "key": "answer_inquiry",
        "kind": Kind.ANSWER,
        "title": gettext_noop("They asked and wait for an answer"),
        "anchor": Anchor.INQUIRY,
        "action": Action.TASK,
        "keep_hours": 3 * DAY,
        "priority": 0,
    },
    {
        "key": "reach_out",
        "kind": Kind.REACH_OUT,
        "title": gettext_noop("A long time without a word"),
        "anchor": Anchor.LAST_CONTACT,
        "offset_days": 90,
        "cold_offset_days": 30,
        "action": Action.TASK,
        "keep_hours": 2 * WEEK,
        "priority": 2,
    },
    {
        "key": "birthday",
        "kind": Kind.BIRTHDAY,
        "title": gettext_noop("Their birthday"),
        "anchor": Anchor.BIRTHDAY,
        "at_time": time(9),
        "action": Action.TASK,
        "keep_hours": DAY,
        "priority": 0,
    },
)
