"""Decides what the lines of a meeting's notes are: notes, promises, wants, orders, questions and their answers.

A mark at the beginning of a line says so, a sign or a word with a colon. `@Leila` says whom of several
it is about. Nothing is ever left out: whatever no mark explains is a note.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from appointments.spoken_days import day_said

PLAIN, PROMISE, WANT, ORDER, ASKED, ANSWER = "", "promise", "want", "order", "asked", "answer"
SIGNS = {"!": PROMISE, "~": WANT, "+": ORDER, "?": ASKED, "=": ANSWER}
WORDS = {
    PROMISE: ("promise", "promised", "i promise", "versprochen", "promis", "prometido", "promessa"),
    WANT: ("want", "wants", "would like", "wünscht", "möchte", "souhaite", "quiere", "quer"),
    ORDER: ("order", "orders", "ordered", "bestellt", "bestellung", "commande", "pedido", "encomenda"),
    ASKED: ("asked", "asks", "question", "frage", "fragt", "demande", "pregunta", "pergunta"),
    ANSWER: ("answer", "answered", "antwort", "réponse", "respuesta", "resposta"),
}
WITH_A_DAY = frozenset({PROMISE, ASKED})
# From some day before, a day that is past is one to come.
BEFORE = (timedelta(0), timedelta(days=70), timedelta(days=4 * 365))
MOST_LINES = 2000
LONGEST = 1000  # signs of a marked line; what is longer goes on in the notes only

_WORDS = {word: mark for mark, words in WORDS.items() for word in words}
_BY_WORD = re.compile(
    rf"({'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\s*:", re.IGNORECASE
)
_LAST_OF_A_MONTH = re.compile(r"(?<!\d)(?:29|30|31)(?!\d)")
_WHOM = re.compile(r"(?:^|(?<=\s))@(?P<whom>[^\W\d_][\w'’-]*)[,:]?")
_GAPS = re.compile(r"\s+")
_LOOSE = re.compile(r"\s+(?=[,.;:!?](?:\s|$))")
_LAST = " ,;–-"


@dataclass(frozen=True)
class Line:
    """A line that says something. `position` counts all lines of the text from 0.

    `text` is without its mark, the words of its day and whom it is about; `day_words` are those of the day.
    `is_gone` says that the day it names is past, or none at all: those words stay in its text.
    """

    mark: str
    text: str
    due_on: date | None
    position: int
    whom: str = ""
    answer: str = ""
    day_words: str = ""
    is_gone: bool = False


def lines_of(text: str, today: date, language: str) -> list[Line]:
    """Return the lines that say something, in their order; an answer stands with its question.

    An answer that follows no question is a note.
    """
    lines: list[Line] = []
    for position, raw in enumerate(text.split("\n")[:MOST_LINES]):
        line = read_line(raw, position, today, language)
        if line is None:
            continue
        if line.mark == ANSWER and lines and lines[-1].mark == ASKED:
            lines[-1] = _answered(lines[-1], line.text)
        else:
            lines.append(line if line.mark != ANSWER else Line(PLAIN, line.text, None, position))
    return lines


def marked(lines: list[Line]) -> list[Line]:
    """Return those that are more than notes."""
    return [line for line in lines if line.mark]


def read_line(raw: str, position: int, today: date, language: str) -> Line | None:
    """Read one line; None where it says nothing, also when it is a mark alone."""
    mark, said = _mark_of(raw.strip())
    said = _GAPS.sub(" ", said).strip()[:LONGEST]
    if not any(sign.isalnum() for sign in said):
        return None
    if not mark:
        return Line(PLAIN, said, None, position)
    whom = _WHOM.search(said)
    if whom:
        said = _tidy(said[: whom.start()] + said[whom.end() :]) or said
    day = day_said(said, today, language) if mark in WITH_A_DAY else None
    if day is None:
        gone = mark in WITH_A_DAY and names_gone_day(said, today, language)
        return Line(mark, said, None, position, whom["whom"] if whom else "", is_gone=gone)
    words = said[day.start : day.end]
    kept = said if not day.is_alone else _tidy(f"{said[: day.start].rstrip()} {said[day.end :].lstrip()}")
    return Line(mark, kept or said, day.on, position, whom["whom"] if whom else "", "", words.strip())


def names_gone_day(text: str, today: date, language: str) -> bool:
    """Say whether a text that names no day to come names one that is past, or that no month has."""
    shortened = _LAST_OF_A_MONTH.sub("28", text)  # there is a 28 February
    return not day_said(text, today, language) and any(
        day_said(words, today - before, language) for before in BEFORE for words in (text, shortened)
    )


def _mark_of(line: str) -> tuple[str, str]:
    """The mark of a line, and what stands after it."""
    if line[:1] in SIGNS:
        return SIGNS[line[0]], line.lstrip(line[0])
    if found := _BY_WORD.match(line):
        return _WORDS[found[1].casefold()], line[found.end() :]
    return PLAIN, line


def _answered(asked: Line, words: str) -> Line:
    answer = f"{asked.answer}\n{words}" if asked.answer else words
    return Line(ASKED, asked.text, asked.due_on, asked.position, asked.whom, answer, asked.day_words)


def _tidy(text: str) -> str:
    """A text out of whose middle words were taken."""
    return _LOOSE.sub("", _GAPS.sub(" ", text)).strip().strip(_LAST)


def meant(whom: str, names: list[list[str]]) -> int | None:
    """Return which of several people `@whom` is, each given by their names; None where it fits none or two."""
    wanted = whom.casefold()
    fits = [
        number
        for number, of_one in enumerate(names)
        if wanted and any(word.casefold().startswith(wanted) for name in of_one for word in name.split())
    ]
    return fits[0] if len(fits) == 1 else None
