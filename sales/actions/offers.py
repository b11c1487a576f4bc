"""Offers: written, changed, put aside, gone live and ended."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from customers.ladder import Rung
from customers.tidying import tidy_line, tidy_text
from followups.actions import owe_again_to_many
from followups.claims import claims_in
from followups.models import ClaimPhrase
from kit import clock
from kit.bulk import insert_rows
from kit.events import Actor, facts_of, record
from sales.actions.offer_letters import forget_letters, occurrence_of, tell_people
from sales.errors import OfferChanged, OfferRefused
from sales.limits import MOST_MONEY
from sales.models import Offer, OfferReach, Product
from sales.models.offer import OfferState
from sales.offers_reach import Reached, reached_by
from sales.pricing import rounded

OFFER_FACTS = (
    "title", "text", "price", "currency", "starts_on", "ends_on", "rungs", "held_back", "else_task", "state",
)  # fmt: skip
CHANGEABLE = {"title", "text", "products", "price", "starts_on", "ends_on", "rungs", "held_back", "else_task"}
MOST_PRODUCTS = 30  # in one offer
MOST_HELD_BACK = 90  # of a hundred
LONGEST = {"title": 120, "text": 5000}
WITHIN = timedelta(days=366)  # from its first day to its last, and from today


@transaction.atomic
def write_offer(*, owner, by: Actor, products: Iterable[Product], **values) -> Offer:
    """Keep an offer as a draft; nobody hears of it yet. Raises OfferRefused, naming the field."""
    if owner.company_id is None:
        raise OfferRefused(_("You belong to no company, so you cannot have offers."), code="no_company")
    offer = Offer(owner=owner, currency=owner.currency, **values)
    chosen = _checked(offer, products)
    offer.save(force_insert=True)
    offer.products.set(chosen)
    offer.event = record("offer.written", offer, by=by, after=_facts(offer, chosen))
    return offer


@transaction.atomic
def change_offer(*, offer: Offer, by: Actor, version: int | None = None, **values) -> Offer:
    """Change a draft; only what differs is written. Raises OfferRefused, or OfferChanged if it moved on."""
    if unknown := set(values) - CHANGEABLE:
        raise TypeError(f"An offer has no {', '.join(sorted(unknown))} to change.")
    row = _held(offer)
    _refuse_other_state(
        row, OfferState.DRAFT, _("What people were told stays as it is. End this offer, and write another.")
    )
    if version is not None and version != row.version:
        raise OfferChanged(_("Changed in the meantime, in another window. Nothing is lost."))
    held = list(row.products.all())
    before = _facts(row, held)
    chosen = values.pop("products", held)
    for name, value in values.items():
        setattr(row, name, value)
    chosen = _checked(row, chosen)
    after = _facts(row, chosen)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return _like(offer, row)
    row.products.set(chosen)
    return _write(
        offer, row, by, "offer.changed", {name: before[name] for name in changed}, {name: after[name] for name in changed},
    )  # fmt: skip


@transaction.atomic
def go_live(*, offer: Offer, by: Actor, version: int | None = None) -> Offer:
    """Tell exactly those whose wants the offer answers, but for those who are held back. Twice is once.

    Raises OfferRefused where it is over, promises what nobody may, or a letter lacks the sender's address.
    """
    row = _held(offer)
    if row.state == OfferState.LIVE:
        return _like(offer, row)
    _refuse_other_state(row, OfferState.DRAFT, _("This offer has ended. Write another."))
    if version is not None and version != row.version:
        raise OfferChanged(_("Changed in the meantime, in another window. Nothing is lost."))
    _checked(row, row.products.all())
    _refuse_over(row)
    _refuse_claims(row)
    reached = reached_by(row)
    _refuse_unsigned(row, reached)
    row.state, row.live_at = OfferState.LIVE, clock.now()
    row.version += 1
    insert_rows(_reach(row, one) for one in reached.chosen)
    tell_people(row, reached.told, by)
    after = {"state": row.state, "told": len(reached.told), "held_back": len(reached.held)}
    return _write(offer, row, by, "offer.went_live", {"state": OfferState.DRAFT}, after, raised=False)


@transaction.atomic
def take_offer_back(*, offer: Offer, by: Actor) -> Offer:
    """Make a draft of a live offer again, before anybody was told. Raises OfferRefused once somebody was."""
    row = _held(offer)
    _refuse_other_state(row, OfferState.LIVE, _("This offer is not live."))
    told = row.reached.filter(held_back=False).count()
    if forget_letters(row, by, _("The offer was taken back.")) < told:
        raise OfferRefused(_("Somebody was told already. End the offer instead."))
    row.reached.all().delete()
    row.state, row.live_at = OfferState.DRAFT, None
    return _write(offer, row, by, "offer.taken_back", {"state": OfferState.LIVE}, {"state": row.state})


@transaction.atomic
def end_offer(*, offer: Offer, by: Actor) -> Offer:
    """End a live offer: what waits is not sent any more. Or put a draft aside. Twice is once."""
    row = _held(offer)
    if row.state == OfferState.ENDED:
        return _like(offer, row)
    before, row.state, row.ended_at = row.state, OfferState.ENDED, clock.now()
    if before == OfferState.LIVE:
        forget_letters(row, by, _("The offer has ended."))
    return _write(offer, row, by, "offer.ended", {"state": before}, {"state": row.state})


@transaction.atomic
def reopen_offer(*, offer: Offer, by: Actor) -> Offer:
    """Let an offer go on that was ended too early, or take up a draft that was put aside."""
    row = _held(offer)
    _refuse_other_state(row, OfferState.ENDED, _("This offer has not ended."))
    row.state, row.ended_at = OfferState.LIVE if row.live_at else OfferState.DRAFT, None
    if row.state == OfferState.LIVE:
        _refuse_over(row)
        people = row.reached.filter(held_back=False).values_list("customer", flat=True)
        owe_again_to_many(people=people, by=by, occurrence=occurrence_of(row))
    return _write(offer, row, by, "offer.reopened", {"state": OfferState.ENDED}, {"state": row.state})


def end_offers_over(*, by: Actor) -> int:
    """End the offers whose last day is over where their distributor is; return how many."""
    over = Offer.objects.filter(state=OfferState.LIVE, ends_on__lt=clock.now().date()).select_related("owner")
    ended = [offer for offer in over if offer.ends_on < offer.owner.today()]
    for offer in ended:
        end_offer(offer=offer, by=by)
    return len(ended)


def _held(offer: Offer) -> Offer:
    return Offer.objects.select_for_update(of=("self",)).select_related("owner").get(pk=offer.pk)


def _checked(offer: Offer, products: Iterable[Product]) -> list[Product]:
    """Return the products. Raises OfferRefused for what no offer can be, and tidies its words."""
    offer.title, offer.text = tidy_line(offer.title), tidy_text(offer.text or "")
    if not offer.title:
        raise OfferRefused(_("Give it a title, please."), field="title")
    for name, most in LONGEST.items():
        if len(getattr(offer, name)) > most:
            raise OfferRefused(_("At most %(most)d signs, please.") % {"most": most}, field=name)
    if offer.ends_on < offer.starts_on:
        raise OfferRefused(_("It would end before it begins."), field="ends_on")
    if offer.ends_on - offer.starts_on > WITHIN:
        raise OfferRefused(_("A year at the most, please."), field="ends_on")
    _check_numbers(offer)
    return _check_products(offer, list({product.pk: product for product in products}.values()))


def _check_numbers(offer: Offer) -> None:
    if offer.price is not None:
        if not 0 <= offer.price <= MOST_MONEY:
            raise OfferRefused(_("From 0 to %(most)s, please.") % {"most": MOST_MONEY}, field="price")
        price, offer.price = offer.price, rounded(offer.price, offer.currency)
        if price != offer.price:
            small = _("%(currency)s has no such small change.") % {"currency": offer.currency}
            raise OfferRefused(small, field="price")
    if not 0 <= offer.held_back <= MOST_HELD_BACK:
        raise OfferRefused(_("From 0 to %(most)d, please.") % {"most": MOST_HELD_BACK}, field="held_back")
    if set(offer.rungs) - set(Rung):
        raise OfferRefused(_("There is no such rung."), field="rungs")
    offer.rungs = sorted({int(rung) for rung in offer.rungs})


def _check_products(offer: Offer, products: list[Product]) -> list[Product]:
    if not products:
        raise OfferRefused(_("Choose what you offer."), field="products")
    if len(products) > MOST_PRODUCTS:
        most = _("At most %(most)d products in one offer, please.") % {"most": MOST_PRODUCTS}
        raise OfferRefused(most, field="products")
    mine = Product.objects.visible_to(offer.owner).for_sale()
    if mine.filter(pk__in=[product.pk for product in products]).count() < len(products):
        raise OfferRefused(_("One of these is not for sale."), field="products")
    return sorted(products, key=lambda product: (product.name_key, str(product.pk)))


def _refuse_other_state(offer: Offer, state: str, sentence: str) -> None:
    if offer.state != state:
        raise OfferRefused(sentence, code="other_state")


def _refuse_over(offer: Offer) -> None:
    if offer.ends_on < offer.owner.today():
        raise OfferRefused(_("Its last day is over."), field="ends_on")


def _refuse_claims(offer: Offer) -> None:
    names = [product.name for product in offer.products.all()]
    phrases = ClaimPhrase.objects.filter(is_active=True)
    if found := claims_in(f"{offer.title}\n{offer.text}", phrases, names):
        words = "”, “".join(dict.fromkeys(one.words for one in found))
        said = _("An offer promises neither income nor health, and this one says “%(words)s”.")
        raise OfferRefused(said % {"words": words}, field="text")


def _refuse_unsigned(offer: Offer, reached: Reached) -> None:
    """Commercial letters say who sends them, and from where."""
    if reached.letters and not offer.owner.postal_address.strip():
        said = _("Offers and news must carry your postal address. Enter it in your settings first.")
        raise OfferRefused(said, code="no_postal_address")


def _reach(offer: Offer, one) -> OfferReach:
    return OfferReach(
        offer=offer, customer=one.person, want=one.want, product_id=one.product, sentence=one.sentence[:300],
        held_back=one.held_back, occurrence="" if one.held_back else occurrence_of(offer),
    )  # fmt: skip


def _facts(offer: Offer, products: list[Product]) -> dict:
    return {**facts_of(offer, OFFER_FACTS), "products": [str(product.pk) for product in products]}


def _write(
    offer: Offer, row: Offer, by: Actor, kind: str, before: dict, after: dict, *, raised: bool = True
) -> Offer:
    row.version += raised
    row.updated_at = clock.now()
    row.save()
    event = record(kind, row, by=by, before=before, after={**after, "version": row.version})
    _like(offer, row)
    offer.event = event
    return offer


def _like(offer: Offer, row: Offer) -> Offer:
    for field in row._meta.concrete_fields:
        setattr(offer, field.attname, getattr(row, field.attname))
    offer.event = None
    return offer
