"""Decides what a step of a playbook asks for a person, and when: the very same for planning and dry run.

A step of a rung is for those who stand on it; a step of an occasion for whomever it happens to.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from customers.ladder import Rung
from followups import occasions
from followups.anchors import OF_AN_ORDER, THANKED, Anchor
from followups.attention import UNCOUNTED, day_for, is_exempt, waits_for, weight
from followups.kinds import Kind
from followups.planning import offset_of, reorder_day
from followups.recurrence import FARTHEST, occurrence_day, occurrences
from followups.standing import Cause, Span, Standing, causes
from followups.stops import stopped
from followups.surveying import too_soon

AT_ONCE = THANKED | {Anchor.INQUIRY, Anchor.CLIMB, Anchor.REFERRAL, Anchor.FRIEND_ORDERED}
TURNED = "turned"  # in the context of what found no room on its day: that day, and the code of why
TOGETHER = "together"  # in the context of a task: the title of the one it is done with
RHYTHMS = frozenset(
    {Anchor.LAST_CONTACT, Anchor.CLIMB, Anchor.INQUIRY, Anchor.SLIPPING, Anchor.COOLING}
)  # of these only one is on the list for a person at a time


class Terms(Protocol):
    """What of a step matters here; a live rule and a step that is being edited both have it."""

    key: str
    kind: str
    title: str
    anchor: str
    offset_days: int
    cold_offset_days: int | None
    delay_seconds: int
    every: int
    every_unit: str
    times: int | None
    until_days: int | None
    at_time: object
    keep_hours: int
    action: str
    purpose: str
    stops: list[str]
    priority: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step asks for: an occurrence of it, its day, and the moment from which stops count.

    `at_once` is for what answers something that has just happened.
    """

    occurrence: str
    day: date
    since: datetime
    at_once: bool = False
    context: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of something asked for: planned for a day, or held for the reason of a code."""

    asked: Asked
    day: date
    code: str = ""


def asked(step: Terms, rung: int | None, person: Standing, first: date, last: date) -> Iterator[Asked]:
    """Yield what a step asks for a person on the days from `first` to `last`, both included.

    `rung` is the one whose playbook the step belongs to, None for an occasion.
    """
    if not concerns(step, rung, person):
        return
    offset, every = offset_of(step, person.is_cold), interval_of(step, person.is_cold)
    for cause in causes(step.anchor, rung, person, _years(step, offset, first, last)):
        until = last if step.until_days is None else min(last, cause.on + timedelta(days=step.until_days))
        for n, day in occurrences(
            _anchor_day(step, cause, offset, person), offset, every, step.every_unit,
            first=first, last=until, times=step.times,
        ):  # fmt: skip
            at_once = n == 0 and offset == 0 and step.anchor in AT_ONCE
            yield Asked(_name(step, cause, n), day, cause.since, at_once, dict(cause.context))


def agenda(
    steps: Sequence[tuple[Terms, int | None]],
    person: Standing,
    today: date,
    last: date,
    known: Collection[tuple[str, str]] = frozenset(),
) -> Iterator[tuple[Terms, Decided]]:
    """Yield what steps, each with the rung it belongs to, come to for a person up to a day.

    What is `known`, by key of the step and occurrence, is left out. What is planned keeps its place
    before what comes later: two never want the same attention, but tasks of one day are done together,
    and of its letters the weightiest goes.
    """
    wanted = [
        (step, asks) for step, rung in steps for asks in _standing_asks(step, rung, person, today, last)
    ]
    yield from in_turn([one for one in wanted if (one[0].key, one[1].occurrence) not in known], person, today)


def meant_for(context: Mapping) -> date | None:
    """Return the day that something was meant for which found no room on it, from which it is too late.

    What was put off since, by a contact or by how many wait, counts from its new day.
    """
    if TURNED not in context or context.get("paced_from"):
        return None
    return date.fromisoformat(context[TURNED][0])


def with_an_order(
    steps: Sequence[tuple[Terms, int | None]], person: Standing, today: date
) -> Iterator[tuple[Terms, Decided]]:
    """Yield what steps come to that are planned with an order, for the first time each.

    A survey is left to the calendar: whether somebody was asked of late is known when its day comes.
    """
    far = today + timedelta(days=FARTHEST)
    firsts = [
        (step, next(asked(step, rung, person, date.min, far), None))
        for step, rung in steps
        if step.anchor in OF_AN_ORDER and step.action != "survey"
    ]
    yield from in_turn([(step, asks) for step, asks in firsts if asks], person, today)


def in_turn(
    wanted: Sequence[tuple[Terms, Asked]], person: Standing, today: date
) -> Iterator[tuple[Terms, Decided]]:
    """Yield what becomes of what steps ask for, by day and weight; each may stand in the way of the next."""
    left = len(wanted)
    for step, asks in sorted(wanted, key=_place) if left > 1 else wanted:
        decided = decide(step, asks, person, today)
        left -= 1
        if left and not decided.code:
            person = with_touch(person, step, decided.day)
        yield step, decided


def decide(step: Terms, asks: Asked, person: Standing, today: date, *, latest: date | None = None) -> Decided:
    """Say what becomes of something asked for, as far as the person and their other touches decide it."""
    day = max(asks.day, today)
    if code := stopped(step.stops, person.seen(asks.since)):
        return Decided(asks, day, code)
    if step.kind == Kind.ENROLMENT and person.not_to_recruit:
        return Decided(asks, day, person.not_to_recruit)
    if step.action == "survey":  # it may come beside what is on the list
        if code := _not_to_ask(day, person):
            return Decided(asks, day, code)
    elif step.anchor in RHYTHMS and _is_busy(step, day, person):
        return Decided(asks, day, "busy")
    if title := carrier(step, day, person):
        return Decided(replace(asks, context={**asks.context, TOGETHER: title}), day)
    if goes_together(step, day, person):
        return Decided(asks, day)
    latest = latest or max(day, _last_day(step, asks.day))
    turn = day_for(day, step.kind, person.taken, person.allowance, latest)
    if turn is None:
        return Decided(asks, day, waits_for(day, person.taken, person.allowance) or "too_late")
    if turn > day:
        why = waits_for(day, person.taken, person.allowance)
        context = {**asks.context, TURNED: [day.isoformat(), why]}
        asks = replace(asks, at_once=False, context=context)  # else it came on the day it gave way from
    return Decided(asks, turn)


def carrier(step: Terms, day: date, person: Standing) -> str:
    """Return the title of the task with which a task is done on its day: two on one day are one touch."""
    if not _is_shared(step) or waits_for(day, {}, person.allowance) or person.taken.get(day) != 1:
        return ""
    return next((span.title for span in person.open if span.title and span.first == day), "")


def goes_together(step: Terms, day: date, person: Standing) -> bool:
    """Say whether a letter comes to the day of another one: the weightier of them goes, for both."""
    if not _is_letter(step) or waits_for(day, {}, person.allowance):
        return False
    return day in person.letters and person.taken.get(day) == 1


def day_after(step: Terms, occurrence: str, anchor_day: date, cold: bool) -> date:
    """Return the day of an occurrence of a step when its anchor is on a day."""
    offset, every = offset_of(step, cold), interval_of(step, cold)
    return occurrence_day(anchor_day, offset, every, step.every_unit, occasions.number_of(occurrence))


def asked_at_all(anchor: str, occurrence: str, person: Standing) -> bool:
    """Say whether the cause that an occurrence names still stands."""
    names = {cause.name for cause in causes(anchor, None, person, range(0))}
    return occasions.cause_of(occurrence).partition("+")[0] in names


def with_touch(person: Standing, step: Terms, day: date) -> Standing:
    """Return a person's standing after something was planned for a day."""
    if step.action == "survey":
        person = replace(person, surveyed=(*person.surveyed, day))
    if carrier(step, day, person) or goes_together(step, day, person):
        return person
    taken = {**person.taken, day: person.taken.get(day, 0) + 1}
    if step.action != "task":
        letters = person.letters | {day} if _is_letter(step) else person.letters
        return replace(person, taken=taken, letters=letters)
    span = Span(day, _last_day(step, day), step.title if _is_shared(step) else "")
    return replace(person, taken=taken, open=(*person.open, span))


def concerns(step: Terms, rung: int | None, person: Standing) -> bool:
    """Say whether a step is for somebody at all."""
    if rung is not None and person.rung != rung:
        return False
    if step.anchor == Anchor.LAST_CONTACT and rung is None:
        return person.rung < Rung.CUSTOMER
    if step.anchor == Anchor.BIRTHDAY:
        return not (person.is_cold and person.rung < Rung.CUSTOMER)
    if step.kind == Kind.ANSWER:
        return person.interest is not None and person.interest.asked
    return True


def interval_of(step: Terms, cold: bool) -> int:
    """Return after how many units a step comes back; a rhythm of its own length keeps it for strangers."""
    own_length = step.every_unit == "day" and step.every == step.offset_days
    return offset_of(step, cold) if own_length and step.every else step.every


def _standing_asks(step: Terms, rung: int | None, person: Standing, today: date, last: date) -> list[Asked]:
    """What a step asks up to a day: of what has gone by only the last, as long as it is not too late."""
    found = list(asked(step, rung, person, _floor(step, person, today), last))
    gone_by = [asks for asks in found if asks.day < today]
    return gone_by[-1:] + found[len(gone_by) :]


def _floor(step: Terms, person: Standing, today: date) -> date:
    """The first day that is asked about: not too late, not before the step, nor before the person came."""
    too_late = today - (_last_day(step, today) - today)
    since = getattr(step, "active_from", None)
    floor = max(too_late, person.day_of(since)) if since else today
    came = date.min if step.anchor in OF_AN_ORDER else person.day_of(person.entered_at)
    return max(floor, min(came, today))


def _last_day(step: Terms, day: date) -> date:
    """The last day on which what is meant for a day is still of use."""
    return day + timedelta(days=max(1, -(-step.keep_hours // 24)) - 1)


def _place(pair: tuple[Terms, Asked]) -> tuple:
    step, asks = pair
    urgency, weight_of_kind = weight(step.kind, step.priority)
    return asks.day, -urgency, -weight_of_kind, step.key, asks.occurrence


def _is_shared(step: Terms) -> bool:
    """Whether a step is something to do that can be done in one go with another of its day."""
    return step.action == "task" and step.kind not in UNCOUNTED


def _is_letter(step: Terms) -> bool:
    """Whether a step is a letter that takes somebody's attention, and answers nothing they did."""
    return step.action in ("letter", "review", "survey") and not is_exempt(step.kind, step.purpose)


def _anchor_day(step: Terms, cause: Cause, offset: int, person: Standing) -> date:
    """The day to count from; the next order is not asked about in the first half of the time to it."""
    if step.anchor != Anchor.EXPECTED_ORDER or offset >= 0 or person.purchase is None:
        return cause.on
    asked_on = reorder_day(person.purchase.ordered_on, cause.on, -offset)
    return asked_on - timedelta(days=offset)


def _years(step: Terms, offset: int, first: date, last: date) -> range:
    """The years whose birthdays a step may count from."""
    if step.anchor != Anchor.BIRTHDAY:
        return range(0)
    if step.every:
        return range(first.year - 1, last.year + 2)
    return range((first - timedelta(offset)).year, (last - timedelta(offset)).year + 1)


def _name(step: Terms, cause: Cause, n: int) -> str:
    if step.anchor == Anchor.LAST_CONTACT:
        return occasions.of_rhythm(cause.on, n + 1)
    if step.anchor in OF_AN_ORDER and not (step.anchor in THANKED and step.kind == Kind.THANK):
        return occasions.of_step(f"{cause.name}:{step.key}", n)
    return occasions.of_step(cause.name, n)


def _not_to_ask(day: date, person: Standing) -> str:
    """The code of what keeps a survey away from a day."""
    if person.wants_no_surveys:
        return "no_surveys"
    return "surveyed" if too_soon(day, person.surveyed) else ""


def _is_busy(step: Terms, day: date, person: Standing) -> bool:
    """Whether something is on the list already; after a long silence, whatever it is and whenever."""
    if step.anchor == Anchor.LAST_CONTACT:
        return bool(person.open)
    return any(span.first <= day and (span.last is None or span.last >= day) for span in person.open)
