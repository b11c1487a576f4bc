"""What people say they want, as a resource."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action

from customers import actions
from customers.actions.wants import LONGEST
from customers.api.shapes import people_of
from customers.models import Want
from customers.models.want import Origin
from kit.api.fields import IdField, MomentField, SinceField, TextField
from kit.api.serializers import Filters, Nothing, Shown, StrictSerializer
from kit.api.views import OwnedViewSet


class WantOut(Shown):
    """Something somebody said they want. `met_at`: they have it; one that was dropped has `revoked_at`."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    text = serializers.CharField()
    said_at = MomentField()
    origin = serializers.ChoiceField(Origin.choices)
    met_at = MomentField(allow_null=True)
    revoked_at = MomentField(allow_null=True)
    created_at = MomentField()
    updated_at = MomentField()


class WantIn(StrictSerializer):
    """What somebody wants, in their words."""

    person = IdField(people_of)
    text = TextField(max_length=LONGEST)


class WantFilters(Filters):
    """Which wants."""

    person = serializers.UUIDField(required=False)
    updated_since = SinceField(required=False)


class WantsViewSet(OwnedViewSet):
    """Wants, the latest said first. What was dropped is listed by `updated_since` alone."""

    model = Want
    serializer_class = WantOut
    filters = WantFilters
    held_first = "customer"

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("-said_at", "-id")

    def rows(self, visible):
        return visible.filter(customer__deleted_at=None).select_related("customer")

    def narrow(self, rows, **wanted):
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        if "updated_since" in wanted:
            return rows.filter(updated_at__gte=wanted["updated_since"])
        return rows.standing()

    @extend_schema(request=WantIn, responses={201: WantOut, 200: WantOut})
    def create(self, request):
        """Keep what somebody wants; the same words that stand already are answered as they are, by 200."""
        said = self.read(WantIn)
        want = actions.note_want(customer=said["person"], by=self.by, text=said["text"])
        return self.answer(want, status.HTTP_201_CREATED if want.event else status.HTTP_200_OK)

    @extend_schema(request=Nothing, responses=WantOut)
    @action(detail=True, methods=["post"])
    def met(self, request, pk):
        """Note that they have it."""
        want, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.meet_want(want=want, by=self.by))

    @extend_schema(request=Nothing, responses=WantOut)
    @action(detail=True, methods=["post"])
    def drop(self, request, pk):
        """Take it off the list."""
        want, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.drop_want(want=want, by=self.by))
