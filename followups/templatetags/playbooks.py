"""The words of playbooks for templates."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from customers.models.customer import Channel
from followups import step_words
from followups.actions.forecast import Line

register = template.Library()


@register.simple_tag
def rung_sign(number: int):
    """Show the ladder filled up to a rung, without its word."""
    return format_html(
        '<svg viewBox="0 0 14 19" aria-hidden="true"><use href="{}#i-rung-{}"/></svg>',
        static("icons.svg"), int(number),
    )  # fmt: skip


@register.filter
def titled(of) -> str:
    """The title of a playbook or of a step, or a title itself, in the language of the page if it is the house's."""
    title = getattr(of, "title", of)
    return _(title) if title else ""


@register.filter
def goes_how(line: Line) -> str:
    """Say what happens, and by which way a letter goes, or with what else a task is done."""
    words = step_words.action_of(line)[0]
    if line.together:
        return _("%(what)s, together with “%(other)s”") % {"what": words, "other": _(line.together)}
    return f"{words}, {capfirst(str(Channel(line.channel).label))}" if line.channel else words
