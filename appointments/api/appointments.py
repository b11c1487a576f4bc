"""Appointments as a resource: booked, confirmed, moved, cancelled, held, missed."""

from datetime import timedelta

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from appointments import actions
from appointments.actions.booking import hold_calendar
from appointments.actions.seats import confirm_seat, remove_guest
from appointments.api.shapes import (
    AddressIn,
    AppointmentFilters,
    AppointmentIn,
    AppointmentOut,
    CancelIn,
    GuestIn,
    JustTakenOut,
    KeptFilters,
    KeptOut,
    LateIn,
    MissedIn,
    OtherTimeIn,
    first_moment,
    last_moment,
)
from appointments.errors import AppointmentError
from appointments.keeping import figures_of
from appointments.models import Appointment, Guest
from appointments.models.appointment import Side
from customers.models import Customer
from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet

LATELY = timedelta(days=30)

NO_SLOT = {400: JustTakenOut, 409: JustTakenOut}


class AppointmentsViewSet(OwnedViewSet):
    """Meetings, the earliest first."""

    model = Appointment
    serializer_class = AppointmentOut
    filters = AppointmentFilters

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("starts_at", "id")

    def rows(self, visible):
        present = Guest.objects.visible_to(self.request.user).filter(customer__deleted_at=None)
        guests = Prefetch("guests", present.select_related("customer"))
        return visible.select_related("owner", "kind").prefetch_related(guests)

    def narrow(self, rows, **wanted):
        zone = self.request.user.zoneinfo
        if "from" in wanted:
            rows = rows.filter(ends_at__gt=first_moment(wanted["from"], zone))
        if "until" in wanted:
            rows = rows.filter(starts_at__lt=last_moment(wanted["until"], zone))
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        if "person" in wanted:
            theirs = Guest.objects.visible_to(self.request.user).filter(customer=wanted["person"])
            rows = rows.filter(pk__in=theirs.values("appointment"))
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        return rows

    @extend_schema(request=AppointmentIn, responses={201: AppointmentOut, **NO_SLOT})
    def create(self, request):
        """Book a meeting. Where somebody was faster, 409 `just_taken` names the nearest free times."""
        said = self.read(AppointmentIn)
        said["people"] = _people(request.user, said["people"])
        made = actions.book(owner=request.user, by=self.by, **said)
        return self.answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=Nothing, responses=AppointmentOut)
    @action(detail=True, methods=["post"])
    def confirm(self, request, pk):
        """Say that it stands; what was asked for is booked by it."""
        mine, _nothing = self.get_object(), self.read(Nothing)
        return self.answer(actions.confirm(appointment=mine, by=self.by, side=Side.US))

    @extend_schema(request=OtherTimeIn, responses={200: AppointmentOut, **NO_SLOT})
    @action(detail=True, methods=["post"])
    def move(self, request, pk):
        """Move it to another time. Where somebody was faster, 409 `just_taken` names the nearest free ones."""
        mine, said = self.get_object(), self.read(OtherTimeIn)
        return self.answer(
            actions.move(appointment=mine, by=self.by, version=self.seen_version(mine), **said)
        )

    @extend_schema(request=AddressIn, responses=AppointmentOut)
    @action(detail=True, methods=["post"])
    def address(self, request, pk):
        """Say where it is instead; whoever comes is told."""
        mine, said = self.get_object(), self.read(AddressIn)
        return self.answer(actions.change_address(appointment=mine, by=self.by, **said))

    @extend_schema(request=CancelIn, responses=AppointmentOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """Cancel it; its time is free again."""
        mine, said = self.get_object(), self.read(CancelIn)
        return self.answer(actions.cancel(appointment=mine, by=self.by, **said))

    @extend_schema(request=Nothing, responses=AppointmentOut)
    @action(detail=True, methods=["post"])
    def arrive(self, request, pk):
        """Note that you are there; before it begins that is early."""
        mine, _nothing = self.get_object(), self.read(Nothing)
        return self.answer(actions.arrive(appointment=mine, by=self.by))

    @extend_schema(request=Nothing, responses=AppointmentOut)
    @action(detail=True, methods=["post"])
    def finish(self, request, pk):
        """Note that it was held."""
        mine, _nothing = self.get_object(), self.read(Nothing)
        return self.answer(actions.finish(appointment=mine, by=self.by))

    @extend_schema(request=MissedIn, responses=AppointmentOut)
    @action(detail=True, methods=["post"])
    def miss(self, request, pk):
        """Note that somebody did not come."""
        mine, said = self.get_object(), self.read(MissedIn)
        return self.answer(actions.miss(appointment=mine, by=self.by, **said))

    @extend_schema(request=LateIn, responses=AppointmentOut)
    @action(detail=True, methods=["post"])
    def late(self, request, pk):
        """Say how many minutes late you are; everybody who waits is told at once."""
        mine, said = self.get_object(), self.read(LateIn)
        return self.answer(actions.run_late(appointment=mine, by=self.by, **said))

    @extend_schema(request=GuestIn, responses=AppointmentOut)
    @action(detail=True, methods=["post"], url_path="confirm-seat")
    def confirm_seat(self, request, pk):
        """Let the seat of a group stand that somebody asked for."""
        return self._settle(confirm_seat)

    @extend_schema(request=GuestIn, responses=AppointmentOut)
    @action(detail=True, methods=["post"], url_path="remove-guest")
    def remove_guest(self, request, pk):
        """Take somebody off a group; they are told."""
        return self._settle(remove_guest)

    def _settle(self, verb) -> Response:
        mine, said = self.get_object(), self.read(GuestIn)
        seats = Guest.objects.visible_to(self.request.user).filter(appointment=mine, appointment__seats__gt=1)
        seat = seats.select_related("appointment", "customer__owner").filter(customer=said["person"]).first()
        if seat is None:
            raise AppointmentError(_("This person has no seat here."), field="person")
        verb(guest=seat, by=self.by)
        return self.answer(self.get_object())

    @extend_schema(parameters=[KeptFilters], responses=KeptOut)
    @action(detail=False, methods=["get"])
    def kept(self, request):
        """How appointments of some days were kept, those of the last thirty days if none are named."""
        wanted, today = KeptFilters.read(request.query_params), request.user.today()
        first, last = wanted.get("from", today - LATELY), wanted.get("until", today)
        return Response(KeptOut(figures_of(request.user, first, last)).data)

    def _hold_first(self, row):
        """Whoever moves an appointment holds the calendar before it."""
        hold_calendar(row.owner)


def _people(owner, ids) -> list[Customer]:
    """The owner's people of these ids. Raises AppointmentError where one is not there."""
    people = list(Customer.objects.visible_to(owner).filter(pk__in=ids))
    if len(people) != len(set(ids)):
        raise AppointmentError(_("There is no such person among yours."), field="people")
    return people
