"""How much of meeting one wants, and when not: limits, protected times, hours of single days."""

from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from appointments import actions
from appointments.actions.availability import EARLIEST
from appointments.actions.booking import hold_calendar
from appointments.errors import AppointmentError
from appointments.facts import terms_of
from appointments.models import ProtectedTime
from kit.api.conditions import check_etag, etag_of_facts, is_known_etag
from kit.api.fields import ClockField, DayField, TextField, WholeField, YesNoField
from kit.api.serializers import Shown, StrictSerializer
from kit.api.views import ApiView
from team.models.hours import Weekday

LIMIT = {"min_value": 1, "max_value": 30_000, "allow_null": True}
MOST_HOURS = 20  # stretches of a single day


class Limits(StrictSerializer):
    """How much, and how far ahead. Null is without limit."""

    step_minutes = WholeField(min_value=5, max_value=240)
    notice_minutes = WholeField(min_value=0, max_value=1_000_000)
    furthest_days = WholeField(min_value=1, max_value=730)
    most_a_day = WholeField(**LIMIT)
    minutes_a_day = WholeField(**LIMIT)
    most_a_week = WholeField(**LIMIT)
    minutes_a_week = WholeField(**LIMIT)
    most_in_a_row = WholeField(**LIMIT)
    pause_minutes = WholeField(min_value=0, max_value=30_000)
    reply_minutes = WholeField(**LIMIT)
    early_minutes = WholeField(min_value=0, max_value=EARLIEST)
    remind_me = YesNoField()


class ProtectedTimeShape(StrictSerializer):
    """A stretch of a weekday (0 is Monday) that is nobody's."""

    weekday = serializers.ChoiceField(Weekday.choices)
    starts = ClockField()
    ends = ClockField()
    title = TextField(max_length=100, required=False, allow_blank=True)


class WhichTime(StrictSerializer):
    """Which protected time: that of the weekday which starts then."""

    weekday = serializers.ChoiceField(Weekday.choices)
    starts = ClockField()


class HoursShape(StrictSerializer):
    """A stretch of a day."""

    opens = ClockField()
    closes = ClockField()


class OnDayShape(StrictSerializer):
    """Hours of a single day in place of the weekday's; none gives the weekday's back."""

    day = DayField()
    hours = serializers.ListField(child=HoursShape(), max_length=MOST_HOURS)


class AvailabilityOut(Shown):
    """Everything that can be set; single days from today on."""

    limits = Limits()
    protected = ProtectedTimeShape(many=True)
    on_days = OnDayShape(many=True)


class AvailabilityView(ApiView):
    """How much of meeting one wants."""

    @extend_schema(
        operation_id="availability_retrieve",
        summary="How much I want to meet, and when not",
        responses=AvailabilityOut,
        extensions={"x-conditional": True},
    )
    def get(self, request):
        facts = _facts(request.user)
        etag = etag_of_facts(facts)
        if is_known_etag(request, etag):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": etag})
        return Response(facts, headers={"ETag": etag})

    @extend_schema(
        operation_id="availability_partial_update",
        summary="Change how much I want to meet",
        request=Limits(partial=True),
        responses=AvailabilityOut,
        extensions={"x-conditional": True},
    )
    def patch(self, request):
        said = self.read(Limits, partial=True)
        with transaction.atomic():
            self._check_match()
            actions.change_availability(owner=request.user, by=self.by, **said)
        return self._answer()

    def _check_match(self) -> None:
        """What was read must still be so, and stays so until this is written."""
        hold_calendar(self.request.user)
        check_etag(self.request, etag_of_facts(_facts(self.request.user)))

    def _answer(self) -> Response:
        facts = _facts(self.request.user)
        response = Response(facts, headers={"ETag": etag_of_facts(facts)})
        return self.with_undo(response, terms_of(self.request.user))


class ProtectView(AvailabilityView):
    """Time for oneself."""

    http_method_names = ("post",)

    @extend_schema(
        operation_id="availability_protect",
        summary="Keep a stretch of a weekday for yourself",
        request=ProtectedTimeShape,
        responses=AvailabilityOut,
    )
    def post(self, request):
        actions.protect_time(owner=request.user, by=self.by, **self.read(ProtectedTimeShape))
        return self._answer()


class FreeView(AvailabilityView):
    """Time given back."""

    http_method_names = ("post",)

    @extend_schema(
        operation_id="availability_free",
        summary="Give a protected time back to meetings",
        request=WhichTime,
        responses=AvailabilityOut,
    )
    def post(self, request):
        said = self.read(WhichTime)
        mine = ProtectedTime.objects.editable_by(request.user).filter(**said).first()
        if mine is None:
            raise AppointmentError(_("There is no protected time that begins then."), field="starts")
        actions.free_protected_time(protected=mine, by=self.by)
        return self._answer()


class OnDayView(AvailabilityView):
    """Other hours on a single day."""

    http_method_names = ("post",)

    @extend_schema(
        operation_id="availability_on_day",
        summary="Set the hours of a single day",
        request=OnDayShape,
        responses=AvailabilityOut,
    )
    def post(self, request):
        said = self.read(OnDayShape)
        hours = [(one["opens"], one["closes"]) for one in said["hours"]]
        actions.set_hours_on_day(owner=request.user, by=self.by, day=said["day"], hours=hours)
        return self._answer()


def _facts(owner) -> dict:
    rows = owner.hours_on_days.filter(day__gte=owner.today())
    on_days = [{"day": day, "hours": list(hours)} for day, hours in groupby(rows, key=lambda row: row.day)]
    return {
        "limits": Limits(terms_of(owner)).data,
        "protected": ProtectedTimeShape(owner.protected_times.all(), many=True).data,
        "on_days": OnDayShape(on_days, many=True).data,
    }
