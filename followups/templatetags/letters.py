"""The words about letters and tasks for templates."""

from django import template

from followups import wording
from followups.models.message import State

register = template.Library()

KINDS = {
    State.DRAFT: "now",
    State.PLANNED: "info",
    State.CLAIMED: "info",
    State.SENT: "good",
    State.UNCERTAIN: "now",
    State.FAILED: "risk",
    State.REFUSED: "risk",
}


@register.filter
def cause(row) -> str:
    """Say what gave rise to a letter or a task."""
    title = row.rule.title if row.rule_id else ""
    return wording.cause(title, row.context.get("products", ""))


@register.filter
def tag_kind(message) -> str:
    """The colour of the state: something to do now, fine, a loss, or plain."""
    return KINDS.get(State(message.state), "")
