"""Contacts as a resource."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action

from customers import actions
from customers.api.shapes import ReasonIn, TouchFilters, TouchIn, TouchOut
from customers.models import Touch
from kit.api.views import OwnedViewSet


class TouchesViewSet(OwnedViewSet):
    """Contacts with people, the latest first. What was taken back is listed by `updated_since` alone."""

    model = Touch
    serializer_class = TouchOut
    filters = TouchFilters
    held_first = "customer"
    order = ("-at", "-id")

    def rows(self, visible):
        return visible.filter(customer__deleted_at=None)

    def narrow(self, rows, **wanted):
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        if "since" in wanted:
            rows = rows.filter(at__gte=wanted["since"])
        if "updated_since" in wanted:
            return rows.filter(updated_at__gte=wanted["updated_since"])
        return rows.standing()

    @extend_schema(request=TouchIn, responses={201: TouchOut})
    def create(self, request):
        touch = actions.log_touch(by=self.by, **self.read(TouchIn))
        return self.answer(touch, status.HTTP_201_CREATED, fetched=True)

    @extend_schema(request=ReasonIn, responses=TouchOut)
    @action(detail=True, methods=["post"])
    def revoke(self, request, pk):
        """Take a contact back, with all evidence that rests on it."""
        touch, said = self.get_object(), self.read(ReasonIn)
        return self.answer(actions.revoke_touch(touch=touch, by=self.by, **said))
