"""The words of messages for templates."""

from django import template
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from followups import showing, why
from followups.enclosing import goes_along
from followups.letters import letter_as_it_stands
from followups.models import Message
from followups.step_words import caused_by
from followups.ways import FROM_THE_PHONE, link_of
from followups.wording import cause, turned_said

register = template.Library()
register.filter("tone", showing.tone_of)


@register.filter
def cause_of(message: Message) -> str:
    """Say what gave rise to a message, also to one whose context broke."""
    products = message.context.get("products", "") if isinstance(message.context, dict) else ""
    return cause(message.rule.title, products)


@register.filter
def reason_of(message: Message) -> str:
    """Say in a few words why a message is as it is: the reason it carries, else what it rests on."""
    return message.reason or why.in_few_words(message.state, caused_by(message.rule), message.channel)


@register.filter
def document_of(message: Message) -> str:
    """Return the name of the document that goes with a letter, empty where none does."""
    return goes_along(message.rule.attachment.name, message.channel)


@register.filter
def turned_of(message: Message) -> str:
    """Say from which day a message had to give way, and to what; empty where it did not."""
    return turned_said(message.context, get_language()) if isinstance(message.context, dict) else ""


@register.filter
def ways_out(message: Message) -> tuple[str, ...]:
    """Return what can be done with a letter that did not go."""
    return why.ways_out(message.reason_code, message.channel)


@register.filter
def moment_of(message: Message):
    """Return when it went out, or when it is or was due."""
    return message.sent_at or message.due_at


@register.filter
def day_of(message: Message, zone):
    """Return the day of that moment on somebody's wall."""
    return moment_of(message).astimezone(zone).date()


@register.filter
def text_of(message: Message) -> str:
    """Return the words of a letter as they stand now."""
    return letter_as_it_stands(message).text


@register.filter
def phone_link(message: Message, text: str = "") -> str:
    """Return the link that opens a text message or a chat with words in it; empty for other channels."""
    if message.channel not in FROM_THE_PHONE:
        return ""
    return link_of(message.channel, message.context.get("address", ""), text)


@register.filter
def age(since, now) -> str:
    """Say how long something is open: in minutes for an hour, in hours for two days, then in days."""
    minutes = max(1, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    hours = minutes // 60
    if hours >= 48:
        return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
    return _("%(n)d h") % {"n": hours}


@register.filter
def time_left(left) -> str:
    """Say how much office time is left."""
    minutes = int(left.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    return ngettext("%(n)d office hour left", "%(n)d office hours left", minutes // 60) % {"n": minutes // 60}
