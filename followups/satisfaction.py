"""Reads how content people are: the answers to the surveys of distributors as figures, never their words."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from followups.actions.surveyed import NOT_SENT
from followups.models import Survey
from followups.models.survey import Measure
from followups.scores import Summary, summed
from team.wall_time import first_instant_at

UTC = ZoneInfo("UTC")
Told = tuple[str, int | None]  # the scale, and the answer where there is one


def satisfaction(owner_ids: Collection, first: date, last: date) -> dict[object, dict[str, Summary]]:
    """Return what was answered to surveys asked on days, both included, by owner and scale: one query."""
    since, until = (first_instant_at(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    rows = asked_surveys().filter(owner__in=list(owner_ids), asked_at__gte=since, asked_at__lt=until)
    found: dict = defaultdict(list)
    for owner, measure, score in rows.values_list("owner_id", "measure", "score"):
        found[owner].append((measure, score))
    return {owner: by_measure(told) for owner, told in found.items()}


def by_measure(told: Iterable[Told]) -> dict[str, Summary]:
    """Return what answers come to, by scale; without those that nobody was asked on."""
    scores: dict[str, list] = {measure: [] for measure in Measure.values}
    for measure, score in told:
        scores[measure].append(score)
    return {
        measure: summed(measure, [score for score in those if score is not None], len(those))
        for measure, those in scores.items()
        if those
    }


def asked_surveys():
    """The surveys that were asked: in person, or by a letter that went."""
    return Survey.objects.asked().exclude(message__state__in=NOT_SENT)
