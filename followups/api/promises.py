"""Promises as a resource."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from followups import actions
from followups.api.promise_shapes import (
    AdviceOut,
    ChangedPromiseIn,
    KeptIn,
    PromiseFilters,
    PromiseIn,
    PromiseOut,
    ProposeIn,
    WhyBrokenIn,
    WhyReleasedIn,
)
from followups.coach import advice_for
from followups.models import Promise
from kit.api.views import OwnedViewSet


class PromisesViewSet(OwnedViewSet):
    """Promises, the earliest due first. What was taken back is listed by `updated_since` alone."""

    model = Promise
    serializer_class = PromiseOut
    filters = PromiseFilters
    held_first = "customer"

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("due_on", "id")

    def rows(self, visible):
        return visible.filter(customer__deleted_at=None).select_related("customer")

    def narrow(self, rows, **wanted):
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        if "due" in wanted:
            rows = rows.due(self.request.user.today())
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        if "updated_since" in wanted:
            return rows.filter(updated_at__gte=wanted["updated_since"])
        return rows.standing()

    @extend_schema(request=PromiseIn, responses={201: PromiseOut, 200: PromiseOut})
    def create(self, request):
        """Promise something; the same words for the same day that stand open are answered as they are, by 200."""
        said = self.read(PromiseIn)
        made = actions.make_promise(customer=said.pop("person"), by=self.by, **said)
        return self.answer(made, status.HTTP_201_CREATED if made.event else status.HTTP_200_OK)

    @extend_schema(request=ChangedPromiseIn, responses=PromiseOut)
    def partial_update(self, request, pk):
        promise, said = self.get_object(), self.read(ChangedPromiseIn, partial=True)
        version = self.seen_version(promise)
        return self.answer(actions.change_promise(promise=promise, by=self.by, version=version, **said))

    @extend_schema(parameters=[ProposeIn], responses=AdviceOut)
    @action(detail=False, methods=["get"], pagination_class=None)
    def propose(self, request):
        """Propose the day to tell for what is being promised; changes nothing."""
        said = ProposeIn.read(request.query_params, besides=())
        return Response(AdviceOut(advice_for(request.user, said.get("text", ""), said.get("kind", ""))).data)

    @extend_schema(request=KeptIn, responses=PromiseOut)
    @action(detail=True, methods=["post"])
    def keep(self, request, pk):
        """Note that it is kept, today or on the day that is said."""
        promise, said = self.get_object(), self.read(KeptIn)
        return self.answer(actions.keep_promise(promise=promise, by=self.by, **said))

    @extend_schema(request=WhyBrokenIn, responses=PromiseOut)
    @action(detail=True, methods=["post"], url_path="break", url_name="break")
    def break_it(self, request, pk):
        """Note that it cannot be kept."""
        promise, said = self.get_object(), self.read(WhyBrokenIn)
        return self.answer(actions.break_promise(promise=promise, by=self.by, **said))

    @extend_schema(request=WhyReleasedIn, responses=PromiseOut)
    @action(detail=True, methods=["post"])
    def release(self, request, pk):
        """Note that they no longer want it."""
        promise, said = self.get_object(), self.read(WhyReleasedIn)
        return self.answer(actions.release_promise(promise=promise, by=self.by, **said))
