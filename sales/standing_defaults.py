"""What everybody begins with: the letter before each run of a standing order, as a rule of the house."""

from django.utils.translation import gettext_noop

from followups.kinds import Kind
from followups.models.rule import Action, Anchor

STANDING_REMINDER = {
    "key": "standing_reminder",
    "kind": Kind.STANDING,
    "title": gettext_noop("Before each run of a standing order"),
    "anchor": Anchor.MEETING,  # its own moment: no playbook counts to it
    "action": Action.LETTER,
    "letter": "standing_reminder",
    "priority": 0,
    "channels": ["email", "text", "chat", "post"],
}
HOUSE_RULES = (STANDING_REMINDER,)
