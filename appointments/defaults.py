"""The letters around an appointment, loaded as rules of the house: their words can be changed like others."""

from django.utils.translation import gettext_noop

from followups.kinds import Kind
from followups.models.rule import Action, Anchor

LETTERS = (
    ("meeting_asked", gettext_noop("Please confirm the time you asked for")),
    ("meeting_booked", gettext_noop("An appointment is booked")),
    ("meeting_moved", gettext_noop("An appointment has moved")),
    ("meeting_cancelled", gettext_noop("An appointment is cancelled")),
    ("meeting_tomorrow", gettext_noop("The day before an appointment")),
    ("meeting_soon", gettext_noop("An hour before an appointment")),
)
HOUSE_RULES = tuple(
    {
        "key": key,
        "kind": Kind.REMINDER,
        "title": title,
        "anchor": Anchor.MEETING,
        "action": Action.LETTER,
        "letter": key,
        "priority": 0,
    }
    for key, title in LETTERS
)
