"""What screens show of people."""

from datetime import date

from babel.dates import format_date, format_skeleton
from django import template
from django.utils.translation import get_language, get_language_info

from customers.birthdays import LEAP_YEAR
from customers.contacts import show_phone
from customers.wording import consent_said
from kit.writing import locale_of

register = template.Library()

DAY_FIRST = "en"  # as everywhere here, plain English writes the day first


register.filter("agreed", consent_said)


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
