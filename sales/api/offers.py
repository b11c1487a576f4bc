"""Offers as a resource: written, looked at, live, ended, and what they did."""

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response as Answer

from customers.ladder import Rung
from kit.api.conditions import names_a_state
from kit.api.fields import DayField, MomentField, MoneyField, SinceField, TextField, WholeField
from kit.api.serializers import Filters, Nothing, Shown, StrictSerializer
from kit.api.views import OwnedViewSet
from sales import actions
from sales.actions.offers import LONGEST, MOST_HELD_BACK, MOST_PRODUCTS
from sales.api.shapes import ProductKeyField, as_id, money
from sales.models import Offer, Product
from sales.models.offer import OfferState
from sales.offers_reach import reached_by
from sales.offers_shown import MOST_LISTED, offers_of, result_of

RUNG_NAMES = [(rung.name.lower(), rung.name.lower()) for rung in Rung]


class OfferProductOut(Shown):
    """A product of an offer."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class OfferOut(Shown):
    """An offer. `told` and `held_back_people` count the people it went to, and those it was kept from to compare."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    text = serializers.CharField()
    state = serializers.ChoiceField(OfferState.choices)
    products = serializers.SerializerMethodField()
    price = serializers.SerializerMethodField()
    starts_on = DayField()
    ends_on = DayField()
    rungs = serializers.SerializerMethodField()
    held_back = serializers.IntegerField()
    else_task = serializers.BooleanField()
    told = serializers.IntegerField()
    held_back_people = serializers.IntegerField(source="held")
    live_at = MomentField(allow_null=True)
    ended_at = MomentField(allow_null=True)
    version = serializers.IntegerField()
    created_at = MomentField()
    updated_at = MomentField()

    @extend_schema_field(OfferProductOut(many=True))
    def get_products(self, offer):
        return OfferProductOut(offer.products.all(), many=True).data

    @extend_schema_field(MoneyField(allow_null=True))
    def get_price(self, offer):
        return None if offer.price is None else money(offer.price, offer.currency)

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(RUNG_NAMES)))
    def get_rungs(self, offer):
        return [Rung(rung).name.lower() for rung in offer.rungs]


class OfferIn(StrictSerializer):
    """What can be said of a draft. Products by their codes or ids; `price` in the company's currency, of all together."""

    title = TextField(max_length=LONGEST["title"])
    text = TextField(max_length=LONGEST["text"], required=False, allow_blank=True)
    products = serializers.ListField(child=ProductKeyField(), max_length=MOST_PRODUCTS)
    price = MoneyField(required=False, allow_null=True)
    starts_on = DayField()
    ends_on = DayField()
    rungs = serializers.ListField(child=serializers.ChoiceField(RUNG_NAMES), required=False, max_length=6)
    held_back = WholeField(min_value=0, max_value=MOST_HELD_BACK, required=False)
    else_task = serializers.BooleanField(required=False)

    def validate_products(self, keys):
        return products_named(self.context["request"].user, keys)

    def validate_price(self, price):
        if price is None:
            return None
        currency = self.context["request"].user.currency
        if price["currency"] != currency:
            raise serializers.ValidationError(_("In %(currency)s, please.") % {"currency": currency})
        return price["amount"]

    def validate_rungs(self, names):
        return [Rung[name.upper()].value for name in names]


class OfferedToOut(Shown):
    """Somebody whose want an offer answers, and by which way they would be told, or why not."""

    person = serializers.UUIDField(source="person.pk")
    person_name = serializers.CharField(source="person.name")
    product = serializers.UUIDField()
    sentence = serializers.CharField()
    way = serializers.ChoiceField([("letter", "letter"), ("task", "task"), ("", "")], source="verdict.way")
    code = serializers.CharField(source="verdict.code")
    day = DayField(allow_null=True)


class OfferReachOut(serializers.Serializer):
    """Who would get an offer if it went live now: of each kind the count, and the first people."""

    told = OfferedToOut(many=True)
    held_back = OfferedToOut(many=True)
    left_out = OfferedToOut(many=True)
    counts = serializers.DictField(child=serializers.IntegerField())


class ShareOut(Shown):
    """People who bought, of so many, with the interval of 95 %; null where there is nobody."""

    bought = serializers.IntegerField(source="count")
    people = serializers.IntegerField(source="of")
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class OfferResultOut(Shown):
    """What an offer did. `difference` of the two shares is null where too few are compared."""

    told = ShareOut()
    held_back = ShareOut(source="held")
    difference = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class OfferFilters(Filters):
    """Which offers."""

    state = serializers.ChoiceField(OfferState.choices, required=False)
    updated_since = SinceField(required=False)


class OffersViewSet(OwnedViewSet):
    """Offers, the latest first."""

    model = Offer
    serializer_class = OfferOut
    filters = OfferFilters

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("-created_at", "-id")

    def get_queryset(self):
        """Rows that are to be held cannot be counted along; `complete` does that."""
        held = self.request.method not in SAFE_METHODS and names_a_state(self.request)
        rows = Offer.objects.visible_to(self.request.user) if held else offers_of(self.request.user)
        return rows.select_related("owner").prefetch_related("products")

    def complete(self, rows):
        for row in rows:
            if not hasattr(row, "told"):
                counted = offers_of(self.request.user).get(pk=row.pk)
                row.told, row.held = counted.told, counted.held

    def narrow(self, rows, **wanted):
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        return rows

    @extend_schema(request=OfferIn, responses={201: OfferOut})
    def create(self, request):
        """Write a draft; nobody hears of it yet."""
        offer = actions.write_offer(owner=request.user, by=self.by, **self.read(OfferIn))
        return self.answer(offer, status.HTTP_201_CREATED)

    @extend_schema(request=OfferIn, responses=OfferOut)
    def partial_update(self, request, pk):
        offer, said = self.get_object(), self.read(OfferIn, partial=True)
        version = self.seen_version(offer)
        return self.answer(actions.change_offer(offer=offer, by=self.by, version=version, **said))

    @extend_schema(responses=OfferReachOut)
    @action(detail=True, methods=["get"])
    def reach(self, request, pk):
        """Say who would get it and why, who not and why, if it went live now."""
        Filters.read(request.query_params)
        return self.reply(reached_by(self.get_object()))

    @extend_schema(responses=OfferResultOut)
    @action(detail=True, methods=["get"])
    def result(self, request, pk):
        """Say what it did: who bought of it, of those told and of those held back."""
        Filters.read(request.query_params)
        return Answer(OfferResultOut(result_of(self.get_object())).data)

    @extend_schema(request=Nothing, responses=OfferOut)
    @action(detail=True, methods=["post"], url_path="go-live", url_name="go-live")
    def go_live(self, request, pk):
        """Tell exactly those whose wants it answers."""
        offer, _said = self.get_object(), self.read(Nothing)
        version = self.seen_version(offer)
        return self.answer(actions.go_live(offer=offer, by=self.by, version=version))

    @extend_schema(request=Nothing, responses=OfferOut)
    @action(detail=True, methods=["post"])
    def end(self, request, pk):
        """End it, or put a draft aside."""
        offer, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.end_offer(offer=offer, by=self.by))

    def reply(self, reached):
        groups = {"told": reached.told, "held_back": reached.held, "left_out": reached.left_out}
        facts = {name: OfferedToOut(rows[:MOST_LISTED], many=True).data for name, rows in groups.items()}
        return Answer({**facts, "counts": {name: len(rows) for name, rows in groups.items()}})


def products_named(viewer, keys: list[str]) -> list[Product]:
    """Return products by code or id; of an own one and one of the company with the same code the own one."""
    ids = {pk for key in keys if (pk := as_id(key))}
    rows = Product.objects.visible_to(viewer).for_sale().filter(Q(code__in=keys) | Q(pk__in=ids))
    found = {}
    for row in sorted(rows, key=lambda row: row.owner_id is not None):
        found[row.code] = found[row.pk] = row
    named = [found.get(key) or found.get(as_id(key)) for key in keys]
    if None in named:
        raise serializers.ValidationError(_("There is no such product."))
    return named
