"""The rules of surveys that belong to no playbook: asked for by hand, what answers give rise to, and the answer to it."""

from django.utils.translation import gettext_noop

from followups.kinds import Kind
from followups.models.rule import Action, Anchor

REQUEST, SUGGESTION, DONE, FRIEND = "survey_request", "suggestion", "suggestion_done", "introduction_offered"

RULES = (
    {
        "key": REQUEST,
        "kind": Kind.SURVEY,
        "title": gettext_noop("Questions that you asked for by hand"),
        "anchor": Anchor.MEETING,
        "action": Action.SURVEY,
        "letter": "survey_request",
        "channels": ["email", "chat", "text"],
    },
    {
        "key": SUGGESTION,
        "kind": Kind.SUGGESTION,
        "title": gettext_noop("They made a suggestion: look at it"),
        "anchor": Anchor.MEETING,
        "action": Action.TASK,
    },
    {
        "key": DONE,
        "kind": Kind.ANSWER,
        "title": gettext_noop("You said, we did: what became of a suggestion"),
        "anchor": Anchor.MEETING,
        "action": Action.LETTER,
        "letter": "suggestion_done",
        "priority": 0,
        "channels": ["email", "chat", "text", "post"],
    },
    {
        "key": FRIEND,
        "kind": Kind.REACH_OUT,
        "title": gettext_noop("They may know somebody: ask once, when it fits"),
        "anchor": Anchor.MEETING,
        "action": Action.TASK,
        "script": gettext_noop(
            "They said that you may ask. Talk about them first; one question is enough, and no is an answer."
        ),
        "priority": 2,
    },
)
