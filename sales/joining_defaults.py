"""The letters and tasks around an enrolment, as rules of the house."""

from django.utils.translation import gettext_noop

from followups.kinds import Kind
from followups.models.rule import Action, Anchor

CONFIRM, DONE, CANCELLED = "enrolment_confirm", "enrolment_done", "enrolment_cancelled"
BEGUN, WISH = "enrolment_begun", "enrolment_wish"

_LETTERS = (
    (CONFIRM, gettext_noop("Please confirm that you would like to join")),
    (DONE, gettext_noop("A copy of what they agreed to")),
    (CANCELLED, gettext_noop("An enrolment is taken back")),
)
_TASKS = (
    (BEGUN, Kind.ENROLMENT, gettext_noop("An enrolment was begun and not gone on with")),
    (WISH, Kind.ANSWER, gettext_noop("They would like to join, and no letter reaches them: call them")),
)
HOUSE_RULES = (
    *(
        {
            "key": key,
            "kind": Kind.REMINDER,
            "title": title,
            "anchor": Anchor.MEETING,
            "action": Action.LETTER,
            "letter": key,
            "priority": 0,
        }
        for key, title in _LETTERS
    ),
    *(
        {
            "key": key,
            "kind": kind,
            "title": title,
            "anchor": Anchor.MEETING,
            "action": Action.TASK,
            "priority": 0,
        }
        for key, kind, title in _TASKS
    ),
)
