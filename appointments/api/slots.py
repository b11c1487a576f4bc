"""Free times: when a meeting of a kind may begin, or to when one can be moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from appointments.api.shapes import SlotFilters, SlotOut, first_moment, kinds_of, last_moment
from appointments.errors import AppointmentError
from appointments.facts import free_times, length_of
from appointments.models import Appointment, MeetingKind
from kit import clock
from kit.api.paging import KeysetPagination, limit_of
from kit.api.views import OwnedViewSet
from kit.paging import BadCursor

A_WEEK = timedelta(days=7)
FURTHEST = timedelta(days=731)  # nobody lets others book further ahead


@dataclass(frozen=True)
class Slot:
    """A free time of the length of its kind."""

    starts_at: datetime
    ends_at: datetime


class SlotPages(KeysetPagination):
    """Pages of moments: the cursor is the last one shown."""

    def paginate_queryset(self, slots, request, view=None):
        size, cursor = limit_of(request.query_params.get("limit")), request.query_params.get("cursor", "")
        rest = [slot for slot in slots if slot.starts_at > _read(cursor)] if cursor else slots
        page = rest[:size]
        self.next = f"{page[-1].starts_at.timestamp():.0f}" if len(rest) > size else None
        return page


class SlotsViewSet(OwnedViewSet):
    """Free times, the earliest first. Looking at them holds nothing."""

    model = MeetingKind
    serializer_class = SlotOut
    filters = SlotFilters
    pagination_class = SlotPages

    def list(self, request):
        page = self.paginate_queryset(self._slots(**self.wanted))
        return self.get_paginated_response(SlotOut(page, many=True).data)

    def _slots(self, **wanted) -> Sequence[Slot]:
        moved = self._moved(wanted["appointment"]) if "appointment" in wanted else None
        kind = moved.kind if moved else self._kind(wanted.get("kind"))
        first, last = self._span(**wanted)
        owner, length = self.request.user, length_of(kind).meeting
        days = [moment.astimezone(owner.zoneinfo).date() for moment in (first, last)]
        times = free_times(owner, kind, *days, without=moved) if first < last else []
        return [Slot(one, one + length) for one in times if first <= one < last]

    def _span(self, **wanted) -> tuple[datetime, datetime]:
        """From when to when, no further than anybody can look ahead."""
        zone, now = self.request.user.zoneinfo, clock.now()
        first = first_moment(wanted.get("from", now), zone)
        last = last_moment(wanted["until"], zone) if "until" in wanted else max(first, now) + A_WEEK
        return max(first, now), min(last, now + FURTHEST)

    def _kind(self, pk) -> MeetingKind:
        if pk is None:
            raise AppointmentError(_("Of which kind of appointment?"), field="kind")
        return _known(kinds_of(self.request.user), pk, "kind")

    def _moved(self, pk) -> Appointment:
        rows = Appointment.objects.visible_to(self.request.user).exclude(kind=None)
        return _known(rows.select_related("kind"), pk, "appointment")


def _known(rows, pk, field: str):
    found = rows.filter(pk=pk).first()
    if found is None:
        raise AppointmentError(_("There is no such object."), field=field)
    return found


def _read(cursor: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(cursor), clock.now().tzinfo)
    except (ValueError, OverflowError, OSError):
        raise BadCursor(_("This page of the list does not exist. Start from the top.")) from None
