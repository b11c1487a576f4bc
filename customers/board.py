"""The ladder board: counts, conversion and the first cards of each rung, and further cards.

Reads only: a constant number of queries, however many people.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import F, Max

from customers.conversion import Climbed, climbed_on
from customers.glance import Seen, facts_about, known_said, local_day, ready_said
from customers.ladder import PROSPECT_KINDS, Kind, Rung
from customers.models import Customer, LadderStep, Touch
from customers.models.customer import RUNG_CHOICES
from customers.readiness import readiness
from kit.paging import BadCursor, cursor_after, page_of

CARDS = 10  # of a rung at a time
ORDER = ("-ready", "-last_contact_at", "id")
PLACES = (F("ready").desc(), F("last_contact_at").desc(nulls_last=True), F("pk").asc())
LATEST = datetime.max.replace(tzinfo=UTC)
ON_A_CARD = (
    "owner", "name", "rung", "rung_since", "warmth", "source", "introduced_by", "introduced_by__name",
    "orders_count", "last_order_at", "order_interval", "expected_order_on", "slips_on", "cools_on",
    "last_contact_at", "grieving_until", "resting_until",
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A person on the board, with the line that tells most; `ready` where it tells of a climb.

    `spared` are those in grief or left in peace.
    """

    person: Customer
    line: str
    ready: bool
    spared: bool = False


@dataclass(frozen=True)
class Cards:
    """Some cards of a rung, how many come after them, and the cursor of those."""

    rung: int
    cards: list[Card]
    more: int = 0
    next: str = ""
    shown: int = 0


@dataclass(frozen=True)
class Column:
    """A rung of the board. `everyone` stand on it, `ready` of them are ready to climb."""

    rung: int
    label: str
    everyone: int
    ready: int
    climbed: Climbed
    cards: Cards


@dataclass(frozen=True)
class Board:
    """All six rungs from the bottom up; `chosen` is the one a narrow page shows."""

    columns: list[Column]
    chosen: int

    @property
    def everyone(self) -> int:
        return sum(column.everyone for column in self.columns)

    @property
    def ready(self) -> int:
        return sum(column.ready for column in self.columns)


@dataclass
class _Counts:
    everyone: dict = field(default_factory=dict)
    ready: dict = field(default_factory=dict)
    stayed: dict = field(default_factory=dict)


def board_of(viewer, *, rung: int | None = None, only_ready: bool = False, cursor: str = "") -> Board:
    """Gather the board. `rung` is the one chosen; its cards start at the cursor, if there is one."""
    counts = _count(viewer)
    first = _first_cards(viewer, counts.ready if only_ready else counts.everyone, only_ready)
    if rung and cursor:
        first[rung] = more_cards(viewer, rung, only_ready=only_ready, cursor=cursor)
    columns = _columns(viewer, counts, first)
    return Board(columns, rung or _worth_seeing(columns))


def columns_of(viewer) -> list[Column]:
    """Gather the six rungs without their cards: counts and conversion."""
    return _columns(viewer, _count(viewer), {})


def more_cards(viewer, rung: int, *, only_ready: bool = False, cursor: str, shown: int = 0) -> Cards:
    """Gather the cards of a rung after a cursor; `shown` is how many came before."""
    rows = _people(viewer, only_ready).filter(rung=rung).with_ready(viewer)
    listed = rows.select_related("introduced_by").only(*ON_A_CARD)
    try:
        page = page_of(listed, order=ORDER, cursor=cursor, size=CARDS)
    except BadCursor:
        page, shown = page_of(listed, order=ORDER, size=CARDS), 0
    shown += len(page.rows)
    more = max(rows.count() - shown, 1) if page.next else 0
    return Cards(rung, _cards(viewer, page.rows), more, page.next, shown)


def card_of(viewer, person: Customer) -> Card:
    """Gather one card."""
    return _cards(viewer, [person])[0]


def _people(viewer, only_ready: bool = False):
    people = Customer.objects.visible_to(viewer)
    return people.ready_to_climb(viewer) if only_ready else people


def _count(viewer) -> _Counts:
    counts = _Counts()
    for row in _people(viewer).counted_by_rung(viewer):
        counts.everyone[row["rung"]] = row["everyone"]
        counts.ready[row["rung"]] = row["ready"]
        counts.stayed[row["rung"]] = row["stayed"]
    return counts


def _columns(viewer, counts: _Counts, cards: dict[int, Cards]) -> list[Column]:
    moved = _evidence_of_movers(viewer)
    climbed = climbed_on(counts.stayed, moved, viewer.today())
    return [
        Column(
            rung=rung.value,
            label=label,
            everyone=counts.everyone.get(rung, 0),
            ready=counts.ready.get(rung, 0),
            climbed=climbed[rung],
            cards=cards.get(rung, Cards(rung.value, [])),
        )
        for rung, label in RUNG_CHOICES
    ]


def _evidence_of_movers(viewer) -> Iterable[list]:
    pieces = LadderStep.objects.of_movers(viewer).values_list("customer_id", "kind", "on", "rung", named=True)
    by_person = defaultdict(list)
    for piece in pieces:
        by_person[piece.customer_id].append(piece)
    return by_person.values()


def _first_cards(viewer, counts: dict[int, int], only_ready: bool) -> dict[int, Cards]:
    """The first cards of all rungs, by one statement."""
    people = _people(viewer, only_ready)
    firsts = people.with_ready(viewer).first_on_each_rung(CARDS, PLACES)
    rows = Customer.objects.filter(pk__in=firsts.values("pk")).select_related("introduced_by")
    by_rung = defaultdict(list)
    for card in sorted(_cards(viewer, list(rows.only(*ON_A_CARD))), key=_place):
        by_rung[card.person.rung].append(card)
    return {rung: _first(viewer, rung, cards, counts.get(rung, 0)) for rung, cards in by_rung.items()}


def _place(card: Card) -> tuple:
    """The order of ORDER, for cards in hand."""
    at = card.person.last_contact_at
    return not card.ready, at is None, LATEST - (at or LATEST), card.person.pk


def _first(viewer, rung: int, cards: list[Card], count: int) -> Cards:
    more = count - len(cards)
    if more <= 0:
        return Cards(rung, cards, shown=len(cards))
    last = cards[-1].person
    last.ready = int(cards[-1].ready)
    rows = Customer.objects.visible_to(viewer).with_ready(viewer)
    return Cards(rung, cards, more, cursor_after(rows, last, order=ORDER), len(cards))


def _cards(viewer, people: list[Customer]) -> list[Card]:
    today, zone = viewer.today(), viewer.zoneinfo
    seen = _seen(people, zone)
    cards = []
    for person in people:
        sight = seen[person.pk]
        spared = person.is_spared(today)
        ready = None if spared else readiness(facts_about(person, sight, zone), today)
        line = ready_said(person, ready, sight, today) if ready else known_said(person, sight, today, zone)
        cards.append(Card(person, line, ready is not None, spared))
    return cards


def _seen(people: list[Customer], zone) -> dict[UUID, Seen]:
    """What happened with these people, by two queries; asked by person, not by owner, for the index."""
    wrote, steps = _wrote(people), defaultdict(list)
    told = LadderStep.objects.standing().filter(
        customer__in=people, kind__in=[*PROSPECT_KINDS, Kind.REFERRAL, Kind.BY_HAND]
    )  # fmt: skip
    for step in told.order_by("on", "created_at").only("customer_id", "kind", "on", "rung", "reason"):
        steps[step.customer_id].append(step)
    return {
        person.pk: _sight(person, steps[person.pk], local_day(wrote.get(person.pk), zone))
        for person in people
    }


def _sight(person: Customer, steps: list[LadderStep], wrote_on: date | None) -> Seen:
    interest = [(step.kind, step.on) for step in steps if step.kind in PROSPECT_KINDS]
    words = [step.reason for step in steps if step.kind == Kind.BY_HAND and step.rung == person.rung]
    return Seen(
        wrote_on=wrote_on,
        interest=interest[-1] if interest else None,
        introduced=sum(step.kind == Kind.REFERRAL for step in steps),
        word=words[-1] if words else "",
    )


def _wrote(people: list[Customer]) -> dict[UUID, datetime]:
    came_in = Touch.objects.standing().filter(customer__in=people, direction="in")
    return dict(came_in.order_by().values_list("customer").annotate(Max("at")))


def _worth_seeing(columns: list[Column]) -> int:
    """The first rung where somebody is ready, or where somebody stands."""
    return next(
        (column.rung for wanted in ("ready", "everyone") for column in columns if getattr(column, wanted)),
        Rung.SUSPECT.value,
    )
