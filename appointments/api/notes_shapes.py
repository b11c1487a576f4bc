"""How the notes of a meeting and what came back of them look as JSON, and what can be said of them."""

from dataclasses import dataclass

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from appointments.actions.notes import LONGEST_TEXT
from appointments.actions.notes_out import LONGEST
from appointments.agenda import items_of
from appointments.models import NotedLine, Notes
from appointments.models.notes import CorrectionState, Mark
from appointments.notepad import MOST_LINES
from appointments.notes_shown import minutes_to_send
from kit.api.fields import DayField, MomentField, SinceField, TextField, WholeField
from kit.api.serializers import Filters, Shown, StrictSerializer

THE_API = "api"  # as the page that saved last


@dataclass(frozen=True)
class Together:
    """Notes, their lines, and how many were written since the end."""

    notes: Notes
    lines: list[NotedLine]
    since: int


class AgendaItemOut(Shown):
    """An item of the agenda; `seconds` are those before it runs now."""

    title = serializers.CharField()
    minutes = serializers.IntegerField()
    hint = serializers.CharField()
    seconds = serializers.IntegerField()
    is_done = serializers.BooleanField()


class NotedLineOut(Shown):
    """A marked line and what came of it. `person` is whom of several it is about, null for all."""

    id = serializers.UUIDField()
    mark = serializers.ChoiceField(Mark.choices)
    text = serializers.CharField()
    answer = serializers.CharField()
    person = serializers.SerializerMethodField()
    due_on = DayField(allow_null=True)
    goes_out = serializers.BooleanField()
    struck_at = MomentField(allow_null=True)
    promise = serializers.UUIDField(source="promise_id", allow_null=True)
    want = serializers.UUIDField(source="want_id", allow_null=True)
    order = serializers.UUIDField(source="order_id", allow_null=True)

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_person(self, row):
        return str(row.guest.customer_id) if row.guest else None


class NotesOut(Shown):
    """What was noted. `lines` are made by the end; `written_since_end` counts those nothing came of yet.

    `running` is the item that is talked about, by its place on the agenda. `summary` are reviewed words
    that go out, empty where the lines speak for themselves; `editions` is how often they went.
    """

    text = serializers.CharField(source="notes.text")
    revision = serializers.IntegerField(source="notes.revision")
    written_by = serializers.CharField(source="notes.written_by")
    agenda = serializers.SerializerMethodField()
    running = serializers.IntegerField(source="notes.running", allow_null=True)
    running_since = MomentField(source="notes.running_since", allow_null=True)
    started_at = MomentField(source="notes.started_at", allow_null=True)
    ended_at = MomentField(source="notes.ended_at", allow_null=True)
    lines = NotedLineOut(many=True)
    written_since_end = serializers.IntegerField(source="since")
    summary = serializers.CharField(source="notes.summary")
    sent_at = MomentField(source="notes.sent_at", allow_null=True)
    editions = serializers.IntegerField(source="notes.editions")
    minutes_to_send = serializers.SerializerMethodField()

    @extend_schema_field(AgendaItemOut(many=True))
    def get_agenda(self, row):
        return AgendaItemOut(items_of(row.notes.agenda), many=True).data

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_minutes_to_send(self, row):
        return minutes_to_send(row.notes)


class NotesIn(StrictSerializer):
    """The whole text, typed upon a revision. `written_by` names who saves, so that they know themselves."""

    text = TextField(max_length=LONGEST_TEXT, allow_blank=True, trim_whitespace=False)
    revision = WholeField(min_value=0, max_value=2_000_000_000)
    written_by = TextField(max_length=40, required=False, default=THE_API)


class StaleNotesOut(serializers.Serializer):
    """An error; with `stale` it says what stands."""

    code = serializers.CharField()
    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    text = serializers.CharField(required=False)
    revision = serializers.IntegerField(required=False)


class AgendaItemIn(StrictSerializer):
    """Which item, by its place on the agenda; the first is 0."""

    item = WholeField(min_value=0, max_value=10_000)


class ReviewIn(StrictSerializer):
    """The lines that go out, and reviewed words; without words the lines speak for themselves."""

    text = TextField(max_length=LONGEST, allow_blank=True)
    going = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_LINES)

    def validate_going(self, value):
        return set(value)


class SendIn(StrictSerializer):
    """Reviewed words, where they are to change; `edition` to send once more, as it stands in the notes."""

    text = TextField(max_length=LONGEST, required=False, allow_blank=True)
    edition = WholeField(min_value=1, max_value=32_000, required=False)


class CorrectionOut(Shown):
    """What somebody would have a line say instead; without text it is to be struck."""

    id = serializers.UUIDField()
    appointment = serializers.UUIDField(source="line.notes.appointment_id")
    line = serializers.UUIDField(source="line_id")
    line_text = serializers.CharField(source="line.text")
    person = serializers.UUIDField(source="guest.customer_id")
    person_name = serializers.CharField(source="guest.customer.name")
    text = serializers.CharField()
    state = serializers.ChoiceField(CorrectionState.choices)
    closed_at = MomentField(allow_null=True)
    created_at = MomentField()
    updated_at = MomentField()


class CorrectionFilters(Filters):
    """Which corrections."""

    appointment = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(CorrectionState.choices, required=False)
    updated_since = SinceField(required=False)
