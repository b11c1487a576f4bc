"""The playbooks of the six rungs, as data."""

from django.utils.translation import gettext_noop

from customers.ladder import Rung
from followups.default_terms import BY_CHAT, BY_PHONE, DAY, IN_PEACE, UNTIL_ANSWERED, WEEK, WHILE_HEARD
from followups.kinds import Kind
from followups.models.rule import Action, Anchor, Unit

RUNG_PLAYBOOKS = (
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
)
