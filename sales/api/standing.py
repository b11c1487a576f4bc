"""Standing orders as a resource."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action

from kit.api.errors import renaming
from kit.api.fields import DayField, IdField, MomentField, SinceField, TextField, WholeField
from kit.api.serializers import Filters, Nothing, Shown, StrictSerializer
from kit.api.views import OwnedViewSet
from sales import actions
from sales.actions.standing_orders import LONGEST_REASON, LONGEST_WORDS
from sales.api.shapes import LONGEST_CODE, people_of
from sales.api.wares import lines_of
from sales.limits import MOST_LINES, MOST_PIECES
from sales.models import StandingOrder
from sales.models.standing import Rhythm, StandingState


class StandingItemOut(Shown):
    """Pieces of a product in a standing order."""

    product = serializers.UUIDField(source="product_id")
    code = serializers.CharField(source="product.code")
    name = serializers.CharField(source="product.name")
    quantity = serializers.IntegerField()


class StandingOut(Shown):
    """What somebody gets again and again. `next_on` is the day of the coming run; there is none unless it is running."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    state = serializers.ChoiceField(StandingState.choices)
    every = serializers.IntegerField()
    unit = serializers.ChoiceField(Rhythm.choices)
    starts_on = DayField()
    next_on = DayField(allow_null=True)
    items = StandingItemOut(source="lines", many=True)
    agreed_words = serializers.CharField()
    ended_at = MomentField(allow_null=True)
    ended_reason = serializers.CharField()
    version = serializers.IntegerField()
    created_at = MomentField()
    updated_at = MomentField()


class StandingItemIn(StrictSerializer):
    """Pieces of a product, named by its code or id."""

    product = TextField(max_length=LONGEST_CODE)
    quantity = WholeField(min_value=1, max_value=MOST_PIECES)


class StandingIn(StrictSerializer):
    """A standing order, with what the person agreed to in their words."""

    person = IdField(people_of)
    items = StandingItemIn(many=True, allow_empty=False, max_length=MOST_LINES)
    every = WholeField(min_value=1, max_value=52)
    unit = serializers.ChoiceField(Rhythm.choices)
    starts_on = DayField()
    agreed_words = TextField(max_length=LONGEST_WORDS)


class StandingChangeIn(StrictSerializer):
    """Other goods, another rhythm, another next day, from which the rhythm then counts."""

    items = StandingItemIn(many=True, allow_empty=False, max_length=MOST_LINES, required=False)
    every = WholeField(min_value=1, max_value=52, required=False)
    unit = serializers.ChoiceField(Rhythm.choices, required=False)
    next_on = DayField(required=False)


class DelayIn(StrictSerializer):
    """The day on which the coming run is to be instead."""

    to = DayField()


class StandingReasonIn(StrictSerializer):
    """Why; may be left out."""

    reason = TextField(max_length=LONGEST_REASON, required=False, allow_blank=True)


class StandingFilters(Filters):
    """Which standing orders."""

    person = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(StandingState.choices, required=False)
    updated_since = SinceField(required=False)


class StandingOrdersViewSet(OwnedViewSet):
    """Standing orders, the latest first."""

    model = StandingOrder
    serializer_class = StandingOut
    filters = StandingFilters
    held_first = "customer"

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("-created_at", "-id")

    def rows(self, visible):
        return visible.filter(customer__deleted_at=None).select_related("customer").with_lines()

    def narrow(self, rows, **wanted):
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        return rows

    @extend_schema(request=StandingIn, responses={201: StandingOut})
    def create(self, request):
        said = self.read(StandingIn)
        lines = _lines(request.user, said.pop("items"))
        with renaming(lines="items"):
            made = actions.begin_standing(person=said.pop("person"), by=self.by, lines=lines, **said)
        return self.answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=StandingChangeIn, responses=StandingOut)
    def partial_update(self, request, pk):
        row, said = self.get_object(), self.read(StandingChangeIn, partial=True)
        lines = _lines(request.user, said.pop("items")) if "items" in said else None
        version = self.seen_version(row)
        with renaming(lines="items"):
            actions.change_standing(standing=row, by=self.by, lines=lines, version=version, **said)
        return self._again(row)

    @extend_schema(request=Nothing, responses=StandingOut)
    @action(detail=True, methods=["post"])
    def pause(self, request, pk):
        """Let it rest."""
        return self._do(actions.pause_standing, Nothing)

    @extend_schema(request=Nothing, responses=StandingOut)
    @action(detail=True, methods=["post"])
    def resume(self, request, pk):
        """Take it up again after a rest or its end."""
        return self._do(actions.resume_standing, Nothing)

    @extend_schema(request=StandingReasonIn, responses=StandingOut)
    @action(detail=True, methods=["post"])
    def skip(self, request, pk):
        """Leave the coming run out."""
        return self._do(actions.skip_run, StandingReasonIn)

    @extend_schema(request=DelayIn, responses=StandingOut)
    @action(detail=True, methods=["post"])
    def delay(self, request, pk):
        """Let the coming run be on another day, before the one after it."""
        return self._do(actions.delay_run, DelayIn)

    @extend_schema(request=StandingReasonIn, responses=StandingOut)
    @action(detail=True, methods=["post"])
    def end(self, request, pk):
        """End it."""
        return self._do(actions.end_standing, StandingReasonIn)

    def _do(self, verb, words):
        row, said = self.get_object(), self.read(words)
        verb(standing=row, by=self.by, **said)
        return self._again(row)

    def _again(self, row):
        """Answer with the row as it is now, its lines too."""
        row._prefetched_objects_cache = {}
        return self.answer(row)


def _lines(viewer, items: list[dict]) -> list[tuple]:
    return [(product, quantity) for product, quantity, _price in lines_of(viewer, items)]
