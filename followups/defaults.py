"""The playbooks of the house: what happens by itself on a rung, or on an occasion, until somebody changes it.

Every number is data. The intervals follow the trade: the "2-2-2" after a delivery (two days, two
weeks, two months), thanks on the same day, a prospect's days 1-3-7-14-30, a new member's first
ninety days. Each undone task passes by before the next one of its rhythm comes.
"""

from datetime import UTC, datetime, time

from django.utils.translation import gettext_noop

from customers.ladder import Rung
from customers.models.customer import Channel
from followups.kinds import Kind
from followups.models.rule import Action, Anchor, Stop, Unit
from followups.recruiting_defaults import RECRUITING

DAY, WEEK = 24, 7 * 24  # hours
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)  # what history is, planning decides; not the install date

IN_PEACE = [Stop.REFUSED, Stop.COMPLAINT]
UNTIL_ANSWERED = [Stop.REPLIED, Stop.ORDERED, Stop.REFUSED, Stop.COMPLAINT]
WHILE_HEARD = [Stop.REFUSED, Stop.COMPLAINT, Stop.UNANSWERED]
BY_PHONE, BY_CHAT = [Channel.PHONE], [Channel.CHAT, Channel.TEXT]

HOUSE_PLAYBOOKS = (
    {
        "key": "suspect",
        "rung": Rung.SUSPECT,
        "title": gettext_noop("Suspects"),
        "about": gettext_noop("People you know of, who have not asked about anything yet."),
        "steps": (
            {
                "key": "reach_out",
                "kind": Kind.REACH_OUT,
                "title": gettext_noop("A long time without a word"),
                "anchor": Anchor.LAST_CONTACT,
                "offset_days": 90,
                "cold_offset_days": 30,
                "every": 90,
                "times": 3,
                "stops": WHILE_HEARD,
                "keep_hours": 2 * WEEK,
                "priority": 2,
            },
        ),
    },
    {
        "key": "prospect",
        "rung": Rung.PROSPECT,
        "title": gettext_noop("Prospects"),
        "about": gettext_noop("People who asked, tried a sample or saw a presentation."),
        "steps": (
            {
                "key": "prospect_1_day",
                "kind": Kind.REACH_OUT,
                "title": gettext_noop("The day after: is there a question left?"),
                "anchor": Anchor.INQUIRY,
                "offset_days": 1,
                "stops": UNTIL_ANSWERED,
                "channels": BY_CHAT,
                "script": gettext_noop(
                    "One line is enough: is there anything left that you would like to know?"
                ),
                "keep_hours": 2 * DAY,
            },
            {
                "key": "prospect_3_days",
                "kind": Kind.REACH_OUT,
                "title": gettext_noop("Three days after: a call"),
                "anchor": Anchor.INQUIRY,
                "offset_days": 3,
                "stops": UNTIL_ANSWERED,
                "channels": BY_PHONE,
                "script": gettext_noop("Ask what they liked and what they were unsure of. Then listen."),
                "keep_hours": 3 * DAY,
            },
            {
                "key": "prospect_7_days",
                "kind": Kind.REACH_OUT,
                "title": gettext_noop("A week after: something of use"),
                "anchor": Anchor.INQUIRY,
                "offset_days": 7,
                "stops": UNTIL_ANSWERED,
                "channels": BY_CHAT,
                "script": gettext_noop(
                    "Send one thing that helps with what they asked about, and ask for nothing."
                ),
                "keep_hours": 3 * DAY,
            },
            {
                "key": "prospect_14_days",
                "kind": Kind.REACH_OUT,
                "title": gettext_noop("Two weeks after: a call"),
                "anchor": Anchor.INQUIRY,
                "offset_days": 14,
                "stops": UNTIL_ANSWERED,
                "channels": BY_PHONE,
                "script": gettext_noop(
                    "Ask whether the matter still is one for them. A no is a good answer, too."
                ),
                "keep_hours": 3 * DAY,
            },
            {
                "key": "prospect_30_days",
                "kind": Kind.REACH_OUT,
                "title": gettext_noop("A month after: a friendly last word"),
                "anchor": Anchor.INQUIRY,
                "offset_days": 30,
                "stops": UNTIL_ANSWERED,
                "channels": BY_CHAT,
                "script": gettext_noop(
                    "Say that you will not ask again soon, and that they may always write to you."
                ),
                "keep_hours": 3 * DAY,
            },
            {
                "key": "prospect_rest",
                "kind": Kind.REACH_OUT,
                "title": gettext_noop("Three months without a word"),
                "anchor": Anchor.LAST_CONTACT,
                "offset_days": 90,
                "every": 90,
                "times": 3,
                "stops": WHILE_HEARD,
                "keep_hours": 2 * WEEK,
                "priority": 2,
            },
        ),
    },
    {
        "key": "customer",
        "rung": Rung.CUSTOMER,
        "title": gettext_noop("Customers"),
        "about": gettext_noop("People who have bought once. What follows an order stands with the orders."),
        "steps": (
            {
                "key": "customer_check_in",
                "kind": Kind.CHECK_IN,
                "title": gettext_noop("Two months without a word: how are things?"),
                "anchor": Anchor.LAST_CONTACT,
                "offset_days": 60,
                "cold_offset_days": 40,
                "every": 60,
                "times": 3,
                "stops": WHILE_HEARD,
                "keep_hours": WEEK,
                "priority": 2,
            },
        ),
    },
    {
        "key": "client",
        "rung": Rung.CLIENT,
        "title": gettext_noop("Clients"),
        "about": gettext_noop("People who came back and bought again."),
        "steps": (
            {
                "key": "client_check_in",
                "kind": Kind.CHECK_IN,
                "title": gettext_noop("Sixty days without a word: how are things?"),
                "anchor": Anchor.LAST_CONTACT,
                "offset_days": 60,
                "every": 60,
                "times": 3,
                "stops": WHILE_HEARD,
                "keep_hours": WEEK,
            },
            {
                "key": "client_half_year",
                "kind": Kind.SURVEY,
                "title": gettext_noop("Half a year: are they content with how you work?"),
                "anchor": Anchor.CLIMB,
                "offset_days": 182,
                "every": 6,
                "every_unit": Unit.MONTH,
                "stops": IN_PEACE,
                "action": Action.SURVEY,
                "letter": "survey_relation",
                "script": gettext_noop(
                    "What should I go on doing, and what could I do better? Note the answer."
                ),
                "keep_hours": 8 * WEEK,  # it waits until they were not asked for ninety days
            },
        ),
    },
    {
        "key": "member",
        "rung": Rung.MEMBER,
        "title": gettext_noop("Members"),
        "about": gettext_noop("People who joined your team, once the first month is over."),
        "steps": (
            {
                "key": "member_weekly",
                "kind": Kind.CHECK_IN,
                "title": gettext_noop("The word of the week, for the first ninety days"),
                "anchor": Anchor.CLIMB,
                "offset_days": 37,
                "every": 1,
                "every_unit": Unit.WEEK,
                "until_days": 90,
                "script": gettext_noop("What went well this week, and what is the one thing for the next?"),
                "keep_hours": 5 * DAY,
            },
            {
                "key": "member_goals",
                "kind": Kind.CHECK_IN,
                "title": gettext_noop("Every two weeks: look at the goal together"),
                "anchor": Anchor.CLIMB,
                "offset_days": 104,
                "every": 2,
                "every_unit": Unit.WEEK,
                "script": gettext_noop("How is the goal? What stands in the way? What can I take on?"),
                "keep_hours": 5 * DAY,
            },
        ),
    },
    {
        "key": "advocate",
        "rung": Rung.ADVOCATE,
        "title": gettext_noop("Advocates"),
        "about": gettext_noop(
            "People who recommended you. Thanks for an introduction stand with the occasions."
        ),
        "steps": (
            {
                "key": "advocate_word",
                "kind": Kind.CHECK_IN,
                "title": gettext_noop("A month without a word: stay in touch"),
                "anchor": Anchor.LAST_CONTACT,
                "offset_days": 30,
                "every": 30,
                "times": 3,
                "stops": WHILE_HEARD,
                "script": gettext_noop(
                    "A word about them, not about business. They have done enough for you."
                ),
                "keep_hours": WEEK,
            },
            {
                "key": "advocate_ask",
                "kind": Kind.OTHER,
                "title": gettext_noop("Once in half a year: may one more friend hear of it?"),
                "anchor": Anchor.CLIMB,
                "offset_days": 60,
                "every": 6,
                "every_unit": Unit.MONTH,
                "times": 4,
                "stops": WHILE_HEARD,
                "script": gettext_noop(
                    "Only if the talk goes there by itself: is there one person for whom this would be a help?"
                    " A no is as good, and ask no second time."
                ),
                "keep_hours": 2 * WEEK,
                "priority": 2,
            },
        ),
    },
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
    RECRUITING,
)
HOUSE_RULES = tuple(step for playbook in HOUSE_PLAYBOOKS for step in playbook["steps"])  # tasks unless said
