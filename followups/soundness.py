"""Decides which steps of a playbook can be: what is impossible or contradicts itself, in sentences.

`faults_of` looks at one step, when it is kept; `faults_between` at all, before they go live.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from followups.fields import faults_in, names_field
from followups.kinds import Kind
from followups.purity import impurities, thresholds
from followups.steps import Step

LONGEST = {"title": 120, "subject": 200, "text": 20_000, "script": 5_000}
LETTERS = ("letter", "review", "survey")
BY_ITSELF = ("letter", "survey")
FORESEEN = ("birthday", "expected_order")  # only these can be counted backwards from
REPEATED_BY_ITSELF = ("birthday",)
MOST_DAYS = 3_650
MOST_DAYS_BEFORE = 180
MOST_STEPS = 60
MOST_HOURS = 366 * 24
MOST_SECONDS = 24 * 60 * 60
MOST_TIMES = 1_000
DAYS_IN = {"day": 1, "week": 7, "month": 28, "year": 365}


@dataclass(frozen=True)
class Offer:
    """What a step may be made of at present."""

    kinds: Collection[str]
    anchors: Collection[str]
    actions: Collection[str]
    channels: Collection[str]
    stops: Collection[str]
    purposes: Collection[str] = ("service", "marketing")
    letters: Collection[str] = ()
    has_postal_address: bool = False


@dataclass(frozen=True)
class Fault:
    """What is wrong, in a sentence: of which step, at which field, in which line of a text.

    `place` is that of the step among all, where the fault was found among all.
    """

    key: str
    title: str
    field: str
    sentence: str
    line: int | None = None
    place: int | None = None


def faults_of(step: Step, offer: Offer) -> list[Fault]:
    """Return what is wrong with one step by itself."""
    rules = (
        _words_of_title,
        _choices,
        _numbers,
        _anchored,
        _repeated,
        _hours,
        _ways,
        _purpose,
        _letter,
        _honest,
        _texts,
    )
    return [
        Fault(step.key, step.title, field, sentence, *line)
        for rule in rules
        for field, sentence, *line in rule(step, offer)
    ]


def faults_of_all(steps: Sequence[Step], offer: Offer, typed: Collection[Step] | None = None) -> list[Fault]:
    """Return what is wrong with steps, each by itself; of all, or of those that were `typed`."""
    return [
        replace(fault, place=place)
        for place, step in enumerate(steps)
        if typed is None or step in typed
        for fault in faults_of(step, offer)
    ]


def faults_between(steps: Sequence[Step]) -> list[Fault]:
    """Return where steps contradict each other: two that ask for the same day of the same person."""
    if len(steps) > MOST_STEPS:
        sentence = _("More than %(most)d steps are too many for one playbook.") % {"most": MOST_STEPS}
        return [Fault("", "", "steps", sentence)]
    return [
        _on_one_day(later, earlier, place)
        for place, later in enumerate(steps)
        for earlier in steps[:place]
        if _is_same_day(earlier, later)
    ]


def _is_same_day(one: Step, other: Step) -> bool:
    counted = one.is_active and other.is_active and Kind.THANK not in (one.kind, other.kind)
    return counted and one.anchor == other.anchor and _days(one) == _days(other)


def _days(step: Step) -> tuple[int, int]:
    cold = step.offset_days if step.cold_offset_days is None else step.cold_offset_days
    return step.offset_days, cold


def _on_one_day(step: Step, earlier: Step, place: int) -> Fault:
    sentence = _("It falls on the same day as “%(title)s”, and nobody is written to twice a day.")
    return Fault(step.key, step.title, "offset_days", sentence % {"title": earlier.title}, place=place)


def _words_of_title(step: Step, offer: Offer) -> Iterator[tuple[str, str]]:
    if not step.title.strip():
        yield "title", _("Give the step a title.")
    if not step.title.isprintable():
        yield "title", _("A title is one line of text.")


def _choices(step: Step, offer: Offer) -> Iterator[tuple[str, str]]:
    chosen = {
        "kind": offer.kinds,
        "anchor": offer.anchors,
        "action": offer.actions,
        "purpose": offer.purposes,
    }
    for name, known in {**chosen, "every_unit": DAYS_IN}.items():
        if getattr(step, name) not in known:
            yield name, _("This cannot be chosen.")
    for name, known in {"channels": offer.channels, "stops": offer.stops}.items():
        values = getattr(step, name)
        if set(values) - set(known):
            yield name, _("This cannot be chosen.")
        elif len(set(values)) < len(values):
            yield name, _("The same is chosen twice.")


def _numbers(step: Step, offer: Offer) -> Iterator[tuple[str, str]]:
    bounds = {
        "offset_days": (-MOST_DAYS_BEFORE, MOST_DAYS), "cold_offset_days": (-MOST_DAYS_BEFORE, MOST_DAYS),
        "delay_seconds": (0, MOST_SECONDS), "times": (1, MOST_TIMES), "until_days": (1, MOST_DAYS),
        "every": (0, MOST_DAYS // DAYS_IN.get(step.every_unit, 1)), "keep_hours": (1, MOST_HOURS), "priority": (0, 9),
    }  # fmt: skip
    for name, (least, most) in bounds.items():
        value = getattr(step, name)
        if value is not None and not least <= value <= most:
            yield name, _("A number from %(least)d to %(most)d, please.") % {"least": least, "most": most}


def _anchored(step: Step, offer: Offer) -> Iterator[tuple[str, str]]:
    for name in ("offset_days", "cold_offset_days"):
        if (getattr(step, name) or 0) < 0 and step.anchor not in FORESEEN:
            yield name, _("Nobody can know this day before it comes: count from 0 on.")


def _repeated(step: Step, offer: Offer) -> Iterator[tuple[str, str]]:
    if not step.every and step.times not in (None, 1) and step.anchor not in REPEATED_BY_ITSELF:
        yield "times", _("More than once needs a number of days or weeks in “again every”.")
    if step.until_days is not None and step.until_days < max(_days(step)):
        yield "until_days", _("It would end before the step comes for the first time.")


def _hours(step: Step, offer: Offer) -> Iterator[tuple[str, str]]:
    if step.until_time is None:
        return
    if step.until_time <= step.at_time:
        yield "until_time", _("The end of the time of day must be after its beginning.")
    elif step.keep_hours * 60 < _minutes(step.until_time) - _minutes(step.at_time):
        yield "keep_hours", _("It would be too late before the time of day is over.")


def _ways(step: Step, offer: Offer) -> Iterator[tuple[str, str]]:
    if step.action in LETTERS and not step.channels:
        yield "channels", _("A letter needs a way to go.")
    if step.action in BY_ITSELF and step.channels and "email" not in step.channels:
        yield "channels", _("Only email goes by itself. Choose a letter to look at first, or add email.")


def _purpose(step: Step, offer: Offer) -> Iterator[tuple[str, str]]:
    if step.purpose != "marketing":
        return
    if step.kind == Kind.THANK:
        yield "purpose", _("A thank-you only thanks; it is no offer.")
    elif step.action in LETTERS and not offer.has_postal_address:
        yield "purpose", _("Offers and news must carry your postal address. Enter it in your settings first.")


def _letter(step: Step, offer: Offer) -> Iterator[tuple[str, str]]:
    if step.action not in LETTERS:
        return
    if step.subject.strip() or step.text.strip():
        if not step.subject.strip():
            yield "subject", _("A letter needs a subject.")
        if not step.text.strip():
            yield "text", _("A letter needs words.")
        elif step.action == "survey" and not names_field(step.text, "survey"):
            yield "text", _("A survey needs its link: write {{ survey }} where it belongs.")
    elif step.letter not in offer.letters and (step.letter or step.action != "survey"):
        yield "text", _("A letter needs words.")


def _honest(step: Step, offer: Offer) -> Iterator[tuple[str, str]]:
    """What no letter would be sent with is not kept either."""
    words = f"{step.subject}\n{step.text[: LONGEST['text']]}"
    if step.action not in LETTERS:
        return
    if step.kind == Kind.THANK and (found := impurities(words)):
        yield "text", _("A thank-you only thanks. Please leave out: %(words)s.") % {"words": _quoted(found)}
    if found := thresholds(words):
        sentence = _("No letter asks for a larger order to reach something. Please leave out: %(words)s.")
        yield "text", sentence % {"words": _quoted(found)}


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _texts(step: Step, offer: Offer) -> Iterator[tuple]:
    for name, longest in LONGEST.items():
        text = getattr(step, name)
        if len(text) > longest:
            yield name, _("At most %(most)d characters, please.") % {"most": longest}
        elif "\0" in text:
            yield name, _("There is a character in it that is none.")
        elif name != "title":
            if step.action != "survey" and names_field(text, "survey"):
                yield name, _("Only the letter of a survey has the link {{ survey }}.")
            for fault in faults_in(text):
                sentence = _("Line %(line)d: %(what)s") % {"line": fault.line, "what": fault.sentence}
                yield name, sentence, fault.line


def _minutes(at) -> int:
    return at.hour * 60 + at.minute
