"""Decides what the cells of a file mean: text in, value out, or a sentence why not.

An empty cell is never passed here: it means "nothing said".
"""

import re
import zoneinfo
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from customers.contacts import email_key, read_phone
from customers.tidying import tidy_line, tidy_text

OLDEST_AGE = 130  # years

_PURPOSES = {"customer": "customer", "own_use": "own_use", "stock": "stock"}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?", re.ASCII)
_BIRTHDAY = re.compile(r"(\d{4}|-)-(\d{1,2})-(\d{1,2})", re.ASCII)
_PIECES = re.compile(r"(\d{1,18})(?:[.,]0{1,2})?", re.ASCII)
_PLAIN = re.compile(r"(\d+)(?:[.,](\d+))?", re.ASCII)
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:([ '.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?", re.ASCII)


class BadValue(ValueError):
    """A cell cannot be understood; the text is a sentence for the person."""


class Birthday(NamedTuple):
    year: int | None
    month: int
    day: int


def text(value: str, *, at_most: int) -> str:
    """Return text on one line."""
    return _within(tidy_line(value), at_most)


def long_text(value: str, *, at_most: int) -> str:
    """Return text that may have several lines."""
    return _within(tidy_text(value), at_most)


def name(value: str) -> str:
    clean = text(value, at_most=200)
    if not clean:
        raise BadValue(_("A name, please."))
    return clean


def words(value: str, *, at_most: int) -> list[str]:
    """Return the tags of a cell, split at `|`, `,` and `;`, each once, regardless of case."""
    found = [text(part, at_most=at_most) for part in re.split(r"[|,;]", value) if part.strip()]
    return list({word.casefold(): word for word in reversed(found) if word}.values())[::-1]


def birthday(value: str, *, today: date) -> Birthday:
    """Return a birthday from `YYYY-MM-DD`, or `--MM-DD` where the year is not known."""
    match = _BIRTHDAY.fullmatch(value.strip())
    if not match:
        said = _("“%(value)s” is not a birthday. Write 1980-05-31, or --05-31 without the year.")
        raise BadValue(said % {"value": _short(value)})
    year = None if match[1] == "-" else int(match[1])
    # 2000 was a leap year: without a year, 29 February is a birthday.
    on = _existing(2000 if year is None else year, int(match[2]), int(match[3]), value)
    if year is not None and on > today:
        raise BadValue(_("The birthday “%(value)s” is in the future.") % {"value": value})
    if year is not None and year < today.year - OLDEST_AGE:
        said = _("The birthday “%(value)s” is more than %(years)s years ago.")
        raise BadValue(said % {"value": value, "years": OLDEST_AGE})
    return Birthday(year, on.month, on.day)


def day(value: str, *, earliest: date, today: date) -> date:
    """Return a day that is not to come from `YYYY-MM-DD`; a time after it is passed over."""
    match = _DAY.fullmatch(value.strip())
    if not match:
        said = _("“%(value)s” is not a date. Write it as 2026-01-31.")
        raise BadValue(said % {"value": _short(value)})
    on = _existing(int(match[1]), int(match[2]), int(match[3]), value)
    if on > today:
        raise BadValue(_("The date “%(value)s” is in the future.") % {"value": value})
    if on < earliest:
        raise BadValue(_("The date “%(value)s” is too long ago.") % {"value": value})
    return on


def phones(value: str, *, region: str) -> list[str]:
    """Return E.164 numbers from one or more numbers, split at `|`, each once, in order."""
    return list(dict.fromkeys(phone(part, region=region) for part in value.split("|") if part.strip()))


def phone(value: str, *, region: str) -> str:
    """Return one number in E.164; `region` is the country meant where it names none."""
    try:
        return read_phone(value, region)
    except ValueError:
        said = _("“%(value)s” is not a phone number.")
        raise BadValue(said % {"value": _short(value)}) from None


def emails(value: str) -> list[str]:
    """Return addresses from one or more, split at `|`, each once regardless of case."""
    found = [email(part) for part in value.split("|") if part.strip()]
    return list({email_key(address): address for address in reversed(found)}.values())[::-1]


def email(value: str) -> str:
    address = value.strip()
    try:
        validate_email(address)
    except ValidationError:
        said = _("“%(value)s” is not an e-mail address.") % {"value": _short(address)}
        raise BadValue(said) from None
    return _within(address, 254)


@lru_cache(maxsize=256)
def language(value: str) -> str:
    """Return a language tag: `de`, `pt-BR`."""
    refusal = _("“%(value)s” is not a language. Write de, en or pt-BR.") % {"value": _short(value)}
    try:
        locale = Locale.parse(value.strip().replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError):
        raise BadValue(refusal) from None
    parts = (locale.language, locale.script, locale.territory)
    return _within("-".join(part for part in parts if part), 12)


def time_zone(value: str) -> str:
    """Return the name of a time zone as the time-zone database writes it."""
    zone = _zones().get(value.strip().replace(" ", "_").casefold())
    if zone is None:
        said = _("“%(value)s” is not a time zone. Write Europe/Berlin.")
        raise BadValue(said % {"value": _short(value)})
    return zone


def warmth(value: str) -> str:
    word = value.strip().casefold()
    if word not in ("warm", "cold"):
        raise BadValue(_("“%(value)s” should be warm or cold.") % {"value": _short(value)})
    return word


def letters(value: str) -> str:
    """Whether somebody agreed to letters: yes or no."""
    word = value.strip().casefold()
    if word not in ("yes", "no"):
        raise BadValue(_("“%(value)s” should be yes or no.") % {"value": _short(value)})
    return word


def pieces(value: str, *, at_most: int) -> int:
    match = _PIECES.fullmatch(value.strip())
    count = int(match[1]) if match else 0
    if not 1 <= count <= at_most:
        said = _("“%(value)s” pieces: a whole number from 1 to %(limit)s, please.")
        raise BadValue(said % {"value": _short(value), "limit": f"{at_most:,}"})
    return count


def money(value: str, *, at_most: Decimal, places: int = 2) -> Decimal:
    """Return an amount of 0 or more, with a decimal point or comma and at most `places` digits.

    What could be read in two ways, as `1,234`, is refused rather than guessed.
    """
    bare = value.strip().replace("\u00a0", " ").replace("\u202f", " ")
    negative, digits = bare.startswith(("-", "−")), bare.lstrip("+-−").strip()
    amount = _plain_amount(digits, places)
    if amount is None:
        amount = _grouped_amount(digits, places)
    if amount is None:
        said = _("“%(value)s” is not an amount. Write it as 1234.50.")
        raise BadValue(said % {"value": _short(value)})
    if negative and amount:
        raise BadValue(_("“%(value)s”: an amount cannot be negative.") % {"value": _short(value)})
    if amount > at_most:
        raise BadValue(_("“%(value)s” is too large an amount.") % {"value": _short(value)})
    return amount


def currency(value: str) -> str:
    code = value.strip().upper()
    if not re.fullmatch("[A-Z]{3}", code):
        said = _("“%(value)s” is not a currency. Write EUR or USD.")
        raise BadValue(said % {"value": _short(value)})
    return code


def purpose(value: str) -> str:
    word = "_".join(re.split(r"[\s_-]+", value.strip().casefold()))
    if word not in _PURPOSES:
        said = _("“%(value)s” should be customer, own use or stock.")
        raise BadValue(said % {"value": _short(value)})
    return _PURPOSES[word]


def _plain_amount(digits: str, places: int) -> Decimal | None:
    match = _PLAIN.fullmatch(digits)
    if not match:
        return None
    whole, fraction = match[1], match[2] or ""
    thousands = len(fraction) == 3 and whole.strip("0") and len(whole) <= 3
    if thousands:
        said = _("“%(value)s” can be read in two ways. Write 1234.00 or 1.23.")
        raise BadValue(said % {"value": _short(digits)})
    if len(fraction.rstrip("0")) > places or len(whole) > 30:
        return None
    return _rounded(f"{whole}.{fraction or 0}", places)


def _grouped_amount(digits: str, places: int) -> Decimal | None:
    match = _GROUPED.fullmatch(digits)
    if not match or match[2] == match[3] or len(match[4] or "") > places:
        return None
    return _rounded(f"{match[1].replace(match[2], '')}.{match[4] or 0}", places)


def _rounded(number: str, places: int) -> Decimal:
    return Decimal(number[:60]).quantize(Decimal(1).scaleb(-places))


def _existing(year: int, month: int, day_: int, value: str) -> date:
    try:
        return date(year, month, day_)
    except ValueError:
        said = _("There is no day “%(value)s”.") % {"value": _short(value)}
        raise BadValue(said) from None


def _within(clean: str, at_most: int) -> str:
    if len(clean) > at_most:
        said = _("“%(value)s” is longer than %(limit)s characters.")
        raise BadValue(said % {"value": _short(clean), "limit": f"{at_most:,}"})
    return clean


def _short(value: str) -> str:
    value = value.strip()
    return value if len(value) <= 40 else f"{value[:39]}…"


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in zoneinfo.available_timezones()}
