"""What everybody begins with: the letters around an appointment, as rules of the house, and five kinds."""

from django.utils.translation import gettext_noop

from followups.kinds import Kind
from followups.models.rule import Action, Anchor

LETTERS = (
    ("meeting_asked", gettext_noop("Please confirm the time you asked for")),
    ("meeting_offered", gettext_noop("A time came free for who waits")),
    ("meeting_listed", gettext_noop("Somebody is on the waiting list")),
    ("meeting_booked", gettext_noop("An appointment is booked")),
    ("meeting_moved", gettext_noop("An appointment has moved")),
    ("meeting_cancelled", gettext_noop("An appointment is cancelled")),
    ("meeting_tomorrow", gettext_noop("The day before an appointment")),
    ("meeting_soon", gettext_noop("An hour before an appointment")),
    ("meeting_late", gettext_noop("You run late")),
    ("meeting_missed", gettext_noop("Somebody missed an appointment: new times")),
    ("meeting_emergency", gettext_noop("An emergency: the rest of a day is cancelled")),
)
BY_PHONE_TOO = {"meeting_late", "meeting_emergency"}  # what cannot wait goes from one's own phone, too
NEW_TIME = {
    "key": "meeting_new_time",
    "kind": Kind.ANSWER,
    "title": gettext_noop("They cancelled: find a new time"),
    "anchor": Anchor.MEETING,
    "action": Action.TASK,
    "priority": 0,
}
WISH = {
    "key": "meeting_wish",
    "kind": Kind.ANSWER,
    "title": gettext_noop("They asked for a time: confirm it, or offer another"),
    "anchor": Anchor.MEETING,
    "action": Action.TASK,
    "priority": 0,
}
NOTES = {
    "key": "meeting_notes",
    "kind": Kind.NOTES,
    "title": gettext_noop("What was noted in a meeting"),
    "anchor": Anchor.MEETING,
    "action": Action.LETTER,
    "letter": "meeting_notes",
    "priority": 0,
    "channels": ["email", "text", "chat", "post"],
}
NOTES_CORRECTED = {
    "key": "notes_corrected",
    "kind": Kind.ANSWER,
    "title": gettext_noop("They would have the notes of a meeting say something else"),
    "anchor": Anchor.MEETING,
    "action": Action.TASK,
    "priority": 0,
}
OF_LETTERS = tuple(
    {
        "key": key,
        "kind": Kind.REMINDER,
        "title": title,
        "anchor": Anchor.MEETING,
        "action": Action.LETTER,
        "letter": key,
        "priority": 0,
        "channels": ["email", "text", "chat"] if key in BY_PHONE_TOO else ["email"],
    }
    for key, title in LETTERS
)
HOUSE_RULES = (*OF_LETTERS, NEW_TIME, WISH, NOTES, NOTES_CORRECTED)

HOUSE_KINDS = (
    {
        "name": gettext_noop("First talk"),
        "about": gettext_noop("We get to know each other, and find what suits you."),
        "minutes": 30,
        "place": "phone",
        "minutes_after": 15,
        "agenda": (
            (5, gettext_noop("How are you"), ""),
            (
                15,
                gettext_noop("What would help you"),
                gettext_noop("Ask, then listen. Details only when asked."),
            ),
            (
                5,
                gettext_noop("Questions"),
                gettext_noop("What you do not know becomes a promise to find out."),
            ),
            (5, gettext_noop("What is next"), ""),
        ),
    },
    {
        "name": gettext_noop("Presentation"),
        "about": gettext_noop("You try what interests you, and ask what you like."),
        "minutes": 60,
        "place": "visit",
        "travel_minutes": 30,
        "minutes_after": 15,
        "agenda": (
            (10, gettext_noop("What you are looking for"), ""),
            (30, gettext_noop("Try it"), gettext_noop("One thing at a time.")),
            (
                15,
                gettext_noop("Questions"),
                gettext_noop("What you do not know becomes a promise to find out."),
            ),
            (5, gettext_noop("What is next"), ""),
        ),
    },
    {
        "name": gettext_noop("Looking back together"),
        "about": gettext_noop("What did you good, what did not, and what is next."),
        "minutes": 20,
        "place": "phone",
        "minutes_after": 10,
        "agenda": (
            (5, gettext_noop("What did you good"), ""),
            (5, gettext_noop("What did not"), gettext_noop("Listen; do not explain yet.")),
            (10, gettext_noop("What is next"), ""),
        ),
    },
    {
        "name": gettext_noop("Sample drop"),
        "about": gettext_noop("I bring you a sample, and show in a minute how it is used."),
        "minutes": 15,
        "place": "visit",
        "travel_minutes": 20,
        "minutes_after": 5,
        "who": "known",
        "agenda": (
            (5, gettext_noop("Show how it is used"), gettext_noop("One thing, no more.")),
            (5, gettext_noop("When do I ask how it was"), gettext_noop("The day becomes a promise.")),
        ),
    },
    {
        "name": gettext_noop("Training"),
        "about": gettext_noop("For those who sell with me: one thing to learn, and time to try it."),
        "minutes": 90,
        "place": "here",
        "minutes_before": 15,
        "minutes_after": 15,
        "seats": 8,
        "who": "known",
        "agenda": (
            (10, gettext_noop("What went well since the last time"), ""),
            (30, gettext_noop("One thing to learn"), ""),
            (40, gettext_noop("Try it in pairs"), ""),
            (10, gettext_noop("What each does until the next time"), gettext_noop("Write it down.")),
        ),
    },
)
