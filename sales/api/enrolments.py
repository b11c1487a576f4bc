"""Enrolments as a resource: somebody joins the team."""

from types import SimpleNamespace
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from customers.contacts import LONGEST_EMAIL
from customers.models import Customer
from kit.api.fields import DayField, IdField, MomentField, SinceField, TextField, YesNoField
from kit.api.serializers import Filters, Nothing, Shown, StrictSerializer
from kit.api.views import OwnedViewSet
from sales import actions
from sales.joining import agreement_in_force, country_of, mark_of, places_under, time_to_think
from sales.models import Enrolment
from sales.models.enrolment import EnrolmentState
from sales.models.order import Place


class EnrolmentOut(Shown):
    """Somebody joins, or began to. `seconds` are those from begin to end; `agreed_text` is what was agreed to, word for word."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id", allow_null=True)
    name = serializers.CharField()
    email = serializers.CharField()
    state = serializers.ChoiceField(EnrolmentState.choices)
    country = serializers.CharField()
    place = serializers.CharField()
    placed_under = serializers.SerializerMethodField()
    distributor = serializers.SerializerMethodField()
    agreed_text = serializers.CharField()
    agreed_at = MomentField(allow_null=True)
    cancel_by = DayField(allow_null=True)
    seconds = serializers.IntegerField(allow_null=True)
    begun_at = MomentField()
    closed_at = MomentField(allow_null=True)
    version = serializers.IntegerField()
    updated_at = MomentField()

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_placed_under(self, row):
        return row.placed_under and str(row.placed_under.uuid)

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_distributor(self, row):
        return row.distributor and str(row.distributor.uuid)


class MemberField(IdField):
    """The public id of somebody of the caller's own line."""

    def __init__(self, **kwargs):
        super().__init__(places_under, **kwargs)

    def to_internal_value(self, value):
        try:
            return self._rows(self.context["request"].user).get(uuid=UUID(value))
        except (ObjectDoesNotExist, ValueError, TypeError, AttributeError):
            self.fail("no_such")


class EnrolmentIn(StrictSerializer):
    """Who begins to join, and what is filled in so far."""

    person = IdField(lambda viewer: Customer.objects.visible_to(viewer).select_related("owner__company"))
    name = TextField(max_length=200, required=False)
    email = TextField(max_length=LONGEST_EMAIL, required=False, allow_blank=True)
    country = TextField(max_length=2, required=False)
    place = serializers.ChoiceField(Place.choices, required=False)
    number = TextField(max_length=40, required=False, allow_blank=True)


class FinishIn(StrictSerializer):
    """What is agreed to, by whom and where. `agreement` is the mark of the text that was shown."""

    name = TextField(max_length=200)
    email = TextField(max_length=LONGEST_EMAIL, required=False, allow_blank=True)
    country = TextField(max_length=2)
    place = serializers.ChoiceField(Place.choices)
    number = TextField(max_length=40, required=False, allow_blank=True)
    placed_under = MemberField(required=False)
    agreement = TextField(max_length=40)
    agrees = YesNoField()


class EnrolmentReasonIn(StrictSerializer):
    """Why; may be left out."""

    reason = TextField(max_length=500, required=False, allow_blank=True)


class SignInIn(StrictSerializer):
    """Where the link goes; to their address as it is known when left out."""

    email = TextField(max_length=LONGEST_EMAIL, required=False, allow_blank=True)


class EnrolmentFilters(Filters):
    """Which enrolments."""

    state = serializers.ChoiceField(EnrolmentState.choices, required=False)
    person = serializers.UUIDField(required=False)
    updated_since = SinceField(required=False)


class TermsFilters(Filters):
    """For which country and place; the distributor's own country without one."""

    country = serializers.CharField(max_length=2, required=False)
    place = serializers.ChoiceField(Place.choices, required=False)


class TermsOut(Shown):
    """The text in force, its mark, and until when somebody who joins today may take it back."""

    agreement = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    cancel_by = DayField(allow_null=True)


class EnrolmentsViewSet(OwnedViewSet):
    """Enrolments, the latest begun first."""

    model = Enrolment
    serializer_class = EnrolmentOut
    filters = EnrolmentFilters
    held_first = "customer"

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("-begun_at", "-id")

    def rows(self, visible):
        return visible.select_related("customer__owner__company", "placed_under", "distributor")

    def narrow(self, rows, **wanted):
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        return rows.filter(updated_at__gte=wanted["updated_since"]) if "updated_since" in wanted else rows

    @extend_schema(request=EnrolmentIn, responses={201: EnrolmentOut, 200: EnrolmentOut})
    def create(self, request):
        """Begin an enrolment, or keep more of one that is begun, which is answered by 200."""
        said = self.read(EnrolmentIn)
        begun = actions.begin_enrolment(customer=said.pop("person"), by=self.by, values=said)
        return self.answer(begun, status.HTTP_201_CREATED if begun.event else status.HTTP_200_OK)

    @extend_schema(parameters=[TermsFilters], responses=TermsOut)
    @action(detail=False, methods=["get"], filters=TermsFilters)
    def terms(self, request):
        """What somebody who joins would agree to."""
        said, owner = TermsFilters.read(request.query_params), request.user
        if owner.company_id is None:
            return Response({"agreement": "", "title": "", "text": "", "cancel_by": None})
        country = said.get("country") or country_of(owner)
        text = agreement_in_force(owner.company, country)
        limit = time_to_think(country, said.get("place", Place.HOME), owner.today())
        shown = {"agreement": mark_of(text), "title": text.title, "text": text.text}
        return Response(TermsOut(SimpleNamespace(**shown, cancel_by=limit and limit.last_day)).data)

    @extend_schema(request=FinishIn, responses=EnrolmentOut)
    @action(detail=True, methods=["post"])
    def finish(self, request, pk):
        """They agree: they are a member, and a distributor in the line."""
        row, said = self.get_object(), self.read(FinishIn)
        version = self.seen_version(row)
        done = actions.finish_enrolment(customer=row.customer, by=self.by, version=version, **said)
        return self.answer(done)

    @extend_schema(request=EnrolmentReasonIn, responses=EnrolmentOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """They take it back, within the days to think it over."""
        row, said = self.get_object(), self.read(EnrolmentReasonIn)
        return self.answer(actions.cancel_enrolment(enrolment=row, by=self.by, **said))

    @extend_schema(request=SignInIn, responses=EnrolmentOut)
    @action(detail=True, methods=["post"], url_path="sign-in")
    def sign_in(self, request, pk):
        """Send them a link to choose how to sign in."""
        row, said = self.get_object(), self.read(SignInIn)
        return self.answer(actions.send_sign_in(enrolment=row, by=self.by, **said))

    @extend_schema(request=EnrolmentReasonIn, responses=EnrolmentOut)
    @action(detail=True, methods=["post"])
    def drop(self, request, pk):
        """It is not gone on with."""
        row, said = self.get_object(), self.read(EnrolmentReasonIn)
        return self.answer(actions.drop_enrolment(enrolment=row, by=self.by, **said))

    @extend_schema(request=Nothing, responses=EnrolmentOut)
    @action(detail=True, methods=["post"], url_path="take-up")
    def take_up(self, request, pk):
        """Go on with one that was dropped."""
        row, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.take_up_enrolment(enrolment=row, by=self.by))
