"""Decides the words in which a step of a playbook is shown: when, after what, how often, until when.

Live steps and those of a draft are shown alike; only their values matter.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Protocol

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from followups.schedule import AT_ONCE
from kit.writing import write_clock

LETTERS = frozenset({"letter", "review", "survey"})

# Anchor: on the very day, after it, before it.
ANCHORS = {
    "first_order": (_lazy("On the day of the first order"), _lazy("After the first order"), ""),
    "repeat_order": (_lazy("On the day of a repeat order"), _lazy("After a repeat order"), ""),
    "delivery": (_lazy("On the day of the delivery"), _lazy("After the delivery"), ""),
    "expected_order": (
        _lazy("On the day the next order is expected"),
        _lazy("After the day the next order was expected"),
        _lazy("Before the next order is expected"),
    ),
    "inquiry": (_lazy("On the day they ask"), _lazy("After they asked"), ""),
    "last_contact": (_lazy("On the day of the last contact"), _lazy("After the last contact"), ""),
    "birthday": (_lazy("On their birthday"), _lazy("After their birthday"), _lazy("Before their birthday")),
    "climb": (_lazy("On the day they reach this rung"), _lazy("After they reached this rung"), ""),
    "slipping": (_lazy("When they begin to slip away"), _lazy("After they began to slip away"), ""),
    "cooling": (_lazy("When they are as good as lost"), _lazy("After they were as good as lost"), ""),
    "referral": (_lazy("On the day of an introduction"), _lazy("After an introduction by them"), ""),
    "friend_ordered": (
        _lazy("On the day somebody they introduced orders first"),
        _lazy("After the first order of somebody they introduced"),
        "",
    ),
    "complaint_closed": (
        _lazy("On the day a complaint is closed"), _lazy("After a complaint was closed"), "",
    ),
}  # fmt: skip
STOPS = {
    "replied": _lazy("they replied"),
    "ordered": _lazy("they ordered"),
    "refused": _lazy("they said no"),
    "complaint": _lazy("a complaint is open"),
    "unanswered": _lazy("three words stayed without an answer"),
}
ACTIONS = {
    "letter": (_lazy("Letter, sends by itself"), "good"),
    "review": (_lazy("Letter, you look first"), "info"),
    "task": (_lazy("Task for you"), "info"),
    "survey": (_lazy("Survey, sends by itself"), "good"),
    "meeting": (_lazy("Offer of an appointment"), "info"),
}
FIELDS = {
    "name": _lazy("how they are addressed"),
    "products": _lazy("what they ordered"),
    "friend": _lazy("whom they introduced"),
    "survey": _lazy("the link to your questions, in a survey"),
    "signature": _lazy("your signature"),
}
PLACES = {
    "title": _lazy("title"),
    "subject": _lazy("subject"),
    "text": _lazy("text"),
    "script": _lazy("words that help"),
}
WAYS = {"phone": "phone", "visit": "walk", "text": "chat", "chat": "chat", "post": "print"}
SIGNS = {"letter": "mail", "review": "mail", "survey": "survey", "meeting": "calendar"}


class Step(Protocol):
    """What of a step is told."""

    action: str
    anchor: str
    offset_days: int
    cold_offset_days: int | None
    every: int
    every_unit: str
    times: int | None
    until_days: int | None
    at_time: time
    until_time: time | None
    channels: list[str]
    stops: list[str]


def margin_of(step: Step) -> str:
    """Say when a step comes, as shortly as the margin of a page needs it."""
    days = step.offset_days
    if days > 0:
        return _("day %(n)d") % {"n": days}
    if days < 0:
        return ngettext("%(n)d day before", "%(n)d days before", -days) % {"n": -days}
    return _("at once") if goes_at_once(step) else _("that day")


def goes_at_once(step: Step) -> bool:
    """Say whether the step is a letter that follows its cause in the same hour."""
    return not step.offset_days and step.action in LETTERS and step.anchor in AT_ONCE


def sign_of(step: Step) -> str:
    """Return the sign a step is shown with: of the letter, or of the way a task is done."""
    if step.action != "task":
        return SIGNS.get(step.action, "task")
    return WAYS.get(next(iter(step.channels), ""), "task")


def action_of(step: Step) -> tuple[str, str]:
    """Return the words for what happens, and the tone they are shown in."""
    words, tone = ACTIONS.get(step.action, (step.action, ""))
    return str(words), tone


def told(step: Step) -> list[str]:
    """Return the sentences under the title of a step, only those that say something."""
    return [sentence for sentence in (_when(step), _for_strangers(step), _again(step)) if sentence]


def caused_by(step: Step) -> str:
    """Say what a step counts from, or nothing where it counts from nothing known."""
    return _anchored(step) if step.anchor in ANCHORS else ""


def stops_said(stops: Iterable[str]) -> str:
    """Say what ends a step, or nothing."""
    said = _listed(stops)
    return _("Not once %(stops)s.") % {"stops": said} if said else ""


def ends_said(stops: Iterable[str]) -> str:
    """Say what ends all steps of a playbook, or nothing."""
    said = _listed(stops)
    return _("once %(stops)s.") % {"stops": said} if said else ""


def claim_said(kind: str, words: str, places: Iterable[str] = ()) -> str:
    """Say what words promise that nobody may promise, and in which parts of a step they stand."""
    said = _("“%(words)s” promises income") if kind == "income" else _("“%(words)s” promises health")
    where = ", ".join(str(PLACES[place]) for place in places)
    return said % {"words": words} + (f" ({where})" if where else "")


def fields_said(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return fields as they are typed, each with what it stands for."""
    return [(f"{{{{ {name} }}}}", str(FIELDS.get(name, ""))) for name in names]


def clock_said(at: time) -> str:
    """Write a time of day as the active language does."""
    moment = datetime.combine(date(2000, 1, 1), at, UTC)
    return write_clock(moment, zone=UTC, language=get_language() or "en")


def _listed(stops: Iterable[str]) -> str:
    said = [str(words) for stop, words in STOPS.items() if stop in set(stops)]
    if len(said) < 2:
        return "".join(said)
    return _("%(some)s or %(last)s") % {"some": ", ".join(said[:-1]), "last": said[-1]}


def _when(step: Step) -> str:
    cause = _anchored(step)
    if step.action == "task" or goes_at_once(step):
        return _("%(cause)s.") % {"cause": cause}
    if step.until_time:
        hours = {"from": clock_said(step.at_time), "to": clock_said(step.until_time)}
        return _("%(cause)s, between %(from)s and %(to)s.") % {"cause": cause, **hours}
    return _("%(cause)s, at %(time)s.") % {"cause": cause, "time": clock_said(step.at_time)}


def quiet_said(step: Step, quiet_from: time, quiet_until: time) -> str:
    """Say that the whole time of day of a letter lies in quiet hours; empty where it does not."""
    if step.action not in LETTERS or step.until_time is None or not step.is_active:
        return ""
    over_midnight = quiet_from > quiet_until
    inside = (step.at_time >= quiet_from, step.until_time < quiet_until)
    if not (any(inside) if over_midnight else all(inside)):
        return ""
    hours = {"from": clock_said(quiet_from), "until": clock_said(quiet_until)}
    words = _(
        "Its time of day lies in the quiet hours, %(from)s to %(until)s: it goes at %(until)s after it."
    )
    return words % hours


def _anchored(step: Step) -> str:
    on, after, before = ANCHORS.get(step.anchor, (step.anchor,) * 3)
    if not step.offset_days:
        return str(on)
    return str(after if step.offset_days > 0 else before or on)


def _for_strangers(step: Step) -> str:
    days = step.cold_offset_days
    if days is None or days == step.offset_days:
        return ""
    return _("Day %(n)d for people who do not know you yet.") % {"n": days}


def _again(step: Step) -> str:
    if not step.every:
        return ""
    said = _("Again every %(span)s") % {"span": _span(step)}
    if step.times:
        said += ngettext(", once at most", ", %(n)d times at most", step.times) % {"n": step.times}
    if step.until_days:
        said += _(", until day %(n)d") % {"n": step.until_days}
    return said + "."


def _span(step: Step) -> str:
    n, said = step.every, {"n": step.every}
    if step.every_unit == "week":
        return ngettext("week", "%(n)d weeks", n) % said
    if step.every_unit == "month":
        return ngettext("month", "%(n)d months", n) % said
    if step.every_unit == "year":
        return ngettext("year", "%(n)d years", n) % said
    return ngettext("day", "%(n)d days", n) % said
