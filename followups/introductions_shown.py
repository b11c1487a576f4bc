"""Gathers introductions as pages show them: thanks that are owed, what may be told, and the chains."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from customers.introductions import Link, beginnings, chain_from, friends_of
from customers.models import Customer, Referral
from followups import occasions
from followups.kindness import Month, Thanked, months_of
from followups.models import Message
from kit import clock

OWED_FOR = timedelta(days=30)  # later, thanks come too late
TOLD_WITHIN = timedelta(days=180)
MOST_OF_A_LIST, MOST_TO_TELL = 50, 10
CHAINS, LINES = 10, 60  # of a page, of a chain
MONTHS = 6


@dataclass(frozen=True)
class Line:
    """Somebody in a chain, as shown."""

    link: Link
    person: Customer

    @property
    def closing(self) -> range:
        """One for each list that ends with this line, for a template to loop over."""
        return range(self.link.closes)


@dataclass(frozen=True)
class Chain:
    """A chain of introductions: who began it, how many came through them, and the lines that are shown."""

    first: Customer
    came: int
    lines: list[Line]

    @property
    def left_out(self) -> int:
        return self.came + 1 - len(self.lines)


@dataclass(frozen=True)
class Chains:
    """The chains of a page."""

    chains: list[Chain]
    people: int
    page: int
    pages: int

    @property
    def before(self) -> int:
        return self.page - 1

    @property
    def after(self) -> int:
        return self.page + 1


def standing(viewer) -> QuerySet:
    """Introductions among the people who stand on the viewer's list."""
    rows = Referral.objects.visible_to(viewer).standing()
    return rows.filter(introducer__deleted_at=None, friend__deleted_at=None)


def thanks_owed(viewer) -> list[Referral]:
    """Introductions of late that nobody was thanked for, the longest known first; each with the letter that waits."""
    rows = standing(viewer).filter(thanked_at=None, created_at__gte=clock.now() - OWED_FOR)
    rows = list(rows.select_related("introducer", "friend").order_by("created_at", "pk")[:MOST_OF_A_LIST])
    letters = _letters(viewer, rows)
    for row in rows:
        row.letter = letters.get((row.introducer_id, row.introduced_on))
        row.late = row.created_at + timedelta(hours=24) < clock.now()
    return rows


def to_be_told(viewer) -> list[Referral]:
    """Introductions that led to an order and whose introducer does not know yet how it went, the latest first."""
    rows = standing(viewer).filter(told_at=None, created_at__gte=clock.now() - TOLD_WITHIN)
    rows = rows.exclude(thanked_at=None).filter(friend__orders_count__gt=0)
    return list(rows.select_related("introducer", "friend").order_by("-introduced_on", "pk")[:MOST_TO_TELL])


def kindness_of(viewer) -> list[Month]:
    """How soon the viewer thanked for introductions in the last months."""
    since = clock.now() - timedelta(days=31 * MONTHS)
    rows = standing(viewer).filter(introduced_on__gte=since.date())
    told = rows.values_list("introduced_on", "created_at", "thanked_at")
    return months_of((Thanked(*one) for one in told), viewer.today(), MONTHS)


def chains_of(viewer, page: int = 1, first: UUID | None = None) -> Chains:
    """Who introduced whom, the longest chains first; or the one chain that begins with somebody."""
    rows = standing(viewer).order_by("introduced_on", "pk")
    introduced_by = dict(rows.values_list("friend", "introducer"))
    friends = friends_of(introduced_by)
    begun = beginnings(introduced_by)
    pages = max(1, -(-len(begun) // CHAINS))
    page = min(max(page, 1), pages)
    if first is not None:
        chosen, pages, page = [first] if first in friends else [], 1, 1
    else:
        chosen = [one for one, _ in begun[(page - 1) * CHAINS : page * CHAINS]]
    links = {one: chain_from(one, friends, len(introduced_by) + 1) for one in chosen}
    shown = {link.person for chain in links.values() for link in chain[:LINES]}
    people = Customer.objects.visible_to(viewer).only("name", "rung", "orders_count").in_bulk(shown)
    told = [_chain(chain, chain_from(one, friends, LINES), people) for one, chain in links.items()]
    return Chains(told, len(introduced_by), page, pages)


def _chain(whole: list[Link], links: list[Link], people: dict[UUID, Customer]) -> Chain:
    lines = [Line(link, people[link.person]) for link in links if link.person in people]
    return Chain(lines[0].person, len(whole) - 1, lines)


def _letters(viewer, rows: list[Referral]) -> dict:
    """Letters of thanks that wait, by whom they go to and the day of the introductions."""
    waiting = Message.objects.visible_to(viewer).waiting()
    wanted = waiting.filter(
        customer__in={row.introducer_id for row in rows}, occurrence__startswith="referral:"
    )
    return {(row.customer_id, occasions.day_of_referral(row.occurrence)): row for row in wanted}


def with_introduction(people: QuerySet) -> QuerySet:
    """Add how the introduction of each stands: its id, whether the friend agreed, whether it was told."""
    theirs = Referral.objects.standing().filter(friend=OuterRef("pk"))
    names = {
        "introduction": "pk",
        "introduction_agreed_at": "friend_agreed_at",
        "introduction_told_at": "told_at",
    }
    return people.annotate(**{name: Subquery(theirs.values(column)[:1]) for name, column in names.items()})
