"""Decides what a typed order says: "2 hand balm, 1 tea", "hand balm x2", "3x HB-01 @ 12.50".

Nothing is guessed: words that fit several products become a question, words that fit none
are handed back, and so are impossible numbers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from sales.limits import MOST_PIECES
from sales.matching import Catalogue, Entry, Sureness, fold, words_of

NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a dozen": 12, "dozen": 12,
}  # fmt: skip

_SEPARATOR = re.compile(r"([,;\n\r]+|\s(?:and|plus|und|et)(?=\s)|[&+])", re.IGNORECASE)
_COMMA_IN_PRICE = re.compile(r"(@[^,;@]*?\d),(?=(\d+))")
_SIGN = r"(?:[^\w\s.,-]\s*)?"  # of a currency
_PRICE = re.compile(rf"{_SIGN}(-?)(\d{{1,9}}(?:\.\d{{1,2}})?)\s*{_SIGN}(?:each|ea\.?)?", re.I)
_NUMBER = r"[-−]?\d+(?:\.\d+)?"
_LEADING = re.compile(
    rf"({_NUMBER})(?:\s*[×*]|x|\s+x(?=\s)|\s+(?:pcs?|pieces?)\b\.?(?:\s+of\b)?|\s)\s*(\S.*)", re.I
)
_TRAILING = re.compile(rf"(.*\S)(\s+x\s*|\s*[×*]\s*|\s+\(|\s+)({_NUMBER})\)?", re.I)
_WORD_FIRST = re.compile(rf"({'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})\s+(\S.*)", re.I)
_LONGEST_JOIN = 4  # pieces that one product's name may be torn into by its own commas


class Problem(StrEnum):
    """What is impossible about a number."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    NOT_WHOLE = "not_whole"
    PRICE = "price"


@dataclass(frozen=True)
class Choice:
    """One product in one quantity, None where the number is not a whole one."""

    entry: Entry
    quantity: int | None

    @property
    def key(self) -> str:
        return f"{self.entry.id}:{self.quantity}"


@dataclass(frozen=True)
class Line:
    """Pieces of a product; no price means the catalogue's."""

    entry: Entry
    quantity: int
    price: Decimal | None
    words: str
    position: int


@dataclass(frozen=True)
class Question:
    """Words that can mean several things."""

    words: str
    choices: tuple[Choice, ...]
    price: Decimal | None
    position: int


@dataclass(frozen=True)
class Trouble:
    """Words with a number that cannot be."""

    words: str
    problem: Problem
    position: int


@dataclass(frozen=True)
class Parsed:
    """A typed order: what is clear, what must be asked, what is not known or impossible."""

    lines: tuple[Line, ...] = ()
    questions: tuple[Question, ...] = ()
    unknown: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether it is an order as it stands."""
        return bool(self.lines) and not (self.questions or self.unknown or self.troubles)


def parse_order(text: str, catalogue: Catalogue) -> Parsed:
    """Read a typed order against a catalogue."""
    outcomes = [
        _read_piece(piece, position, catalogue) for position, piece in enumerate(_pieces(text, catalogue))
    ]
    return _sorted_out(outcomes)


def answer(parsed: Parsed, answers: Mapping[int, str]) -> Parsed:
    """Put the answers, keys of choices by position, in the place of their questions."""
    outcomes: list = [*parsed.lines, *parsed.troubles, *parsed.unknown]
    for question in parsed.questions:
        chosen = [item for item in question.choices if item.key == answers.get(question.position)]
        outcomes.append(_line_of(question, chosen[0]) if chosen else question)
    return _sorted_out(outcomes)


def _pieces(text: str, catalogue: Catalogue) -> Iterator[str]:
    """Tear a text at its commas and "and"s, but not the names that hold some themselves."""
    parts = _SEPARATOR.split(_COMMA_IN_PRICE.sub(_point, text.replace("\0", " ")))
    at = 0
    while at < len(parts):
        end = next((end for end in _joins(at, len(parts)) if _names_one(parts[at:end], catalogue)), at + 1)
        piece = " ".join("".join(parts[at:end]).split())
        if words_of(piece):
            yield piece
        at = end + 1


def _point(match: re.Match) -> str:
    """Write a decimal comma as a point; what may be a comma of thousands becomes unreadable."""
    return match[1] + ("." if len(match[2]) <= 2 else "'")


def _joins(start: int, length: int) -> Iterable[int]:
    return range(min(start + 2 * _LONGEST_JOIN - 1, length), start + 2, -2)


def _names_one(parts: list[str], catalogue: Catalogue) -> bool:
    """Whether torn parts are together the name of one product, and not each of one."""
    whole = _sureness("".join(parts), catalogue)
    if whole < Sureness.FORM:
        return False
    return whole == Sureness.EXACT or not all(
        _sureness(part, catalogue) >= Sureness.FORM for part in parts[::2]
    )


def _sureness(part: str, catalogue: Catalogue) -> Sureness:
    words, _price, price_is_bad = _split_price(part)
    if price_is_bad:
        return Sureness.NONE
    return max(catalogue.find_named(reading.words).sureness for reading in _readings(words))


def _read_piece(piece: str, position: int, catalogue: Catalogue):
    words, price, price_is_bad = _split_price(piece)
    if price_is_bad:
        return Trouble(piece, Problem.PRICE, position)
    choices = _choices(words, catalogue)
    if not choices:
        return piece
    question = Question(piece, tuple(choices), price, position)
    if len(choices) > 1 or _might_be_a_name(words, choices[0]):
        return question
    return _line_of(question, choices[0])


def _line_of(question: Question, choice: Choice) -> Line | Trouble:
    problem = _problem(choice.quantity)
    if problem:
        return Trouble(question.words, problem, question.position)
    return Line(choice.entry, choice.quantity, question.price, question.words, question.position)


def _split_price(piece: str) -> tuple[str, Decimal | None, bool]:
    words, mark, rest = piece.partition("@")
    if not mark:
        return piece, None, False
    match = _PRICE.fullmatch(rest.strip())
    if not match or match[1]:
        return words, None, True
    return words, Decimal(match[2]), False


def _might_be_a_name(words: str, choice: Choice) -> bool:
    """Whether the number after some words may belong to a name: "omega 4" is not 4 × Omega 3."""
    after = _TRAILING.fullmatch(words)
    bare = after is not None and not after[2].strip() and not _LEADING.fullmatch(words)
    has_numbers = any(word.isdigit() for word in words_of(choice.entry.name))
    return bare and has_numbers and choice.quantity != 1 and fold(after[1]) != fold(choice.entry.name)


def _choices(words: str, catalogue: Catalogue) -> list[Choice]:
    """Return what the best readings of some words lead to, each once."""
    found = [(catalogue.find(reading.words), reading) for reading in _readings(words)]
    best = max(one.sureness for one, _ in found)
    choices = {
        (entry.id, reading.quantity): Choice(entry, reading.quantity)
        for one, reading in found
        for entry in one.entries
        if one.sureness == best
    }
    return list(choices.values())


@dataclass(frozen=True)
class _Reading:
    words: str
    quantity: int | None


def _readings(text: str) -> list[_Reading]:
    """Return the ways to read a text: all of it a name, or a number before or after one."""
    text = " ".join(text.split())
    readings = [_Reading(text, 1)]
    match = _WORD_FIRST.fullmatch(text)
    if match and (number := NUMBER_WORDS.get(fold(match[1]))):  # to the pattern ı and İ are an i
        readings.append(_Reading(match[2], number))
    if match := _LEADING.fullmatch(text):
        readings.append(_Reading(match[2], _number(match[1])))
    elif match := _TRAILING.fullmatch(text):
        readings.append(_Reading(match[1], _number(match[3])))
    return readings


def _number(text: str) -> int | None:
    text = text.replace("−", "-")
    if "." in text:
        return None
    return int(text) if len(text) < 10 else MOST_PIECES + 1


def _problem(quantity: int | None) -> Problem | None:
    if quantity is None:
        return Problem.NOT_WHOLE
    if quantity < 1:
        return Problem.TOO_FEW
    return Problem.TOO_MANY if quantity > MOST_PIECES else None


def _sorted_out(outcomes: list) -> Parsed:
    lines, troubles = _summed(_of(Line, outcomes))
    return Parsed(
        lines=tuple(lines),
        questions=tuple(_of(Question, outcomes)),
        unknown=tuple(_of(str, outcomes)),
        troubles=tuple(_in_order([*_of(Trouble, outcomes), *troubles])),
    )


def _of(kind: type, outcomes: list) -> list:
    rows = [outcome for outcome in outcomes if isinstance(outcome, kind)]
    return rows if kind is str else _in_order(rows)


def _in_order(rows: list) -> list:
    return sorted(rows, key=lambda row: row.position)


def _summed(lines: list[Line]) -> tuple[list[Line], list[Trouble]]:
    """Put lines of the same product at the same price together."""
    together: dict = {}
    for line in lines:
        key = (line.entry.id, line.price)
        before = together.get(key)
        together[key] = replace(before, quantity=before.quantity + line.quantity) if before else line
    good = [line for line in together.values() if line.quantity <= MOST_PIECES]
    bad = [
        Trouble(line.words, Problem.TOO_MANY, line.position)
        for line in together.values()
        if line.quantity > MOST_PIECES
    ]
    return good, bad
