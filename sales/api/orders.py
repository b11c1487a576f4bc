"""Orders as a resource."""

import hashlib

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action

from kit.api.errors import renaming
from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet
from sales import actions
from sales.api.shapes import DeliveredIn, OrderChangeIn, OrderFilters, OrderIn, OrderOut, OrderReasonIn
from sales.api.wares import lines_of
from sales.models import Order


class OrdersViewSet(OwnedViewSet):
    """Orders, the latest first."""

    model = Order
    serializer_class = OrderOut
    filters = OrderFilters
    held_first = "customer"

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("-ordered_on", "-id")

    def rows(self, visible):
        return visible.select_related("customer").with_lines()

    def narrow(self, rows, **wanted):
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        if wanted.get("search"):
            rows = rows.found_by(wanted["search"])
        if "since" in wanted:
            rows = rows.filter(ordered_on__gte=wanted["since"])
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        return rows.filter(**{name: wanted[name] for name in ("state", "purpose") if name in wanted})

    @extend_schema(request=OrderIn, responses={201: OrderOut})
    def create(self, request):
        said = self.read(OrderIn)
        lines = lines_of(request.user, said.pop("items"))
        with renaming(lines="items"):
            order = actions.place_order(
                owner=request.user, by=self.by, lines=lines, request_key=self._request_key(), **said
            )
        return self.answer(order, status.HTTP_201_CREATED)

    @extend_schema(request=OrderChangeIn, responses=OrderOut)
    def partial_update(self, request, pk):
        order, said = self.get_object(), self.read(OrderChangeIn)
        actions.change_order(order=order, by=self.by, version=self.seen_version(order), **said)
        return self.answer(order)

    @extend_schema(request=Nothing, responses={201: OrderOut})
    @action(detail=True, methods=["post"])
    def repeat(self, request, pk):
        """Place the same again, today and at today's prices."""
        order, _said = self.get_object(), self.read(Nothing)
        with renaming(lines=None):
            new = actions.repeat_order(order=order, by=self.by, request_key=self._request_key())
        return self.answer(new, status.HTTP_201_CREATED)

    @extend_schema(request=OrderReasonIn, responses=OrderOut)
    @action(detail=True, methods=["post"])
    def void(self, request, pk):
        """Say that an order never was; what waits for it is cancelled."""
        order, said = self.get_object(), self.read(OrderReasonIn)
        return self.answer(actions.void_order(order=order, by=self.by, reason=said["reason"]))

    @extend_schema(request=OrderReasonIn, responses=OrderOut)
    @action(detail=True, methods=["post"], url_path="return")
    def bring_back(self, request, pk):
        """Note that the goods came back; the order no longer counts."""
        order, said = self.get_object(), self.read(OrderReasonIn)
        return self.answer(actions.return_order(order=order, by=self.by, reason=said["reason"]))

    @extend_schema(request=Nothing, responses=OrderOut)
    @action(detail=True, methods=["post"])
    def reinstate(self, request, pk):
        """Let a void or returned order count again."""
        order, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.reinstate_order(order=order, by=self.by))

    @extend_schema(request=DeliveredIn, responses=OrderOut)
    @action(detail=True, methods=["post"])
    def deliver(self, request, pk):
        """Note the day on which the goods arrived; the check-ins count from it."""
        order, said = self.get_object(), self.read(DeliveredIn)
        with renaming(delivered_on="on"):
            actions.deliver_order(order=order, by=self.by, on=said.get("on", request.user.today()))
        return self.answer(order)

    def _request_key(self) -> str:
        """The key by which the order itself knows the request, for longer than answers are kept."""
        key = self.request.headers.get("Idempotency-Key")
        return hashlib.sha256(key.encode()).hexdigest() if key else ""
