"""Decides which day somebody means who writes "by Thursday", "bis 26.11." or "in two weeks"."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from kit.writing import locale_of

A_DAY = timedelta(days=1)
AHEAD = 300  # days: a day of the year that is further off is one that has just passed
SATURDAY = 5

# Of each language: what stands before a day, the near days, "in", days and weeks, and numbers as words.
WORDS = {
    "en": {
        "by": r"by|until|till|before|no later than|not later than|on|for|this|next|coming|the",
        "days": {"today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2},
        "in": r"in|within",
        "day": r"days?",
        "week": r"weeks?",
        "numbers": {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10},
        "next_week": r"next week",
    },
    "de": {
        "by": r"bis|vor|am|zum|den|spätestens|nächsten|kommenden|diesen|für",
        "days": {"heute": 0, "morgen": 1, "übermorgen": 2},
        "in": r"in|innerhalb von|binnen",
        "day": r"tag(?:en|e)?",
        "week": r"wochen?",
        "numbers": {"einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "zehn": 10},
        "next_week": r"nächste woche",
    },
    "fr": {
        "by": r"d'ici|d’ici|avant|jusqu'au|jusqu'à|pour|au plus tard|le|ce",
        "days": {"aujourd'hui": 0, "aujourd’hui": 0, "ce soir": 0, "demain": 1, "après-demain": 2},
        "in": r"dans|en",
        "day": r"jours?",
        "week": r"semaines?",
        "numbers": {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "dix": 10},
        "next_week": r"la semaine prochaine",
    },
    "es": {
        "by": r"antes del?|para|hasta|a más tardar|el|este|próximo",
        "days": {"hoy": 0, "esta noche": 0, "mañana": 1, "pasado mañana": 2},
        "in": r"en|dentro de",
        "day": r"días?",
        "week": r"semanas?",
        "numbers": {"un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "diez": 10},
        "next_week": r"la próxima semana",
    },
    "pt": {
        "by": r"até|antes de|para|na|no|dia|esta|este|próxima|próximo",
        "days": {"hoje": 0, "amanhã": 1, "depois de amanhã": 2},
        "in": r"em|dentro de",
        "day": r"dias?",
        "week": r"semanas?",
        "numbers": {"um": 1, "uma": 1, "dois": 2, "duas": 2, "três": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "dez": 10},
        "next_week": r"na próxima semana|próxima semana",
    },
}  # fmt: skip

FURTHEST = timedelta(days=4 * 366)  # what is further off was meant otherwise


@dataclass(frozen=True)
class Said:
    """A day in a text: `start` and `end` are where its words stand, what stands before the day among them.

    Not alone is a day where the text names another one, too.
    """

    on: date
    start: int
    end: int
    is_alone: bool = True


def day_said(text: str, today: date, language: str) -> Said | None:
    """Return the last day that a text names, None for none, for one that is over or years ahead.

    Both the language's own words and the English ones are understood.
    """
    found = [said for one in _tongues(language) for said in _said_in(text, today, one, language)]
    found = [said for said in found if today <= said.on <= today + FURTHEST]
    if not found:
        return None
    last = max(found, key=lambda said: (said.end, -said.start))
    return replace(last, is_alone=all(said.end > last.start for said in found))


def _tongues(language: str) -> tuple[str, ...]:
    own = language.partition("-")[0]
    return tuple(dict.fromkeys(one for one in (own, "en") if one in WORDS))


def _said_in(text: str, today: date, tongue: str, language: str):
    """All days that a text names in the words of one language."""
    shapes = _shapes(tongue)
    month_first = language.lower() in ("en-us", "en_us")
    for shape, meant in (
        (shapes.near, lambda m: today + shapes.days[m["near"].casefold()] * A_DAY),
        (shapes.weekday, lambda m: _weekday(shapes.weekdays[m["weekday"].casefold()], today)),
        (shapes.span, lambda m: today + _length(m, shapes.numbers)),
        (shapes.next_week, lambda m: _weekday(4, today + (7 - today.weekday() - 1) * A_DAY)),
        (shapes.named, lambda m: _of_year(m, shapes.months[_month(m).casefold()], today)),
        (shapes.iso, lambda m: _made(int(m["year"]), int(m["month"]), int(m["number"]))),
        (shapes.figures, lambda m: _in_figures(m, today, month_first)),
        (shapes.ordinal, lambda m: _next_numbered(int(m["number"]), today)),
    ):  # fmt: skip
        for match in shape.finditer(text):
            on = meant(match)
            if on is not None:
                yield Said(on, match.start(), match.end())


@dataclass(frozen=True)
class _Shapes:
    days: dict
    weekdays: dict
    months: dict
    numbers: dict
    near: re.Pattern
    weekday: re.Pattern
    span: re.Pattern
    next_week: re.Pattern
    named: re.Pattern
    iso: re.Pattern
    figures: re.Pattern
    ordinal: re.Pattern


@lru_cache
def _shapes(tongue: str) -> _Shapes:
    """The patterns of a language, with the names of days and months as it writes them."""
    words, locale = WORDS[tongue], locale_of(tongue)
    weekdays, months = _names(locale.days["format"], 1), _names(locale.months["format"], 0)
    by = rf"(?:\b(?:{words['by']})\s+)*"
    number, month = r"(?P<number>\d{1,2})(?:st|nd|rd|th|er|º|\.)?", rf"(?P<month>{_any(months)})\b\.?"
    also = rf"(?P<month2>{_any(months)})\b\.?\s+(?P<number2>\d{{1,2}})(?:st|nd|rd|th)?"
    year = r"(?:,?\s+(?P<year>\d{4}))?"
    return _Shapes(
        words["days"], weekdays, months, words["numbers"],
        near=_shape(rf"{by}\b(?P<near>{_any(words['days'])})\b"),
        weekday=_shape(rf"{by}\b(?P<weekday>{_any(weekdays)})\b\.?"),
        span=_shape(rf"\b(?:{words['in']})\s+(?P<count>\d{{1,3}}|{_any(words['numbers'])})\s+(?:(?P<day>{words['day']})|(?P<week>{words['week']}))\b"),
        next_week=_shape(rf"{by}\b(?:{words['next_week']})\b"),
        named=_shape(rf"{by}\b(?:{number}(?:\s+(?:of|de))?\s*{month}|{also}\b){year}"),
        iso=_shape(rf"{by}\b(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<number>\d{{1,2}})\b"),
        figures=_shape(rf"{by}(?<![\d.,/])(?P<first>\d{{1,2}})(?P<sign>[./])(?P<second>\d{{1,2}})(?:(?P=sign)(?P<year>\d{{4}}|\d\d)?)?(?![\d/])"),
        ordinal=_shape(rf"(?:\b(?:{words['by']})\s+)+(?P<number>\d{{1,2}})(?:st|nd|rd|th)\b"),
    )  # fmt: skip


def _names(widths, first: int) -> dict[str, int]:
    """Long and short names of weekdays or months, and their numbers; Monday is 0, January 1."""
    named = {}
    for width in ("wide", "abbreviated"):
        for number, name in widths[width].items():
            for part in {name, name.partition("-")[0]}:  # "segunda-feira" is "segunda", too
                if len(plain := part.casefold().strip(".")) > 1:
                    named.setdefault(plain, number)
    return named


def _any(words) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _shape(pattern: str) -> re.Pattern:
    return re.compile(pattern, re.IGNORECASE)


def _weekday(number: int, today: date) -> date:
    """The next such day; said on the day itself it is that of the week to come."""
    return today + ((number - today.weekday() - 1) % 7 + 1) * A_DAY


def _length(match: re.Match, numbers: dict) -> timedelta:
    count = match["count"].casefold()
    days = int(count) if count.isdecimal() else numbers[count]
    return (7 if match["week"] else 1) * days * A_DAY


def _month(match: re.Match) -> str:
    return match["month"] or match["month2"]


def _of_year(match: re.Match, month: int, today: date) -> date | None:
    number = int(match["number"] or match["number2"])
    return _made(int(match["year"]), month, number) if match["year"] else _nearest(month, number, today)


def _in_figures(match: re.Match, today: date, month_first: bool) -> date | None:
    """Figures with two dots or a slash: 26.11., 26/11, 26.11.2026."""
    if match["sign"] == "." and match["year"] is None and not match[0].endswith("."):
        return None  # 2.5 is an amount
    if match["sign"] == "/" and match["year"] is None and match.start() == match.start("first"):
        return None  # 2/3 alone is a part
    number, month = int(match["first"]), int(match["second"])
    if month_first and match["sign"] == "/":
        number, month = month, number
    if match["year"]:
        return _made(int(match["year"]) + (2000 if len(match["year"]) == 2 else 0), month, number)
    return _nearest(month, number, today)


def _nearest(month: int, number: int, today: date) -> date | None:
    """A day of this year or the next, whichever is to come and not far off."""
    days = [_made(today.year + more, month, number) for more in (0, 1)]
    return next((day for day in days if day and 0 <= (day - today).days <= AHEAD), None)


def _next_numbered(number: int, today: date) -> date | None:
    """The next day of a month that has this number."""
    first = today.replace(day=1)
    for _month_ahead in range(3):
        day = _made(first.year, first.month, number)
        if day and day >= today:
            return day
        first = (first + 31 * A_DAY).replace(day=1)
    return None


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
