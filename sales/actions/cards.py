"""What is worth knowing about products: cards added, changed, taken out of use and brought back."""

import unicodedata
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from customers.tidying import tidy_line, tidy_text
from kit import clock
from kit.events import Actor, facts_of, record
from sales.errors import CardChanged, CardRefused
from sales.knowledge import claims_of
from sales.models import KnowledgeCard, Product
from sales.models.card import CardKind
from team.models import Distributor

CARD_FACTS = ("kind", "title", "text", "product_id", "document", "is_active")
LONGEST = {"title": 300, "text": 5000}


@transaction.atomic
def add_card(
    *,
    owner: Distributor,
    by: Actor,
    title: str,
    text: str,
    kind: str = CardKind.FACT,
    product: Product | None = None,
    document: str = "",
    origin_id: UUID | None = None,
) -> KnowledgeCard:
    """Keep a card of the owner's own; with `origin_id`, the same title of the same origin twice is one.

    `document` names a file that is kept. Raises CardRefused, naming the field.
    """
    if owner.company_id is None:
        raise CardRefused(_("You belong to no company, so you cannot have cards."), code="no_company")
    Distributor.objects.select_for_update().get(pk=owner.pk)
    card = KnowledgeCard(
        company_id=owner.company_id, owner=owner, product=product, kind=kind,
        title=tidy_line(title), text=tidy_text(text), document=document, origin_id=origin_id,
    )  # fmt: skip
    same = KnowledgeCard.objects.filter(owner=owner, origin_id=origin_id, title=card.title)
    if origin_id and (standing := same.first()):
        standing.event = None
        return standing
    _check(card)
    card.save(force_insert=True)
    card.event = record("card.added", card, by=by, owner_id=owner.pk, after=_facts(card, CARD_FACTS))
    return card


@transaction.atomic
def change_card(*, card: KnowledgeCard, by: Actor, version: int | None = None, **values) -> KnowledgeCard:
    """Change kind, title, text, product or document. Raises CardRefused, or CardChanged where it was changed since."""
    if unknown := set(values) - {"kind", "title", "text", "product", "document"}:
        raise TypeError(f"A card has no {', '.join(sorted(unknown))} to change.")
    row = _held(card)
    if version is not None and version != row.version:
        raise CardChanged(_("Changed in the meantime, in another window. Nothing is lost."))
    if "title" in values:
        values["title"] = tidy_line(values["title"])
    if "text" in values:
        values["text"] = tidy_text(values["text"])
    return _change(card, row, by, "card.changed", values)


@transaction.atomic
def retire_card(*, card: KnowledgeCard, by: Actor) -> KnowledgeCard:
    """Take a card out of use. Twice is once."""
    return _change(card, _held(card), by, "card.retired", {"is_active": False})


@transaction.atomic
def bring_back_card(*, card: KnowledgeCard, by: Actor) -> KnowledgeCard:
    """Bring a card back into use. Twice is once."""
    return _change(card, _held(card), by, "card.brought_back", {"is_active": True})


@transaction.atomic
def share_card(*, card: KnowledgeCard, by: Actor) -> KnowledgeCard:
    """Let the line below read a card of one's own. Twice is once.

    Raises CardRefused for somebody without a line below, and for words that nobody may promise.
    """
    row = _held(card)
    if row.shared_at is None:
        if not Distributor.objects.below(row.owner).exists():
            raise CardRefused(
                _("There is nobody in your team yet with whom it could be shared."), code="no_line"
            )
        _refuse_claims(row)
    return _change(card, row, by, "card.shared", {} if row.shared_at else {"shared_at": clock.now()})


@transaction.atomic
def unshare_card(*, card: KnowledgeCard, by: Actor) -> KnowledgeCard:
    """Share it no more. Twice is once."""
    return _change(card, _held(card), by, "card.unshared", {"shared_at": None})


def search_key(title: str, text: str) -> str:
    """Return in what a card is searched."""
    return unicodedata.normalize("NFC", f"{title}\n{text}").casefold()


def _facts(card: KnowledgeCard, names: Iterable[str]) -> dict:
    """What an event holds of a card; of a document its name."""
    facts = facts_of(card, names)
    return facts | {"document": str(facts["document"])} if "document" in facts else facts


def _held(card: KnowledgeCard) -> KnowledgeCard:
    return KnowledgeCard.objects.select_for_update(of=("self",)).select_related("owner").get(pk=card.pk)


def _check(card: KnowledgeCard) -> None:
    """Raise CardRefused for what no card can hold, and set in what it is searched."""
    if not card.title:
        raise CardRefused(_("Write a title, or the question, please."), field="title")
    if not card.text:
        raise CardRefused(_("Write something first, please."), field="text")
    for name, most in LONGEST.items():
        if len(getattr(card, name)) > most:
            raise CardRefused(_("At most %(most)d signs, please.") % {"most": most}, field=name)
    if card.kind not in CardKind.values:
        raise CardRefused(_("Choose what it is, please."), field="kind")
    product = card.product
    if product and (product.company_id != card.company_id or product.owner_id not in (None, card.owner_id)):
        raise CardRefused(_("There is no such product."), field="product")
    card.search_key = search_key(card.title, card.text)


def _refuse_claims(card: KnowledgeCard) -> None:
    if found := claims_of(card):
        said = _("What many read promises neither income nor health, and this says “%(words)s”.")
        raise CardRefused(said % {"words": "”, “".join(found)}, field="text")


def _change(card: KnowledgeCard, row: KnowledgeCard, by: Actor, kind: str, values: dict) -> KnowledgeCard:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    card.event = None
    if changed:
        names = ["product_id" if name == "product" else name for name in changed]
        before = _facts(row, names)
        for name, value in changed.items():
            setattr(row, name, value)
        _check(row)
        if row.shared_at and kind == "card.changed":
            _refuse_claims(row)
        row.version, row.updated_at = row.version + 1, clock.now()
        row.save(update_fields=[*changed, "search_key", "version", "updated_at"])
        after = _facts(row, [*names, "version"])
        card.event = record(kind, row, by=by, before=before, after=after)
    for field in row._meta.concrete_fields:
        setattr(card, field.attname, getattr(row, field.attname))
    return card
