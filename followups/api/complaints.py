"""Complaints as a resource."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action

from followups.actions import complaints as verbs
from followups.api import complaint_shapes as shapes
from followups.models import Complaint
from kit.api.errors import renaming
from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet
from kit.errors import Refused

NAMED = {"about_me": "about_owner", "order": "order_id"}  # where the API's names are others


class ComplaintsViewSet(OwnedViewSet):
    """Complaints, the one to be answered first on top. What was taken back is listed by `updated_since` alone."""

    model = Complaint
    serializer_class = shapes.ComplaintOut
    filters = shapes.ComplaintFilters
    held_first = "customer"

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("answer_by", "id")

    def rows(self, visible):
        here = visible.filter(customer__deleted_at=None).select_related("customer", "owner__company")
        return here.prefetch_related("words")

    def narrow(self, rows, **wanted):
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        if "open" in wanted:
            rows = rows.filter(closed_at__isnull=wanted["open"])
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        if "updated_since" in wanted:
            return rows.filter(updated_at__gte=wanted["updated_since"])
        return rows.standing()

    @extend_schema(request=shapes.ComplaintIn, responses={201: shapes.ComplaintOut, 200: shapes.ComplaintOut})
    def create(self, request):
        """Write down that somebody is not content; to one that is open the words are added, by 200."""
        said = _renamed(self.read(shapes.ComplaintIn))
        with renaming(order_id="order"):
            made = verbs.open_complaint(customer=said.pop("person"), by=self.by, **said)
        fresh = made.event is not None and made.event.kind == "complaint.opened"
        return self.answer(made, status.HTTP_201_CREATED if fresh else status.HTTP_200_OK)

    @extend_schema(request=shapes.ChangedComplaintIn, responses=shapes.ComplaintOut)
    def partial_update(self, request, pk):
        row, said = self.get_object(), _renamed(self.read(shapes.ChangedComplaintIn, partial=True))
        version = self.seen_version(row)
        return self.answer(verbs.change_complaint(complaint=row, by=self.by, version=version, **said))

    @extend_schema(request=shapes.AddedIn, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"])
    def add(self, request, pk):
        """Add what was said later."""
        return self._do(verbs.add_words, shapes.AddedIn)

    @extend_schema(request=shapes.HeardIn, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"])
    def hear(self, request, pk):
        """Note that they were heard, and told sorry."""
        return self._do(verbs.answer_complaint, shapes.HeardIn)

    @extend_schema(request=shapes.RemedyIn, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"], url_path="put-right", url_name="put-right")
    def put_right(self, request, pk):
        """Note how it is put right; some days later they are asked whether all is well."""
        return self._do(verbs.put_right, shapes.RemedyIn)

    @extend_schema(request=shapes.ExtraIn, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"])
    def extra(self, request, pk):
        """Note what is given beside it."""
        return self._do(verbs.give_extra, shapes.ExtraIn)

    @extend_schema(request=shapes.ArrivalIn, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"])
    def arrival(self, request, pk):
        """Promise when it arrives."""
        try:
            return self._do(verbs.promise_arrival, shapes.ArrivalIn)
        except Refused as refusal:
            refusal.field = "planned_on" if refusal.field == "due_on" else refusal.field
            raise

    @extend_schema(request=Nothing, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"])
    def ask(self, request, pk):
        """Ask them now whether all is well."""
        return self._do(verbs.ask_whether_well, Nothing)

    @extend_schema(request=shapes.EndIn, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"])
    def close(self, request, pk):
        """Close it by their own word; `outcome` is `well` if left out."""
        return self._do(verbs.close_complaint, shapes.EndIn)

    @extend_schema(request=shapes.NotYetIn, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"], url_path="not-yet", url_name="not-yet")
    def not_yet(self, request, pk):
        """Note that it is not put right yet."""
        return self._do(verbs.say_not_yet, shapes.NotYetIn)

    @extend_schema(request=Nothing, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """Open it again."""
        return self._do(verbs.reopen_complaint, Nothing)

    @extend_schema(request=Nothing, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"], url_path="take-back", url_name="take-back")
    def take_back(self, request, pk):
        """Note that it was written down by mistake."""
        return self._do(verbs.take_back_complaint, Nothing)

    @extend_schema(request=shapes.SponsorIn, responses=shapes.ComplaintOut)
    @action(detail=True, methods=["post"], url_path="ask-sponsor", url_name="ask-sponsor")
    def ask_sponsor(self, request, pk):
        """Ask the sponsor, who sees these words and figures alone."""
        return self._do(verbs.ask_sponsor, shapes.SponsorIn)

    def _do(self, verb, said):
        row, values = self.get_object(), self.read(said)
        return self.answer(verb(complaint=row, by=self.by, **values))


def _renamed(said: dict) -> dict:
    return {NAMED.get(name, name): value for name, value in said.items()}
