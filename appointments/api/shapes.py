"""How appointments, their kinds and free times look as JSON, and what can be said of them."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from appointments.actions.kinds import LONGEST, MOST_SEATS
from appointments.actions.lateness import MOST_LATE
from appointments.models import MeetingKind
from appointments.models.appointment import Side, State
from appointments.models.kind import Place, Who
from kit.api.fields import DayField, IdField, MomentField, SinceField, TextField, WholeField, YesNoField
from kit.api.serializers import Filters, Shown, StrictSerializer
from team.wall_time import first_instant_at

A_DAY = timedelta(days=1)
MOST_PEOPLE = 500
AGENDA = {"child": TextField(max_length=200), "max_length": 50}


def kinds_of(viewer):
    """The kinds that can be booked."""
    return MeetingKind.objects.visible_to(viewer).filter(is_active=True)


class GuestOut(Shown):
    """Somebody who takes part. `came` is null until it is known."""

    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    state = serializers.ChoiceField(State.choices)
    message = serializers.CharField()
    came = serializers.BooleanField(allow_null=True)


class AppointmentOut(Shown):
    """A meeting. Nothing else can be booked from `blocked_from` to `blocked_until`: way and pauses included."""

    id = serializers.UUIDField()
    kind = serializers.UUIDField(source="kind_id", allow_null=True)
    kind_name = serializers.SerializerMethodField()
    title = serializers.CharField()
    state = serializers.ChoiceField(State.choices)
    starts_at = MomentField()
    ends_at = MomentField()
    blocked_from = MomentField()
    blocked_until = MomentField()
    zone = serializers.CharField()
    place = serializers.ChoiceField(Place.choices)
    address = serializers.CharField()
    travel_minutes = serializers.IntegerField()
    seats = serializers.IntegerField()
    people = serializers.SerializerMethodField()
    guests = serializers.SerializerMethodField()
    note = serializers.CharField()
    held_until = MomentField(allow_null=True)
    confirmed_at = MomentField(allow_null=True)
    arrived_at = MomentField(allow_null=True)
    finished_at = MomentField(allow_null=True)
    late_minutes = serializers.IntegerField(allow_null=True)
    closed_by = serializers.ChoiceField(Side.choices, allow_blank=True)
    reason = serializers.CharField()
    moved_by_us = serializers.IntegerField()
    moved_by_them = serializers.IntegerField()
    created_at = MomentField()
    updated_at = MomentField()

    def get_kind_name(self, row) -> str:
        return row.kind.name if row.kind else ""

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_people(self, row):
        return [str(guest.customer_id) for guest in row.guests.all()]

    @extend_schema_field(GuestOut(many=True))
    def get_guests(self, row):
        return GuestOut(row.guests.all(), many=True).data


class AppointmentIn(StrictSerializer):
    """A meeting to be booked. `anyway` is outside of one's own hours and limits; never over something else.

    Without `address` it is that of the kind, or of whom one visits.
    """

    kind = IdField(kinds_of)
    starts_at = MomentField()
    people = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=MOST_PEOPLE)
    title = TextField(max_length=200, required=False, allow_blank=True)
    note = TextField(max_length=5000, required=False, allow_blank=True)
    address = TextField(max_length=500, required=False, allow_blank=True)
    anyway = YesNoField(required=False)


class OtherTimeIn(StrictSerializer):
    """When instead."""

    starts_at = MomentField()
    anyway = YesNoField(required=False)


class AddressIn(StrictSerializer):
    """Where it is instead: an address or a link, empty for none."""

    address = TextField(max_length=500, allow_blank=True)


class GuestIn(StrictSerializer):
    """Who of a group."""

    person = serializers.UUIDField()


class CancelIn(StrictSerializer):
    """A word about it, which the people are told; may be left out."""

    reason = TextField(max_length=500, required=False, allow_blank=True)


class MissedIn(CancelIn):
    """Who did not come: `them`, if left out, or `us`."""

    side = serializers.ChoiceField(Side.choices, required=False)


class LateIn(StrictSerializer):
    """How late one is."""

    minutes = WholeField(min_value=1, max_value=MOST_LATE)


KeptFilters = type(
    "KeptFilters",
    (Filters,),
    {
        "__doc__": "Of which days, both included.",
        "from": DayField(required=False),
        "until": DayField(required=False),
    },
)


class KeptOut(Shown):
    """What became of appointments; `due` are those kept and missed, `unsaid` those nobody spoke of yet.

    `missed_by_us` and `cancelled_by_us` are parts of `missed` and `cancelled`; `minutes_to_notes` is a median.
    """

    due = serializers.IntegerField()
    kept = serializers.IntegerField()
    early = serializers.IntegerField()
    late = serializers.IntegerField()
    moved_by_us = serializers.IntegerField()
    moved_by_them = serializers.IntegerField()
    missed = serializers.IntegerField()
    missed_by_us = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    cancelled_by_us = serializers.IntegerField()
    unsaid = serializers.IntegerField()
    minutes_to_notes = serializers.FloatField(allow_null=True)


class JustTakenOut(serializers.Serializer):
    """An error about a time; with `just_taken` it names the nearest free ones, three at most, none if there are none.

    `why` is for you alone: what stands in the way, by name.
    """

    code = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    why = serializers.CharField(required=False)
    alternatives = serializers.ListField(child=MomentField(), required=False)


class DayOrMomentField(SinceField):
    """A day, which stands for all of it, or a moment."""

    default_error_messages = {"no_moment": _("A day or a time, please. For example 2026-03-09.")}

    def to_internal_value(self, value):
        if len(value) == len("2026-03-09"):
            return DayField().to_internal_value(value)
        return super().to_internal_value(value)


# "from" is a word of the language, and so no name of an attribute.
Span = type(
    "Span",
    (Filters,),
    {"from": DayOrMomentField(required=False), "until": DayOrMomentField(required=False)},
)


class AppointmentFilters(Span):
    """Which appointments: those that end after `from` and begin before `until`; a day is one's own, and included."""

    state = serializers.ChoiceField(State.choices, required=False)
    person = serializers.UUIDField(required=False)
    updated_since = SinceField(required=False)


class SlotFilters(Span):
    """Free times of a kind, or those to which an appointment can move. A week from now on if nothing else is said."""

    kind = serializers.UUIDField(required=False)
    appointment = serializers.UUIDField(required=False)


class SlotOut(Shown):
    """A time at which a meeting may begin, and when it would end."""

    starts_at = MomentField()
    ends_at = MomentField()


class MeetingKindOut(Shown):
    """A kind of appointment: how long, where, what is talked about, who may book it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    about = serializers.CharField()
    minutes = serializers.IntegerField()
    place = serializers.ChoiceField(Place.choices)
    address = serializers.CharField()
    travel_minutes = serializers.IntegerField()
    minutes_before = serializers.IntegerField()
    minutes_after = serializers.IntegerField()
    seats = serializers.IntegerField()
    who = serializers.ChoiceField(Who.choices)
    agenda = serializers.JSONField()
    position = serializers.IntegerField()
    is_active = serializers.BooleanField()
    created_at = MomentField()
    updated_at = MomentField()


class MeetingKindIn(StrictSerializer):
    """A kind of appointment; what is left out is as usual, or stays as it is."""

    name = TextField(max_length=100)
    about = TextField(max_length=300, required=False, allow_blank=True)
    minutes = WholeField(min_value=1, max_value=LONGEST, required=False)
    place = serializers.ChoiceField(Place.choices, required=False)
    address = TextField(max_length=500, required=False, allow_blank=True)
    travel_minutes = WholeField(min_value=0, max_value=LONGEST, required=False)
    minutes_before = WholeField(min_value=0, max_value=LONGEST, required=False)
    minutes_after = WholeField(min_value=0, max_value=LONGEST, required=False)
    seats = WholeField(min_value=1, max_value=MOST_SEATS, required=False)
    who = serializers.ChoiceField(Who.choices, required=False)


class KindFilters(Filters):
    """Which kinds."""

    is_active = serializers.BooleanField(required=False)
    updated_since = SinceField(required=False)


def first_moment(when: date | datetime, zone) -> datetime:
    """Return the moment at which a day begins on the wall, or the moment itself."""
    return when if isinstance(when, datetime) else first_instant_at(when, time(), zone)


def last_moment(when: date | datetime, zone) -> datetime:
    """Return the moment at which a day is over, or the moment itself."""
    return when if isinstance(when, datetime) else first_instant_at(when + A_DAY, time(), zone)
