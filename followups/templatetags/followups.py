"""The words of messages for templates."""

from django import template

from followups import showing
from followups.letters import letter_as_it_stands
from followups.models import Message
from followups.wording import cause

register = template.Library()
register.filter("tone", showing.tone_of)


@register.filter
def cause_of(message: Message) -> str:
    """Say what gave rise to a message."""
    return cause(message.rule.title, message.context.get("products", ""))


@register.filter
def moment_of(message: Message):
    """Return when it went out, or when it is or was due."""
    return message.sent_at or message.due_at


@register.filter
def text_of(message: Message) -> str:
    """Return the words of a letter as they stand now."""
    return letter_as_it_stands(message).text
