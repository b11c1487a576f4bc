"""Kinds of appointment as a resource."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from appointments import actions
from appointments.api.shapes import KindFilters, MeetingKindIn, MeetingKindOut
from appointments.models import MeetingKind
from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet


class MeetingKindsViewSet(OwnedViewSet):
    """What can be booked, in the order of the settings."""

    model = MeetingKind
    serializer_class = MeetingKindOut
    filters = KindFilters

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("position", "id")

    def narrow(self, rows, **wanted):
        if "is_active" in wanted:
            rows = rows.filter(is_active=wanted["is_active"])
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        return rows

    @extend_schema(request=MeetingKindIn, responses={201: MeetingKindOut})
    def create(self, request):
        said = self.read(MeetingKindIn)
        kind = actions.add_kind(owner=request.user, by=self.by, **said)
        return self.answer(kind, status.HTTP_201_CREATED)

    @extend_schema(request=MeetingKindIn, responses=MeetingKindOut)
    def partial_update(self, request, pk):
        kind, said = self.get_object(), self.read(MeetingKindIn, partial=True)
        actions.change_kind(kind=kind, by=self.by, **said)
        return self.answer(kind)

    @extend_schema(request=Nothing, responses=MeetingKindOut)
    @action(detail=True, methods=["post"])
    def retire(self, request, pk):
        """Take a kind out of use; appointments of it stay."""
        kind, _nothing = self.get_object(), self.read(Nothing)
        actions.retire_kind(kind=kind, by=self.by)
        return self.answer(kind)

    @extend_schema(request=Nothing, responses=MeetingKindOut)
    @action(detail=True, methods=["post"], url_path="bring-back")
    def bring_back(self, request, pk):
        """Take a kind into use again."""
        kind, _nothing = self.get_object(), self.read(Nothing)
        actions.bring_back_kind(kind=kind, by=self.by)
        return self.answer(kind)

    @extend_schema(request=Nothing, responses=MeetingKindOut(many=True))
    @action(detail=False, methods=["post"], pagination_class=None)
    def usual(self, request):
        """Begin with the usual kinds, if there never was one; the answer is all that are in use."""
        self.read(Nothing)
        kinds = actions.ensure_kinds(owner=request.user, by=self.by)
        return Response(MeetingKindOut(kinds, many=True).data)
