"""The playbooks of occasions, as data."""

from datetime import time

from django.utils.translation import gettext_noop

from followups.default_terms import BY_PHONE, DAY, IN_PEACE, WEEK, WHILE_HEARD
from followups.kinds import Kind
from followups.models.rule import Action, Anchor, Stop

OCCASION_PLAYBOOKS = (
    {
        "key": "inquiry",
        "title": gettext_noop("They ask"),
        "about": gettext_noop("Whenever somebody asks about something, on whatever rung."),
        "steps": (
            {
                "key": "answer_inquiry",
                "kind": Kind.ANSWER,
                "title": gettext_noop("They asked and wait for an answer"),
                "anchor": Anchor.INQUIRY,
                "keep_hours": 3 * DAY,
                "priority": 0,
            },
        ),
    },
    {
        "key": "order",
        "title": gettext_noop("A new order"),
        "about": gettext_noop("Thanks at once, and the question about the next one in time."),
        "steps": (
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
                "key": "reorder",
                "kind": Kind.REORDER,
                "title": gettext_noop("A week before the next order is expected"),
                "anchor": Anchor.EXPECTED_ORDER,
                "offset_days": -7,
                "stops": [Stop.ORDERED, *IN_PEACE],
                "keep_hours": WEEK,
            },
        ),
    },
    {
        "key": "delivery",
        "title": gettext_noop("After a delivery"),
        "about": gettext_noop("Two days, two weeks and two months after the goods came."),
        "steps": (
            {
                "key": "check_in_2_days",
                "kind": Kind.CHECK_IN,
                "title": gettext_noop("Two days after the delivery: is everything all right?"),
                "anchor": Anchor.DELIVERY,
                "offset_days": 2,
                "stops": [Stop.COMPLAINT],
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
                "stops": IN_PEACE,
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
                "stops": IN_PEACE,
                "keep_hours": WEEK,
            },
        ),
    },
    {
        "key": "birthday",
        "title": gettext_noop("Birthday"),
        "about": gettext_noop("Everybody you know well enough to wish them a good day."),
        "steps": (
            {
                "key": "birthday",
                "kind": Kind.BIRTHDAY,
                "title": gettext_noop("Their birthday"),
                "anchor": Anchor.BIRTHDAY,
                "at_time": time(9),
                "keep_hours": DAY,
                "priority": 0,
            },
        ),
    },
    {
        "key": "joined",
        "title": gettext_noop("They joined"),
        "about": gettext_noop("The first month of somebody who joined your team."),
        "steps": (
            {
                "key": "joined_welcome",
                "kind": Kind.WELCOME,
                "title": gettext_noop("Welcome"),
                "anchor": Anchor.CLIMB,
                "action": Action.REVIEW,
                "letter": "welcome",
                "delay_seconds": 3,
                "keep_hours": 2 * DAY,
                "priority": 0,
            },
            {
                "key": "joined_2_days",
                "kind": Kind.WELCOME,
                "title": gettext_noop("The second day: what do they hope for?"),
                "anchor": Anchor.CLIMB,
                "offset_days": 2,
                "channels": BY_PHONE,
                "script": gettext_noop(
                    "Ask what made them join and what would make the first month a good one."
                ),
                "keep_hours": 5 * DAY,
            },
            {
                "key": "joined_7_days",
                "kind": Kind.WELCOME,
                "title": gettext_noop("The first week is over: what came up?"),
                "anchor": Anchor.CLIMB,
                "offset_days": 7,
                "script": gettext_noop("Ask what was hardest, and do that one thing together."),
                "keep_hours": 5 * DAY,
            },
            {
                "key": "joined_14_days",
                "kind": Kind.WELCOME,
                "title": gettext_noop("Two weeks in: write a first goal together"),
                "anchor": Anchor.CLIMB,
                "offset_days": 14,
                "script": gettext_noop("What do they want, by when, and what will you do for it?"),
                "keep_hours": 5 * DAY,
            },
            {
                "key": "joined_21_days",
                "kind": Kind.WELCOME,
                "title": gettext_noop("Three weeks in: their first customers"),
                "anchor": Anchor.CLIMB,
                "offset_days": 21,
                "script": gettext_noop("Look at their people together: whom do they owe a word?"),
                "keep_hours": 5 * DAY,
            },
            {
                "key": "joined_30_days",
                "kind": Kind.WELCOME,
                "title": gettext_noop("A month in: what went well?"),
                "anchor": Anchor.CLIMB,
                "offset_days": 30,
                "script": gettext_noop(
                    "Name one thing they did well, with the day. Then ask what comes next."
                ),
                "keep_hours": 5 * DAY,
            },
        ),
    },
    {
        "key": "referral",
        "title": gettext_noop("An introduction"),
        "about": gettext_noop("Somebody was kind enough to tell a friend about you."),
        "steps": (
            {
                "key": "thank_referral",
                "kind": Kind.THANK,
                "title": gettext_noop("Thank you for the introduction"),
                "anchor": Anchor.REFERRAL,
                "action": Action.REVIEW,
                "letter": "thank_referral",
                "delay_seconds": 3,
                "keep_hours": DAY,
                "priority": 0,
            },
            {
                "key": "friend_ordered",
                "kind": Kind.OUTCOME,
                "title": gettext_noop("Tell them how it went with their friend"),
                "anchor": Anchor.FRIEND_ORDERED,
                "offset_days": 1,
                "stops": IN_PEACE,
                "script": gettext_noop(
                    "Ask the friend first whether you may tell. Then thank them once more."
                ),
                "keep_hours": WEEK,
            },
        ),
    },
    {
        "key": "slipping",
        "title": gettext_noop("Slipping away"),
        "about": gettext_noop("Somebody who used to order has not done so for much longer than usual."),
        "steps": (
            {
                "key": "slipping_word",
                "kind": Kind.WIN_BACK,
                "title": gettext_noop("They are later than usual: is something not right?"),
                "anchor": Anchor.SLIPPING,
                "stops": [Stop.ORDERED, *IN_PEACE],
                "script": gettext_noop(
                    "Ask how they are and whether everything was as it should be. Offer nothing."
                ),
                "keep_hours": WEEK,
            },
            {
                "key": "win_back",
                "kind": Kind.WIN_BACK,
                "title": gettext_noop("As good as lost: a last friendly word"),
                "anchor": Anchor.COOLING,
                "stops": [Stop.ORDERED, *IN_PEACE],
                "script": gettext_noop(
                    "Say that you think of them and that they are always welcome. Then let it be."
                ),
                "keep_hours": WEEK,
            },
            {
                "key": "after_rest",
                "kind": Kind.WIN_BACK,
                "title": gettext_noop("Four months after the last word: how are they?"),
                "anchor": Anchor.COOLING,
                "offset_days": 120,
                "stops": [Stop.ORDERED, *WHILE_HEARD],
                "keep_hours": 2 * WEEK,
                "priority": 2,
            },
        ),
    },
    {
        "key": "survey",
        "title": gettext_noop("Surveys"),
        "about": gettext_noop(
            "One question and why, at most once in ninety days. The half-yearly one stands with the clients."
        ),
        "steps": (
            {
                "key": "survey_delivery",
                "kind": Kind.SURVEY,
                "title": gettext_noop("Two weeks after the delivery: how glad are they with it?"),
                "anchor": Anchor.DELIVERY,
                "offset_days": 16,  # two days after the letter about its use: nobody is written to twice a day
                "stops": IN_PEACE,
                "action": Action.SURVEY,
                "letter": "survey_delivery",
                "keep_hours": WEEK,
            },
            {
                "key": "survey_complaint",
                "kind": Kind.SURVEY,
                "title": gettext_noop("A week after a complaint: is it all right now?"),
                "anchor": Anchor.COMPLAINT_CLOSED,
                "offset_days": 7,
                "stops": IN_PEACE,
                "action": Action.SURVEY,
                "letter": "survey_complaint",
                "keep_hours": 2 * WEEK,
            },
        ),
    },
)
