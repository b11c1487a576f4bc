"""Decides what goes out of a meeting's notes: plain sentences, one for each line, dates written out.

Only marked lines are among them; what stands under no mark is the distributor's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from appointments.notepad import ASKED, ORDER, PROMISE, WANT
from kit.writing import write_out_day

ENDS = ".!?…。؟"
LOOSE = " ,;:"


@dataclass(frozen=True)
class Noted:
    """A line that may go out. `told_on` is the day a promise, or an answer, is told for."""

    mark: str
    text: str
    told_on: date | None = None
    answer: str = ""
    is_ordered: bool = False


def summary(lines: Iterable[Noted], today: date, language: str) -> str:
    """Return the lines as sentences below each other, in the language that is active and given."""
    return "\n".join(f"• {sentence(line, today, language)}" for line in lines)


def sentence(line: Noted, today: date, language: str) -> str:
    """Say what a line notes, to the person it was noted with."""
    what = line.text.strip().rstrip(LOOSE)
    by = write_out_day(line.told_on, today=today, language=language) if line.told_on else ""
    if line.mark == PROMISE:
        said = _("I promised: %(what)s By %(day)s.") if by else _("I promised: %(what)s")
        return said % {"what": _ended(what), "day": by}
    if line.mark == ASKED:
        return _asked(_ended(what, "?"), line.answer.strip(), by)
    if line.mark == WANT:
        return _("You would like: %(what)s") % {"what": _ended(what)}
    if line.mark == ORDER:
        said = _("You ordered: %(what)s") if line.is_ordered else _("You want to order: %(what)s")
        return said % {"what": _ended(what)}
    return _ended(what)


def _asked(question: str, answer: str, by: str) -> str:
    if answer:
        answer = _ended(" ".join(answer.split()))
        return _("You asked: %(what)s %(answer)s") % {"what": question, "answer": answer}
    if by:
        said = _("You asked: %(what)s I will find out and tell you by %(day)s.")
        return said % {"what": question, "day": by}
    return _("You asked: %(what)s I will find out and tell you.") % {"what": question}


def _ended(text: str, sign: str = ".") -> str:
    return text if text.endswith(tuple(ENDS)) else f"{text}{sign}"
