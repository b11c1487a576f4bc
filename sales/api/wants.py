"""Wants as a resource, each with the products that answer it."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from customers.api import wants
from kit.api.serializers import Nothing, Shown
from sales.wants_met import answered_by, taught_to


class MatchOut(Shown):
    """A product that answers a want: by which sentence, and how many of its buyers came back for it."""

    product = serializers.UUIDField(source="product_id")
    name = serializers.CharField()
    sentence = serializers.CharField()
    buyers = serializers.IntegerField()
    reordered = serializers.IntegerField(source="again")


class WantOut(wants.WantOut):
    """Something somebody said they want, with what answers it, the best first."""

    matches = MatchOut(many=True)


MADE = {201: WantOut, 200: WantOut}


@extend_schema_view(
    create=extend_schema(request=wants.WantIn, responses=MADE),
    met=extend_schema(request=Nothing, responses=WantOut),
    drop=extend_schema(request=Nothing, responses=WantOut),
)
class WantsViewSet(wants.WantsViewSet):
    """Wants, the latest said first. What was dropped is listed by `updated_since` alone."""

    serializer_class = WantOut

    def rows(self, visible):
        return super().rows(visible).select_related("owner")

    def complete(self, rows):
        matches = answered_by(self.request.user, rows, taught_to(self.request.user)) if rows else {}
        for row in rows:
            row.matches = matches[row.pk]
