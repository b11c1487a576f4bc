"""Write money, days and moments as a language writes them. Values in, text out."""

from copy import copy
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from math import ceil

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_currency, format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, to_locale

_DAY_FIRST = "en"  # plain English writes "Tue 24 Nov" and 14:05; en-us and others keep their own


@lru_cache
def locale_of(language: str) -> Locale:
    """Return the writing rules of a language code, the nearest known ones if it is unknown."""
    for code in (to_locale(language), language.split("-")[0], "en"):
        try:
            return Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("unreachable: English is always known")


def write_money(amount: Decimal, currency: str, language: str) -> str:
    """Write an amount with its currency; without a currency, as a plain number."""
    if not currency:
        return format_decimal(amount, locale=locale_of(language))
    return format_currency(amount, currency, locale=locale_of(language))


def write_round_money(amount: Decimal, currency: str, language: str) -> str:
    """Write an amount that nobody knows to the cent, in whole units."""
    locale = Locale.parse(locale_of(language))
    pattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (0, 0)
    return pattern.apply(round(amount), locale, currency=currency, currency_digits=False)


def write_number(count: int, language: str) -> str:
    """Write a whole number with its thousands set apart."""
    return format_decimal(count, locale=locale_of(language))


def write_day(day: date, *, today: date, language: str) -> str:
    """Write a day shortly: the weekday while it is this year, else the year."""
    this_year = day.year == today.year
    locale = locale_of(language)
    if language == _DAY_FIRST:
        return format_date(day, "EEE d MMM" if this_year else "d MMM y", locale=locale)
    return format_skeleton("MMMEd" if this_year else "yMMMd", day, locale=locale)


def write_date(day: date, *, today: date, language: str) -> str:
    """Write a day without its weekday, for narrow places; the year only if it is another."""
    this_year = day.year == today.year
    locale = locale_of(language)
    if language == _DAY_FIRST:
        return format_date(day, "d MMM" if this_year else "d MMM y", locale=locale)
    return format_skeleton("MMMd" if this_year else "yMMMd", day, locale=locale)


def write_out_day(day: date, *, today: date, language: str) -> str:
    """Write a day in full, as in a letter: Friday 27 November; the year only if it is another."""
    this_year = day.year == today.year
    locale = locale_of(language)
    if language == _DAY_FIRST:
        return format_date(day, "EEEE d MMMM" if this_year else "EEEE d MMMM y", locale=locale)
    return format_skeleton("MMMMEEEEd" if this_year else "yMMMMEEEEd", day, locale=locale)


def write_clock(moment: datetime, *, zone: tzinfo, language: str) -> str:
    """Write the time of day in a zone."""
    pattern = "H:mm" if language == _DAY_FIRST else "short"
    locale = locale_of(language)
    if pattern == "short":
        pattern = locale.time_formats["short"].pattern
    return format_datetime(moment.astimezone(zone), pattern, locale=locale)


def write_moment(moment: datetime, *, now: datetime, zone: tzinfo, language: str) -> str:
    """Write a moment in a zone: today, yesterday and tomorrow by name, else the day."""
    today, day = now.astimezone(zone).date(), moment.astimezone(zone).date()
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    word = near.get((day - today).days) or write_day(day, today=today, language=language)
    clock = write_clock(moment, zone=zone, language=language)
    return _("%(day)s, %(time)s") % {"day": word, "time": clock}


def write_minutes(minutes: int) -> str:
    """Say a number of minutes as people do: up to two hours in minutes, but whole hours as such; then in hours."""
    if minutes % 60 and minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = ceil(minutes / 60)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


def write_span(days: int) -> str:
    """Say a number of days as people do: in days, then weeks, then months."""
    if days < 14:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if days < 70:
        weeks = round(days / 7)
        return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
    months = round(days / 30.4)
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
