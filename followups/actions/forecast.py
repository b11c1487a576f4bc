"""The dry run: who would get what and when in the next days, and who not and why.

Computed by the very code that plans; nothing is written.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from customers.models import Customer
from followups import planning, wording
from followups.actions.foretold import Row, as_rules, had_their_turn, rows_that_wait
from followups.actions.going_together import weight_of
from followups.actions.pacing import paced
from followups.actions.planned import Desks, action_of, instead_of_letter, letter_place
from followups.actions.retired import GOES_FOR
from followups.actions.rhythms import asks_anybody
from followups.actions.standings import standings
from followups.attention import is_exempt, waits_for
from followups.coming import Place, anew, by_calendar, day_kept, place_of, touched_by
from followups.models import Playbook, Rule
from followups.models.rule import Action
from followups.planning import Due
from followups.reach import Shut
from followups.reaching import shut_for, way_of
from followups.schedule import TOGETHER, TURNED, Asked, Decided, Terms, meant_for
from followups.standing import Standing
from followups.stops import stopped
from kit import clock
from team.models import Distributor

DAYS = 30
LETTERS = (Action.LETTER, Action.REVIEW, Action.SURVEY)
ACTIONS = (*LETTERS, Action.TASK)
NOTHING: Mapping = MappingProxyType({})
Shuts = Collection[Shut]


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody would get, and when; `channel` is empty where it is something to do by hand.

    `together` is the title of the task of that day with which it is done; `why` is what makes
    a task of a letter, or what it gives way to, in a sentence.
    """

    when: datetime
    local_date: date
    person: Customer
    step_key: str
    title: str
    channel: str
    action: str
    together: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody would not get, and why: a code for programs, a sentence for people."""

    person: Customer
    step_key: str
    title: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """The lines by time, and what is held; `counts` are by action, `people` those with a line."""

    lines: list[Line]
    held: list[Held]
    counts: dict[str, int]
    people: int


Found = tuple[Customer, Rule, Decided, Row | None]


def forecast(
    owner: Distributor,
    steps: Sequence[Terms],
    *,
    playbook_key: str,
    days: int = DAYS,
    now: datetime | None = None,
) -> Forecast:
    """Say what steps of a playbook, live or still edited, would come to in the next days.

    What waits by steps that are live as they are stands first, on its day; what the others ask
    for is planned anew around it, as it is when they go live.
    """
    now = now or clock.now()
    today = now.astimezone(owner.zoneinfo).date()
    view = _view(owner, steps, playbook_key, today, today + timedelta(days=days))
    theirs = _theirs(owner, view.rung)
    people = _people(owner, theirs)
    anchors, whole = {rule.anchor for rule in view.rules}, theirs.order_by().values("pk")
    stops = {stop for rule in view.rules for stop in rule.stops}
    standing = standings(
        people,
        anchors,
        apart_from=sorted(view.anew),
        goods=False,
        stops=stops,
        whole=whole,
        surveys=asks_anybody(view.rules),
    )
    found, later = [], []
    for person in people:
        theirs, by_day = _of_person(view, person, standing[person.pk])
        found += theirs
        later += by_day
    later = paced(later, owner, standing, today, view.last)
    return _told(view, [*found, *((*one, None) for one in later)], now)


@dataclass(frozen=True, slots=True)
class View:
    """What a dry run looks at: the rules that would be, which of them are planned anew, and what stands."""

    owner: Distributor
    rung: int | None
    rules: list[Rule]
    anew: set[str]
    today: date
    last: date
    rows: Mapping[UUID, Mapping[Place, Row]]
    known: Mapping[UUID, set[Place]]
    back: Mapping[UUID, set[Place]]


def _view(owner: Distributor, steps: Sequence[Terms], key: str, today: date, last: date) -> View:
    playbook = Playbook.objects.of(owner.pk).filter(key=key).first()
    rules, anew = as_rules(owner, playbook, steps)
    keys = [rule.key for rule in rules]
    known, back = had_their_turn(owner, keys)
    rows = rows_that_wait(owner, anew, keys)
    active = [rule for rule in rules if rule.is_active and rule.action in ACTIONS]
    return View(owner, playbook and playbook.rung, active, anew, today, last, rows, known, back)


def _theirs(owner: Distributor, rung: int | None) -> QuerySet:
    people = Customer.objects.filter(owner=owner, deleted_at=None)
    return people.filter(rung=rung) if rung is not None else people


def _people(owner: Distributor, theirs: QuerySet) -> list[Customer]:
    people = list(theirs.order_by("name_key", "pk"))
    for person in people:
        person.owner = owner
    return people


def _of_person(view: View, person: Customer, standing: Standing) -> tuple[list[Found], list]:
    """What stands for a person or is planned anew, with the row that stands; and what comes later."""
    rows, known = view.rows.get(person.pk, NOTHING), view.known.get(person.pk, frozenset())
    stay = {place: row for place, row in rows.items() if row.stays}
    found = _staying(view, person, standing, stay) if stay else []
    waiting = (rows.keys() - stay.keys()) | (view.back.get(person.pk, frozenset()) - known)
    known = known | stay.keys()
    to_plan = [(rule, view.rung) for rule in view.rules if rule.key in view.anew]
    first = list(anew(to_plan, standing, view.today, waiting, known)) if to_plan else []
    found += [(person, rule, *_put_off(rule, one, standing, rows)) for rule, one in first]
    known = known | waiting | {place_of(rule, one.asked) for rule, one in first}
    steps = [(rule, view.rung) for rule in view.rules]
    later = by_calendar(steps, touched_by(standing, first), view.today, view.last, known)
    return found, [(person, rule, one) for rule, one in later]


def _staying(view: View, person: Customer, standing: Standing, stay: Mapping[Place, Row]) -> list[Found]:
    """What waits and is left as it is, held where it would be held when it is due."""
    rules, found = {rule.key: rule for rule in view.rules}, []
    for (key, name), row in stay.items():
        if (rule := rules.get(key)) and row.day <= view.last:
            asks = Asked(name, row.day, row.since, context=row.context)
            code = stopped(rule.stops, standing.seen(row.since))
            spared = waits_for(row.day, {}, standing.allowance)
            code = code or ("" if is_exempt(rule.kind, rule.purpose) else spared)
            found.append((person, rule, Decided(asks, row.day, code), row))
    return found


def _put_off(rule: Rule, decided: Decided, standing: Standing, rows: Mapping[Place, Row]) -> tuple:
    """What was decided, on the day from which it counts where it stands already, with its row."""
    row = rows.get(place_of(rule, decided.asked))
    day = row and day_kept(rule, decided, standing, row.context, row.day)
    if day is None:
        return decided, row
    context = {key: value for key, value in decided.asked.context.items() if key != TURNED}
    return replace(decided, day=day, asked=replace(decided.asked, context=context)), row


def _told(view: View, found: list[Found], now: datetime) -> Forecast:
    letters = [one for one in found if not one[2].code and one[1].action in LETTERS]
    readers = list({one[0] for one in letters})
    prefetch_related_objects(readers, "emails", "phones", "consents")
    shut = shut_for(readers, [one[1] for one in letters])[view.owner.pk]
    lines, held, desks = [], [], Desks(now)
    for person, rule, decided, row in found:
        line = None if decided.code else _line(view, person, rule, decided, row, shut, desks)
        if line is None:
            code = decided.code or "too_late"
            sentence = wording.reason(code, view.owner.language)
            held.append(Held(person, rule.key, rule.title, code, sentence))
        elif line.local_date <= view.last:
            lines.append(line)
    lines, gone = _going_together(lines, view)
    held += gone
    lines.sort(key=lambda line: (line.when, line.person.name_key))
    counts = Counter(line.action for line in lines)
    return Forecast(lines, held, dict(counts), len({line.person.pk for line in lines}))


def _going_together(lines: list[Line], view: View) -> tuple[list[Line], list[Held]]:
    """Of several letters that come to one day for a person the weightiest goes, for all of them."""
    rules, of_a_day, gone = {rule.key: rule for rule in view.rules}, defaultdict(list), {}
    for line in lines:
        rule = rules[line.step_key]
        if line.channel and not is_exempt(rule.kind, rule.purpose):
            of_a_day[line.person.pk, line.local_date].append(line)
    for letters in of_a_day.values():
        first = max(letters, key=lambda line: weight_of(rules[line.step_key]))
        drafts = first.action == Action.REVIEW
        gone |= {
            id(one): first
            for one in letters
            if one is not first and (not drafts or one.action == first.action)
        }
    held = [
        Held(line.person, line.step_key, line.title, GOES_FOR, wording.goes_for(gone[id(line)].title, view.owner.language))
        for line in lines if id(line) in gone
    ]  # fmt: skip
    return [line for line in lines if id(line) not in gone], held


def _line(
    view: View, person: Customer, rule: Rule, decided: Decided, row: Row | None, shut: Shuts, desks: Desks
) -> Line | None:
    owner, title, together = view.owner, rule.title, decided.asked.context.get(TOGETHER, "")
    turned = wording.turned_said(decided.asked.context, owner.language)
    if row is not None and row.stays:
        return Line(
            row.when, row.day, person, rule.key, title, row.channel, row.action, together, turned or row.why
        )
    action = action_of(rule, owner)
    way = way_of(rule, person, shut) if action in LETTERS else None
    first = meant_for(decided.asked.context)
    if way:
        due = _due(owner, person, rule, decided, desks.now)
    else:
        due = desks.due(rule, decided.day, owner, first)
    if due is None:
        return None
    when, day = (row.when, row.day) if row and decided.asked.at_once else (due.due_at, due.local_date)
    if way:
        action = action if way.by_itself else Action.REVIEW
        return Line(when, day, person, rule.key, title, way.channel, str(action), why=turned)
    why = (
        turned if way is None else instead_of_letter(wording.reason(way.code, owner.language), owner.language)
    )
    return Line(when, day, person, rule.key, title, "", str(Action.TASK), together, why)


def _due(owner: Distributor, person: Customer, rule: Rule, decided: Decided, now: datetime) -> Due | None:
    place, asks = letter_place(person, owner), decided.asked
    today = now.astimezone(owner.zoneinfo).date()
    if asks.at_once and asks.day >= today:
        return planning.soon(rule, now, place)
    day = asks.day if decided.day == today else decided.day
    return planning.letter_on(rule, day, now, place, meant_for(asks.context))
