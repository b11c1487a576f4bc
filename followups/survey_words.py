"""Decides the words of a survey: its question, what each step of a scale is called, what is asked then."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from followups.surveying import CSAT, NPS, SCALES, is_low

CONTENT = {
    5: _lazy("Very glad"),
    4: _lazy("Glad"),
    3: _lazy("It is all right"),
    2: _lazy("Not really"),
    1: _lazy("Disappointed"),
}


def choices(measure: str) -> list[tuple[int, str]]:
    """Return the steps of a scale as they are offered: the best on top, or from 0 to 10."""
    if measure == NPS:
        return [(score, str(score)) for score in SCALES[NPS]]
    return [(score, str(words)) for score, words in CONTENT.items()]


def question(measure: str, occasion: str, name: str) -> str:
    """Return the one question, for somebody asked by a distributor of that name."""
    if measure == NPS:
        return _("How likely are you to recommend %(name)s to a friend?") % {"name": name}
    if occasion == "complaint":
        return _("How glad are you with how it was put right?")
    return _("How glad are you with it?")


def heading(occasion: str, name: str, products: str) -> str:
    """Return the title of the page, for somebody addressed like this."""
    said = {"name": name, "products": products}
    if occasion == "delivery" and products:
        return _("How is it going with %(products)s, %(name)s?") % said
    if occasion == "complaint":
        return _("Is everything as it should be now, %(name)s?") % said
    if occasion == "relation":
        return _("How are we doing, %(name)s?") % said
    return _("How is it going, %(name)s?") % said


def answer_said(measure: str, score: int) -> str:
    """Say what somebody answered: "2 of 5, Not really"."""
    if measure == CSAT:
        said = {"score": score, "words": CONTENT[score]}
        return _("%(score)d of 5, %(words)s") % said
    return _("%(score)d of 10") % {"score": score}


def complaint_said(measure: str, score: int, why: str) -> str:
    """Return what a complaint says that a low answer opens."""
    said = _("Answered in a survey: %(answer)s.") % {"answer": answer_said(measure, score)}
    return f"{said}\n{why}".strip()


def tone_of(measure: str, score: int) -> str:
    """Return the tone an answer is shown in."""
    if is_low(measure, score):
        return "risk"
    return "good" if score >= (9 if measure == NPS else 4) else ""
