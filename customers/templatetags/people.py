"""What screens show of people."""

from datetime import date

from babel.dates import format_date, format_skeleton
from django import template
from django.utils.translation import get_language, get_language_info

from customers.birthdays import LEAP_YEAR
from customers.contacts import show_phone
from kit.writing import locale_of

register = template.Library()


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
    locale = locale_of(get_language() or "en")
    if person.birth_year:
        return format_date(
            date(person.birth_year, person.birth_month, person.birth_day), "long", locale=locale
        )
    return format_skeleton("MMMMd", date(LEAP_YEAR, person.birth_month, person.birth_day), locale=locale)


@register.filter
def language(code: str) -> str:
    """Say the name of a language, in the language that is active; the code if it is unknown."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
