"""Knowledge cards as a resource: the company's to read, one's own to change."""

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS

from followups.enclosing import told_name
from kit.api.fields import IdField, MomentField, SinceField, TextField
from kit.api.serializers import Filters, Nothing, Shown, StrictSerializer
from kit.api.views import OwnedViewSet
from sales import actions
from sales.actions.cards import LONGEST
from sales.knowledge import found_among, popularity_of
from sales.models import KnowledgeCard, Product
from sales.models.card import CardKind


def products_of(viewer):
    return Product.objects.visible_to(viewer)


class PopularityOut(Shown):
    """How often a product was ordered, by how many people, how many of them came back for it."""

    orders = serializers.IntegerField()
    people = serializers.IntegerField()
    again = serializers.IntegerField()


class CardOut(Shown):
    """Something worth knowing. `own` are yours to change, the others the company's or a leader's who shares them.
    `document` is the name of the file with it. `popularity` is of the product, in one's own orders; null without a product."""

    id = serializers.UUIDField()
    own = serializers.SerializerMethodField()
    product = serializers.UUIDField(source="product_id", allow_null=True)
    product_name = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(CardKind.choices)
    title = serializers.CharField()
    text = serializers.CharField()
    document = serializers.SerializerMethodField()
    shared_at = MomentField(allow_null=True)
    popularity = PopularityOut(allow_null=True)
    active = serializers.BooleanField(source="is_active")
    version = serializers.IntegerField()
    created_at = MomentField()
    updated_at = MomentField()

    def get_own(self, card) -> bool:
        return card.owner_id is not None and card.owner_id == self.context["request"].user.pk

    def get_document(self, card) -> str:
        return told_name(card.document.name) if card.document else ""

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_product_name(self, card):
        return card.product.name if card.product else None


class CardIn(StrictSerializer):
    """What can be said of a card."""

    title = TextField(max_length=LONGEST["title"])
    text = TextField(max_length=LONGEST["text"])
    kind = serializers.ChoiceField(CardKind.choices, required=False)
    product = IdField(products_of, required=False, allow_null=True)


class CardFilters(Filters):
    """Which cards; `search` finds every word, accents and case being as good as none."""

    search = TextField(max_length=100, required=False, allow_blank=True)
    product = serializers.UUIDField(required=False)
    active = serializers.BooleanField(required=False)
    updated_since = SinceField(required=False)


class CardsViewSet(OwnedViewSet):
    """Knowledge cards in use, by title."""

    model = KnowledgeCard
    serializer_class = CardOut
    filters = CardFilters

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("title", "id")

    def get_queryset(self):
        if self.request.method in SAFE_METHODS:
            return KnowledgeCard.objects.visible_to(self.request.user).select_related("product")
        return KnowledgeCard.objects.editable_by(self.request.user).select_related("product")

    def narrow(self, rows, **wanted):
        rows = found_among(rows, wanted.get("search", ""))
        if "product" in wanted:
            rows = rows.filter(product=wanted["product"])
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        if "active" in wanted or "updated_since" not in wanted:
            rows = rows.filter(is_active=wanted.get("active", True))
        return rows

    def complete(self, rows):
        known = popularity_of(self.request.user, {row.product_id for row in rows if row.product_id})
        for row in rows:
            row.popularity = known.get(row.product_id)

    @extend_schema(request=CardIn, responses={201: CardOut})
    def create(self, request):
        card = actions.add_card(owner=request.user, by=self.by, **self.read(CardIn))
        return self.answer(card, status.HTTP_201_CREATED)

    @extend_schema(request=CardIn, responses=CardOut)
    def partial_update(self, request, pk):
        card, said = self.get_object(), self.read(CardIn, partial=True)
        version = self.seen_version(card)
        return self.answer(actions.change_card(card=card, by=self.by, version=version, **said))

    @extend_schema(request=Nothing, responses=CardOut)
    @action(detail=True, methods=["post"])
    def retire(self, request, pk):
        """Take a card out of use."""
        card, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.retire_card(card=card, by=self.by))

    @extend_schema(request=Nothing, responses=CardOut)
    @action(detail=True, methods=["post"])
    def share(self, request, pk):
        """Let the line below read a card of your own."""
        card, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.share_card(card=card, by=self.by))

    @extend_schema(request=Nothing, responses=CardOut)
    @action(detail=True, methods=["post"])
    def unshare(self, request, pk):
        """Share it no more."""
        card, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.unshare_card(card=card, by=self.by))

    @extend_schema(request=Nothing, responses=CardOut)
    @action(detail=True, methods=["post"], url_path="bring-back", url_name="bring-back")
    def bring_back(self, request, pk):
        """Bring a card back into use."""
        card, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.bring_back_card(card=card, by=self.by))
