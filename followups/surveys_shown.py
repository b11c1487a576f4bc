"""Gathers surveys as pages show them: figures with their intervals, by quarter, and what people said."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from followups import survey_words
from followups.models import Suggestion
from followups.models.survey import Measure, Occasion, SuggestionState
from followups.satisfaction import asked_surveys, by_measure
from followups.scores import Summary
from followups.surveying import HIGH, LOW
from kit import clock
from kit.folding import pattern_of, words_of

SPANS = {"quarter": 92, "year": 365, "all": None}
ORDER = ("-answered_at", "-id")
OPEN_ORDER, CLOSED_ORDER = ("-said_at", "-id"), ("-closed_at", "-id")
QUARTERS = 8
MOST_READ = 20_000


@dataclass(frozen=True)
class Wanted:
    """What a page of results is about."""

    span: str = "year"
    occasion: str = ""
    answer: str = ""  # low, high
    q: str = ""

    @classmethod
    def of(cls, asked) -> "Wanted":
        """Read what an address asks for; what it cannot be is left out."""
        span, occasion, answer = (asked.get(name, "") for name in ("span", "occasion", "answer"))
        return cls(
            span if span in SPANS else "year",
            occasion if occasion in Occasion.values else "",
            answer if answer in ("low", "high") else "",
            asked.get("q", "").strip()[:200],
        )

    @property
    def narrows(self) -> bool:
        return bool(self.occasion or self.answer or self.q)


@dataclass(frozen=True)
class Bar:
    """How many gave one answer, and which part of all that is, in percent."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class Scale:
    """What was answered on one scale."""

    measure: str
    label: str
    summary: Summary
    bars: Sequence[Bar]
    quarters: Sequence[tuple[str, Summary]] = field(default_factory=tuple)

    @property
    def trend(self) -> list[float]:
        """The scores of the quarters that have one."""
        return [row.score.value for _name, row in self.quarters if row.score.value is not None]


def scales_of(viewer, wanted: Wanted) -> list[Scale]:
    """What a distributor's people answered, each scale by itself: one query."""
    rows = _asked(viewer, wanted).order_by("-asked_at").values_list("measure", "score", "asked_at")
    told, quarters = [], defaultdict(list)
    for measure, score, asked_at in rows[:MOST_READ]:
        told.append((measure, score))
        quarters[_quarter(asked_at.astimezone(viewer.zoneinfo).date())].append((measure, score))
    by_quarter = {quarter: by_measure(those) for quarter, those in sorted(quarters.items())[-QUARTERS:]}
    return [_scale(measure, summary, by_quarter) for measure, summary in by_measure(told).items()]


def quotes_of(viewer, wanted: Wanted) -> QuerySet:
    """What people wrote, the latest first."""
    rows = _asked(viewer, wanted).answered().exclude(why="", better="")
    if wanted.answer == "low":
        rows = rows.filter(_any_scale("score__lte", LOW))
    elif wanted.answer == "high":
        rows = rows.filter(_any_scale("score__gte", HIGH))
    for word in words_of(wanted.q):
        rows = rows.filter(search_key__regex=pattern_of(word))
    return rows.select_related("customer", "complaint")


def suggestions_of(viewer, ended: bool = False) -> QuerySet:
    """What people propose, each with how many say the same; what was joined to another stands with it."""
    rows = Suggestion.objects.visible_to(viewer).filter(revoked_at=None, customer__deleted_at=None)
    same = Count("others", filter=Q(others__revoked_at=None))
    rows = rows.exclude(state=SuggestionState.OPEN) if ended else rows.open().filter(_leads())
    return rows.annotate(same=same).select_related("customer")


def open_suggestions(viewer) -> int:
    """How many of them wait for a word."""
    return Suggestion.objects.visible_to(viewer).open().filter(customer__deleted_at=None).count()


def _leads() -> Q:
    """One that is joined to another stands with it as long as that is open."""
    return Q(same_as=None) | ~Q(same_as__state=SuggestionState.OPEN)


def _asked(viewer, wanted: Wanted) -> QuerySet:
    rows = asked_surveys().visible_to(viewer).filter(customer__deleted_at=None)
    if days := SPANS[wanted.span]:
        rows = rows.filter(asked_at__gte=clock.now() - timedelta(days=days))
    return rows.filter(occasion=wanted.occasion) if wanted.occasion else rows


def _any_scale(lookup: str, bounds: dict) -> Q:
    found = Q(pk=None)
    for measure, bound in bounds.items():
        found |= Q(measure=measure, **{lookup: bound})
    return found


def _scale(measure: str, summary: Summary, by_quarter: dict) -> Scale:
    names = dict(survey_words.choices(measure))
    scores = range(1, 6) if measure == Measure.CSAT else range(11)
    bars = [
        Bar(names[score], count, round(100 * count / summary.n) if summary.n else 0)
        for score, count in zip(scores, summary.counts, strict=True)
    ]
    shown = [(_named(quarter), found[measure]) for quarter, found in by_quarter.items() if measure in found]
    bars = bars[::-1] if measure == Measure.CSAT else bars
    return Scale(measure, str(Measure(measure).label), summary, bars, shown)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _named(quarter: tuple[int, int]) -> str:
    year, number = quarter
    return _("Q%(number)d %(year)d") % {"number": number, "year": year}
