"""What screens show of people."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from customers.birthdays import LEAP_YEAR
from customers.contacts import show_phone
from customers.models import Customer
from customers.models.customer import RUNG_CHOICES
from customers.wording import (
    HELD,
    HELD_BY_ANYTHING,
    climbed_said,
    climbs_with,
    comes_with,
    consent_said,
    moves_after,
    touches_said,
)
from kit import charts, clock
from kit.isolating import isolated
from kit.templatetags.kept import day, icon, span
from kit.writing import locale_of

register = template.Library()

RUNG_NAMES = {rung.value: name for rung, name in RUNG_CHOICES}
DAY_FIRST = "en"  # as everywhere here, plain English writes the day first


register.filter("agreed", consent_said)
register.filter("climbed_said", climbed_said)
register.filter("climbs_with", climbs_with)
register.filter("comes_with", comes_with)
register.filter("moves_after", moves_after)
register.filter("touches_said", touches_said)
register.filter("grieving", Customer.is_grieving)
register.filter("resting", Customer.is_resting)


@register.filter
def rung_name(number: int) -> str:
    """The word of a rung."""
    return str(RUNG_NAMES[int(number)])


@register.simple_tag
def rung(number: int, bare: bool = False):
    """Show a rung: its colour, a ladder filled up to it, and its word."""
    return _rung(static("icons.svg"), int(number), bare, get_language())


@lru_cache(maxsize=256)
def _rung(file: str, number: int, bare: bool, _language: str | None):
    """One for each language, because its word is said in it."""
    return format_html(
        '<span class="rung{}" data-rung="{}"><svg viewBox="0 0 14 19" aria-hidden="true">'
        '<use href="{}#i-rung-{}"/></svg>{}</span>',
        " bare" if bare else "", number, file, number, RUNG_NAMES[number],
    )  # fmt: skip


@register.simple_tag
def held(person, piece):
    """Say which piece of evidence holds a person on their rung."""
    sentence = HELD.get(piece.kind, HELD_BY_ANYTHING)
    name = format_html("<bdi>{}</bdi>", person.addressed)
    return format_html(sentence, day=day(piece.on), name=name, rung=person.get_rung_display())


LOGGING = (
    '<button class="button quiet square" id="{}-{}" form="log" formaction="{}" hx-post="{}" name="direction"'
    ' value="{}" title="{}" aria-label="{}">{}</button>'
)


@register.simple_tag
def log_buttons(person):
    """Show the two buttons of a line that log a contact; they belong to the form "log" of the list.

    A list shows fifty of them: from a template they take three times as long.
    """
    url, said = reverse("touch-log", args=[person.pk]), {"name": isolated(person.name)}
    were, replied = _("You were in touch with %(name)s") % said, _("They replied: %(name)s") % said
    return format_html(
        LOGGING + LOGGING,
        "log", person.pk, url, url, "out", _("You were in touch"), were, icon("check"),
        "replied", person.pk, url, url, "in", _("They replied"), replied, icon("chat"),
    )  # fmt: skip


@register.simple_tag
def rhythm(days, due: date | None = None, today: date | None = None, table: bool = False):
    """Draw a person's order days, when the next is due and today; nothing without an order.

    `table` adds the days as a table for screen readers.
    """
    days = sorted(value.date() if isinstance(value, datetime) else value for value in days)
    if not days:
        return ""
    chart = charts.rhythm(days, due=due, today=today or clock.today(timezone.get_current_timezone()))
    context = {"chart": chart, "label": _rhythm_in_words(chart), "days": days if table else ()}
    return render_to_string("customers/_rhythm.html", context)


def _rhythm_in_words(chart: charts.Rhythm) -> str:
    words = ngettext("%(n)d order", "%(n)d orders", chart.count) % {"n": chart.count}
    if chart.apart:
        words = _("%(orders)s, about %(span)s apart") % {
            "orders": words, "span": span(chart.apart),
        }  # fmt: skip
    if chart.due_in is None:
        return _("%(orders)s.") % {"orders": words}
    return _("%(orders)s. %(next)s") % {"orders": words, "next": _due_in_words(chart.due_in)}


def _due_in_words(days: int) -> str:
    if days == 0:
        return _("The next is due today.")
    if days > 0:
        return _("The next is due in %(span)s.") % {"span": span(days)}
    return _("The next was due %(span)s ago.") % {"span": span(-days)}


@register.filter
def phone(number: str, region: str = "") -> str:
    """Write a kept phone number as people of a region read it."""
    return show_phone(number, region or "")


@register.filter
def slipping(person, today: date) -> bool:
    """Say whether a person may be slipping away."""
    return person.is_slipping(today)


@register.filter
def cooling(person, today: date) -> bool:
    """Say whether a person is cooling."""
    return person.is_cooling(today)


@register.filter
def birthday(person) -> str:
    """Write a birthday, with its year where it is known: 9 March, 9 March 1980."""
    day = date(person.birth_year or LEAP_YEAR, person.birth_month, person.birth_day)
    code, with_year = get_language() or "en", bool(person.birth_year)
    if code == DAY_FIRST:
        return format_date(day, "d MMMM y" if with_year else "d MMMM", locale=locale_of(code))
    return format_skeleton("yMMMMd" if with_year else "MMMMd", day, locale=locale_of(code))


@register.filter
def language(code: str) -> str:
    """Say the name of a language, in the language that is active; the code if it is unknown."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
