"""What of a person asks for restraint, as it is said in JSON: each mark by its own verb."""

from customers import actions
from kit.api.errors import renaming

VERBS = {
    "grieving_until": (actions.mark_grief, actions.end_grief),
    "resting_until": (actions.let_rest, actions.wake),
}
MARKS = (*VERBS, "touches_a_week")


def put_marks(person, by, said: dict) -> None:
    """Put the marks that were said; a day is up to when, none is the end."""
    for name, (begin, end) in VERBS.items():
        if name in said:
            with renaming(until=name):
                begin(person=person, by=by, until=said[name]) if said[name] else end(person=person, by=by)
    if "touches_a_week" in said:
        actions.wish_for_touches(person=person, by=by, a_week=said["touches_a_week"])
