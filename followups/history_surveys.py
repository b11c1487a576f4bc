"""Says in words what happened with surveys and suggestions; registered when the app starts."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.models import Suggestion, Survey
from followups.models.survey import Measure, Occasion
from followups.survey_words import answer_said
from kit.telling import Told, names_rows, tells

SURVEYS = "surveys"
DEEDS = {
    "survey.asked": gettext_lazy("Questions go to %(person)s"),
    "survey.answered": gettext_lazy("%(person)s answered a survey"),
    "survey.changed": gettext_lazy("%(person)s changed the answer to a survey"),
    "survey.taken_back": gettext_lazy("An answer of %(person)s was taken back"),
    "survey.refused": gettext_lazy("%(person)s wants no more surveys"),
    "survey.welcome": gettext_lazy("%(person)s may be asked again"),
}
SUGGESTED = {
    "suggestion.done": gettext_lazy("Done what %(person)s proposed"),
    "suggestion.declined": gettext_lazy("Not possible what %(person)s proposed"),
    "suggestion.joined": gettext_lazy("%(person)s proposed the same as somebody else"),
    "suggestion.parted": gettext_lazy("What %(person)s proposed stands by itself again"),
    "suggestion.reopened": gettext_lazy("What %(person)s proposed is open again"),
}

names_rows(Survey, "occasion", say=lambda occasion: str(Occasion(occasion).label))
names_rows(Suggestion, "text", say=lambda text: Truncator(text).chars(80))


@tells(*DEEDS, topic=SURVEYS)
def tell_survey(event, names) -> Told:
    after = event.after or {}
    more = ""
    if after.get("score") is not None and event.kind in ("survey.answered", "survey.changed"):
        more = _said(after)
    return Told(str(DEEDS[event.kind]), more=more, said=after.get("why", "") if more else "")


@tells(*SUGGESTED, topic=SURVEYS)
def tell_suggestion(event, names) -> Told:
    after = event.after or {}
    return Told(
        str(SUGGESTED[event.kind]), more=names.get(event.subject_id, ""), said=after.get("answer", "")
    )


def _said(after: dict) -> str:
    """The answer on its scale, of which events before there was one tell nothing."""
    measure = after.get("measure")
    if measure not in Measure.values:
        return _("%(score)d") % {"score": after["score"]}
    return answer_said(measure, after["score"])
