"""Introductions as a resource: who brought whom, and the steps of the thanks."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from customers.actions import note_agreement
from customers.models import Referral
from followups import actions
from kit.api.fields import DayField, MomentField, SinceField
from kit.api.serializers import Filters, Nothing, Shown
from kit.api.views import OwnedViewSet


class ReferralOut(Shown):
    """That somebody introduced a friend. It follows `introduced_by` of the friend; one that no longer stands has `revoked_at`."""

    id = serializers.UUIDField()
    introducer = serializers.UUIDField(source="introducer_id")
    introducer_name = serializers.CharField(source="introducer.name")
    friend = serializers.UUIDField(source="friend_id")
    friend_name = serializers.CharField(source="friend.name")
    introduced_on = DayField()
    thanked_at = MomentField(allow_null=True)
    friend_agreed_at = MomentField(allow_null=True)
    told_at = MomentField(allow_null=True)
    revoked_at = MomentField(allow_null=True)
    version = serializers.IntegerField()
    created_at = MomentField()
    updated_at = MomentField()


class ReferralFilters(Filters):
    """Which introductions. `owed=thanks` are those that nobody was thanked for."""

    introducer = serializers.UUIDField(required=False)
    friend = serializers.UUIDField(required=False)
    owed = serializers.ChoiceField(["thanks"], required=False)
    updated_since = SinceField(required=False)


class ReferralsViewSet(OwnedViewSet):
    """Introductions, the latest first. What no longer stands is listed by `updated_since` alone."""

    model = Referral
    serializer_class = ReferralOut
    filters = ReferralFilters
    held_first = "introducer"

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("-introduced_on", "-id")

    def rows(self, visible):
        here = visible.filter(introducer__deleted_at=None, friend__deleted_at=None)
        return here.select_related("introducer", "friend")

    def narrow(self, rows, **wanted):
        rows = rows.filter(**{name: wanted[name] for name in ("introducer", "friend") if name in wanted})
        if "owed" in wanted:
            rows = rows.filter(thanked_at=None)
        if "updated_since" in wanted:
            return rows.filter(updated_at__gte=wanted["updated_since"])
        return rows.standing()

    @extend_schema(request=Nothing, responses=ReferralOut)
    @action(detail=True, methods=["post"])
    def thank(self, request, pk):
        """Note that the introducer was thanked."""
        return self._do(actions.thank_introducer)

    @extend_schema(request=Nothing, responses=ReferralOut)
    @action(detail=True, methods=["post"])
    def agree(self, request, pk):
        """Note that the friend agreed that the introducer is told how it went."""
        return self._do(note_agreement)

    @extend_schema(request=Nothing, responses=ReferralOut)
    @action(detail=True, methods=["post"])
    def tell(self, request, pk):
        """Note that the introducer was told how it went; 409 unless the friend agreed."""
        return self._do(actions.tell_introducer)

    def _do(self, verb):
        referral, _said = self.get_object(), self.read(Nothing)
        return self.answer(verb(referral=referral, by=self.by))
