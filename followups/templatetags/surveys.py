"""The words templates say surveys and their figures in."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from followups import survey_words
from followups.models.survey import Measure
from followups.scores import Mean, Share, Summary

register = template.Library()


@register.filter
def answer_said(survey) -> str:
    """What somebody answered."""
    return survey_words.answer_said(survey.measure, survey.score)


@register.filter
def answer_tone(survey) -> str:
    return survey_words.tone_of(survey.measure, survey.score)


@register.filter
def share_said(share: Share) -> str:
    """A share as a count; from five on also in percent, with what it may as well be."""
    if share.of < 5:
        return _("%(count)d of %(of)d") % {"count": share.count, "of": share.of}
    facts = {
        "count": share.count,
        "of": share.of,
        **{name: round(100 * getattr(share, name)) for name in ("value", "low", "high")},
    }
    return _("%(value)d %% (%(low)d to %(high)d), %(count)d of %(of)d") % facts


@register.filter
def mean_said(summary: Summary) -> str:
    """A mean, or a dash where there are too few answers for one."""
    return _mean(summary.measure, summary.score) or "–"


@register.filter
def score_said(scale) -> str:
    return _mean(scale.measure, scale.summary.score)


@register.filter
def score_between(scale) -> str:
    """What the mean may as well be, and what it is."""
    score, whole = scale.summary.score, scale.measure == Measure.NPS
    low, high = (_number(value, 0 if whole else 1) for value in (score.low, score.high))
    if whole:
        return _("from −100 to 100; %(low)s to %(high)s") % {"low": low, "high": high}
    return _("of 5; %(low)s to %(high)s") % {"low": low, "high": high}


def _mean(measure: str, score: Mean) -> str:
    if score.value is None:
        return ""
    return _number(score.value, 0 if measure == Measure.NPS else 1)


def _number(value: float, places: int) -> str:
    return number_format(round(value, places), places)
