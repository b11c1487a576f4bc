"""What people would have the notes of a meeting say instead, as a resource."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from appointments import actions
from appointments.actions.rows import hold_row
from appointments.api.notes_shapes import CorrectionFilters, CorrectionOut
from appointments.models import Correction
from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet


class CorrectionsViewSet(OwnedViewSet):
    """Corrections, the first to come first."""

    model = Correction
    serializer_class = CorrectionOut
    filters = CorrectionFilters

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("created_at", "id")

    def rows(self, visible):
        return visible.select_related("line__notes__appointment", "guest__customer")

    def narrow(self, rows, **wanted):
        if "appointment" in wanted:
            rows = rows.filter(line__notes__appointment=wanted["appointment"])
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        return rows

    @extend_schema(request=Nothing, responses=CorrectionOut)
    @action(detail=True, methods=["post"])
    def take(self, request, pk):
        """Let the line say what they suggest, with the promise or the want that came of it; an order stands."""
        correction, _nothing = self.get_object(), self.read(Nothing)
        return self.answer(actions.take_correction(correction=correction, by=self.by))

    @extend_schema(request=Nothing, responses=CorrectionOut)
    @action(detail=True, methods=["post"])
    def leave(self, request, pk):
        """Leave the line as it is; they see so."""
        correction, _nothing = self.get_object(), self.read(Nothing)
        return self.answer(actions.leave_correction(correction=correction, by=self.by))

    def _hold_first(self, row):
        """Whoever decides holds the appointment before the correction."""
        hold_row(row.line.notes.appointment)
