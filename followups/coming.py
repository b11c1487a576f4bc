"""Decides what is still to come by the steps of a playbook: the very same for planning anew and for the dry run.

What stands on the list keeps its place before what is new.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from followups import contacts
from followups.anchors import OF_AN_ORDER, THANKED, Anchor
from followups.occasions import number_of
from followups.planning import offset_of
from followups.schedule import Asked, Decided, Terms, agenda, asked, in_turn, with_touch
from followups.standing import Standing

AHEAD = timedelta(days=2)  # how far ahead is planned what comes by the calendar
FAR = timedelta(days=366 * 3)

Place = tuple[str, str]  # the key of a step, and an occurrence
Steps = Sequence[tuple[Terms, int | None]]  # each with the rung whose playbook it belongs to
Found = tuple[Terms, Decided]


def anew(
    steps: Steps, person: Standing, today: date, stands: Collection[Place], known: Collection[Place]
) -> Iterator[Found]:
    """Yield what steps that were just changed come to now: of what `stands`, on whatever day, then of what is new.

    What is `known` beside that had its turn.
    """
    asks = [(step, one) for step, rung in steps for one in _asks(step, rung, person, today, stands)]
    asks = [pair for pair in asks if place_of(*pair) in stands or place_of(*pair) not in known]
    old = [pair for pair in asks if place_of(*pair) in stands]
    found = list(in_turn(old, person, today))
    yield from found
    new = [pair for pair in asks if place_of(*pair) not in stands]
    yield from in_turn(new, touched_by(person, found), today)


def by_calendar(
    steps: Steps, person: Standing, today: date, last: date, known: Collection[Place]
) -> Iterator[Found]:
    """Yield what the planner would add, day by day, up to a day; what is `known` had its turn.

    What comes once after an order is planned with that order and never later, but for a survey.
    """
    looked_for = [(step, rung) for step, rung in steps if not _comes_with_an_order(step) or step.every]
    return agenda(looked_for, person, today, last, known)


def touched_by(person: Standing, found: Iterable[Found]) -> Standing:
    """Return a person's standing after all this was planned."""
    for step, decided in found:
        if not decided.code:
            person = with_touch(person, step, decided.day)
    return person


def place_of(step: Terms, asks: Asked) -> Place:
    """Return what tells an occurrence of a step apart from all others of a person."""
    return step.key, asks.occurrence


def day_kept(step: Terms, decided: Decided, person: Standing, context: Mapping, day: date) -> date | None:
    """Return the day that something keeps which stands for a day, None if the one decided holds.

    What a contact has put off counts from that contact again; what waits for room on the list
    goes on waiting.
    """
    if context.get("paced_from"):
        return max(day, decided.day)
    if not context.get("moved_from") or person.last_contact_at is None:
        return None
    offset = offset_of(step, person.is_cold)
    return contacts.restarts(step.kind, decided.day, offset, person.day_of(person.last_contact_at))


def _asks(
    step: Terms, rung: int | None, person: Standing, today: date, stands: Collection[Place]
) -> list[Asked]:
    has_any = any(key == step.key for key, _ in stands)
    first = today - FAR if has_any else today
    last = today + (FAR if has_any or step.anchor in OF_AN_ORDER else AHEAD)
    found = []
    for asks in asked(step, rung, person, first, last):
        if place_of(step, asks) in stands or _is_to_come(step, asks, person, today):
            found.append(asks)
        elif asks.day > today + AHEAD:
            break
    return found


def _is_to_come(step: Terms, asks: Asked, person: Standing, today: date) -> bool:
    """Say whether something new is planned now: at most two days ahead, with an order for the first time.

    A word after a long silence is left to the calendar, which knows how many a day there are.
    """
    if step.anchor == Anchor.LAST_CONTACT:
        return False
    if not _comes_with_an_order(step):
        return today <= asks.day <= today + AHEAD
    if person.purchase.past or (step.anchor in THANKED and asks.at_once):
        return False  # that order was thanked for, or was history
    return today <= asks.day and (number_of(asks.occurrence) == 0 or asks.day <= today + AHEAD)


def _comes_with_an_order(step: Terms) -> bool:
    return step.anchor in OF_AN_ORDER and step.action != "survey"
