"""The playbook of who might like to join: it opens once enough people have bought."""

from django.utils.translation import gettext_noop

from followups.kinds import Kind
from followups.models.rule import Anchor, Stop

RECRUITING = {
    "key": "recruiting",
    "title": gettext_noop("Who might like to join"),
    "about": gettext_noop(
        "People who bring you customers. It opens once enough people have bought from you."
    ),
    "steps": (
        {
            "key": "recruiting_ask",
            "kind": Kind.ENROLMENT,
            "title": gettext_noop("Their friend bought: would they like to do this, too?"),
            "anchor": Anchor.FRIEND_ORDERED,
            "offset_days": 14,
            "stops": [Stop.REFUSED, Stop.COMPLAINT],
            "script": gettext_noop(
                "Ask once whether they would like to hear how it works, and promise nothing. A no is a good answer."
            ),
            "keep_hours": 14 * 24,
            "priority": 2,
        },
    ),
}
