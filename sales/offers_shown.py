"""Gathers what the pages of offers show: what people want, who is told and who not, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from followups import wording
from followups.letters import preview
from followups.models import Message, Rule, Task
from sales.actions.offer_letters import occurrence_of, values_for_letter
from sales.models import Offer, OfferReach, Order, OrderLine, Product
from sales.models.offer import OfferState
from sales.models.order import Purpose
from sales.offer_defaults import OFFER_LETTER
from sales.offer_figures import Result, result
from sales.offers_reach import Answered, Reached, reached_by, wanted_now

MOST_LISTED = 100
MOST_WANTED = 8
WHY_NOT = {
    "other_rung": _("The offer is for other rungs."),
    "held_back_before": _("Another offer of the same holds them back, so that its effect can be counted."),
    "no_day": _("They hear enough from you until it ends."),
}


@dataclass(frozen=True)
class Wish:
    """A product, and how many people want something like it."""

    product: Product
    people: int


@dataclass(frozen=True)
class Line:
    """Somebody in the preview of an offer, with why not, or why by hand."""

    one: Answered
    why: str


@dataclass(frozen=True)
class Group:
    """People of a preview: all counted, the first of them listed."""

    lines: list[Line]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Preview:
    """Who would get an offer and why, who not and why, and how the letter reads."""

    told: Group
    held: Group
    left_out: Group
    letters: int
    subject: str
    text: str


@dataclass(frozen=True)
class Reach:
    """Somebody a live or ended offer is about, with the letter or task that tells them."""

    row: OfferReach
    message: Message | None
    task: Task | None


def offers_of(viewer):
    """All offers, with how many people each was for."""
    rows = Offer.objects.visible_to(viewer)
    return rows.annotate(
        told=Count("reached", filter=Q(reached__held_back=False)), held=Count("reached") - F("told")
    )


def wishes(viewer) -> list[Wish]:
    """What most people want now, the most wanted first."""
    wanted = wanted_now(viewer)
    first = sorted(wanted, key=lambda pk: (-wanted[pk], str(pk)))[:MOST_WANTED]
    rows = Product.objects.visible_to(viewer).in_bulk(first)
    return [Wish(rows[pk], wanted[pk]) for pk in first]


def previewed(offer: Offer) -> Preview:
    """Return what would become of a draft now."""
    reached = reached_by(offer)
    subject, text = _letter(offer, reached)
    return Preview(
        told=_group(reached.told), held=_group(reached.held), left_out=_group(reached.left_out),
        letters=reached.letters, subject=subject, text=text,
    )  # fmt: skip


def why_of(code: str) -> str:
    """Say in a sentence why somebody is told by hand, or not at all."""
    if code in WHY_NOT:
        return str(WHY_NOT[code])
    return wording.reason(code, get_language() or "en") if code else ""


def with_ways(offer: Offer, rows: Iterable[OfferReach]) -> list[Reach]:
    """Return rows with the letters and tasks that tell of the offer: two queries."""
    rows = list(rows)
    theirs = {"customer__in": [row.customer_id for row in rows], "occurrence": occurrence_of(offer)}
    messages: dict[UUID, Message] = {row.customer_id: row for row in Message.objects.filter(**theirs)}
    tasks: dict[UUID, Task] = {row.customer_id: row for row in Task.objects.filter(**theirs)}
    return [Reach(row, messages.get(row.customer_id), tasks.get(row.customer_id)) for row in rows]


def with_orders(offer: Offer):
    """Who an offer was for, each with whether they bought of it while it ran, as `bought`."""
    first, last = offer.starts_on, offer.ends_on
    if offer.live_at:
        first = max(first, offer.live_at.astimezone(offer.owner.zoneinfo).date())
    if offer.ended_at:
        last = min(last, offer.ended_at.astimezone(offer.owner.zoneinfo).date())
    lines = OrderLine.objects.filter(order=OuterRef("pk"), product__in=offer.products.values("pk"))
    heard = Q(ordered_on__gt=first) | Q(placed_at__gte=offer.live_at) if offer.live_at else Q()
    orders = Order.objects.placed().filter(
        heard,
        Exists(lines),
        customer=OuterRef("customer"),
        purpose=Purpose.CUSTOMER,
        ordered_on__range=(first, last),
    )
    return offer.reached.annotate(bought=Exists(orders))


def result_of(offer: Offer) -> Result:
    """Return what an offer did: who bought of it, of those who were told and of those held back."""
    counted = {True: (0, 0), False: (0, 0)}
    rows = with_orders(offer).order_by().values("held_back")
    for row in rows.annotate(people=Count("pk"), buyers=Count("pk", filter=Q(bought=True))):
        counted[row["held_back"]] = (row["buyers"], row["people"])
    return result(*counted[False], *counted[True])


def _group(found: list[Answered]) -> Group:
    return Group([Line(one, why_of(one.verdict.code)) for one in found[:MOST_LISTED]], len(found))


def _letter(offer: Offer, reached: Reached) -> tuple[str, str]:
    """How it reads for the first who gets a letter."""
    first = next((one.person for one in reached.told if one.verdict.way == "letter"), None)
    rule = Rule.objects.of(offer.owner_id).filter(key=OFFER_LETTER).first()
    if first is None or rule is None or offer.state != OfferState.DRAFT:
        return "", ""
    language = first.language or offer.owner.language or "en"
    context = values_for_letter(offer, list(offer.products.all()), language)
    words = preview(rule, first, offer.owner, context).words
    return words.subject, words.text
