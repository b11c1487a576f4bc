"""The words of imports for their templates."""

from babel.numbers import format_decimal
from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kit.writing import locale_of
from mlmcrm.models import ImportState

register = template.Library()

FATES = {"new": _("new"), "same": _("known already"), "changed": _("changes")}
TAGS = {
    ImportState.FINISHED: "good",
    ImportState.FAILED: "risk",
    ImportState.STOPPED: "now",
    ImportState.CHECKED: "now",
}


@register.filter
def figure(number: int) -> str:
    """Write a count with its thousands apart."""
    return format_decimal(number, locale=locale_of(get_language() or "en"))


@register.filter
def fate(word: str) -> str:
    """Say what becomes of a line."""
    return FATES.get(word, word)


@register.filter
def state_tag(state: str) -> str:
    """The class of the tag that shows a state."""
    return TAGS.get(state, "info")
