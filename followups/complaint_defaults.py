"""The letters of complaints as data, in the words of the models."""

from django.utils.translation import gettext_noop

from followups.kinds import Kind
from followups.models.rule import Action, Anchor

RECEIVED, ASKED = "complaint_received", "complaint_asked"
LETTERS = tuple(
    {
        "key": key,
        "kind": Kind.COMPLAINT,
        "title": title,
        "anchor": Anchor.MEETING,  # no day gives rise to it: it is owed by a verb
        "action": Action.LETTER,
        "letter": key,
        "priority": 0,
        "channels": ["email"],
    }
    for key, title in (
        (RECEIVED, gettext_noop("What they wrote has come in")),
        (ASKED, gettext_noop("After it was put right: is all well now?")),
    )
)
