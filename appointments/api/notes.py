"""The notes of a meeting as a resource: written, the agenda gone through, ended, looked over, sent."""

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response

from appointments import actions
from appointments.actions.rows import hold_row
from appointments.api.notes_shapes import (
    AgendaItemIn,
    NotesIn,
    NotesOut,
    ReviewIn,
    SendIn,
    StaleNotesOut,
    Together,
)
from appointments.models import Appointment, Notes
from appointments.since_the_end import since_the_end
from kit.api.conditions import check_etag, etag_of_facts, is_known_etag, names_a_state
from kit.api.errors import not_found
from kit.api.serializers import Nothing
from kit.api.views import ApiView

TO_WRITE = {"request": NotesIn, "responses": {200: NotesOut, 409: StaleNotesOut}}


class NotesView(ApiView):
    """What was noted in a meeting. Nothing is made by looking."""

    @extend_schema(
        operation_id="appointments_notes_retrieve",
        summary="What was noted, and what came of it",
        responses=NotesOut,
    )
    def get(self, request, pk):
        facts = _facts(self._appointment(pk))
        etag = etag_of_facts(facts)
        if is_known_etag(request, etag):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": etag})
        return Response(facts, headers={"ETag": etag})

    @extend_schema(operation_id="appointments_notes_update", summary="Write the notes", **TO_WRITE)
    def put(self, request, pk):
        """Where they were written on elsewhere, 409 `stale` says what stands; nothing is lost."""
        return self._do(pk, NotesIn, lambda notes, said: actions.save_notes(notes=notes, by=self.by, **said))

    @extend_schema(
        operation_id="appointments_notes_partial_update", summary="Write the notes, as PUT does", **TO_WRITE
    )
    def patch(self, request, pk):
        """Where they were written on elsewhere, 409 `stale` says what stands; nothing is lost."""
        return self.put(request, pk)

    def _do(self, pk, shape, verb) -> Response:
        """Let a verb do what the body says to the notes, which are made where there are none yet."""
        appointment, said = self._appointment(pk), self.read(shape)
        with transaction.atomic():
            if names_a_state(self.request):
                hold_row(appointment)
                check_etag(self.request, etag_of_facts(_facts(appointment)))
            notes = actions.open_notes(appointment=appointment, by=self.by)
            notes.appointment = appointment
            verb(notes, said)
        facts = _facts(self._appointment(pk))
        response = Response(facts, headers={"ETag": etag_of_facts(facts)})
        return self.with_undo(response, notes)

    def _appointment(self, pk) -> Appointment:
        rows = Appointment.objects.visible_to(self.request.user).select_related("owner", "kind", "notes")
        if (found := rows.filter(pk=pk).first()) is None:
            raise not_found()
        return found


class NotesVerb(NotesView):
    """A verb about the notes."""

    http_method_names = ("post",)

    def _at(self, verb, notes: Notes, item: int) -> Notes:
        return verb(notes=notes, by=self.by, position=item)


class BeginView(NotesVerb):
    @extend_schema(
        operation_id="appointments_notes_begin",
        summary="Begin the meeting: the clock runs",
        request=Nothing,
        responses=NotesOut,
    )
    def post(self, request, pk):
        return self._do(pk, Nothing, lambda notes, said: actions.begin_meeting(notes=notes, by=self.by))


class RunItemView(NotesVerb):
    @extend_schema(
        operation_id="appointments_notes_run_item",
        summary="Talk about an item of the agenda now",
        request=AgendaItemIn,
        responses=NotesOut,
    )
    def post(self, request, pk):
        return self._do(pk, AgendaItemIn, lambda notes, said: self._at(actions.run_item, notes, **said))


class FinishItemView(NotesVerb):
    @extend_schema(
        operation_id="appointments_notes_finish_item",
        summary="Tick an item of the agenda off; the next one is talked about",
        request=AgendaItemIn,
        responses=NotesOut,
    )
    def post(self, request, pk):
        return self._do(pk, AgendaItemIn, lambda notes, said: self._at(actions.finish_item, notes, **said))


class EndView(NotesVerb):
    @extend_schema(
        operation_id="appointments_notes_end",
        summary="End the meeting: its marked lines become promises, wants, orders and questions",
        request=Nothing,
        responses=NotesOut,
    )
    def post(self, request, pk):
        return self._do(pk, Nothing, lambda notes, said: actions.end_meeting(notes=notes, by=self.by))


class TakeOverView(NotesVerb):
    @extend_schema(
        operation_id="appointments_notes_take_over",
        summary="Let the marked lines that were written after the end come to something too",
        request=Nothing,
        responses=NotesOut,
    )
    def post(self, request, pk):
        return self._do(pk, Nothing, lambda notes, said: actions.take_over_lines(notes=notes, by=self.by))


class ReviewView(NotesVerb):
    @extend_schema(
        operation_id="appointments_notes_review",
        summary="Say which lines go out, and in which words",
        request=ReviewIn,
        responses=NotesOut,
    )
    def post(self, request, pk):
        return self._do(
            pk, ReviewIn, lambda notes, said: actions.review_notes(notes=notes, by=self.by, **said)
        )


class SendView(NotesVerb):
    @extend_schema(
        operation_id="appointments_notes_send",
        summary="Send the notes to everybody who took part",
        request=SendIn,
        responses=NotesOut,
    )
    def post(self, request, pk):
        """They go once. With `edition`, which is how often they have gone, they go again."""
        return self._do(pk, SendIn, self._send)

    def _send(self, notes: Notes, said: dict) -> Notes:
        if said.get("edition"):
            return actions.send_corrected_notes(notes=notes, by=self.by, **said)
        return actions.send_notes(notes=notes, by=self.by, text=said.get("text"))


def _facts(appointment: Appointment) -> dict:
    """The notes with their lines, before there are any an empty page with the agenda of the kind."""
    notes = getattr(appointment, "notes", None)
    if notes is None:
        agenda = appointment.kind.agenda if appointment.kind else []
        return NotesOut(Together(Notes(appointment=appointment, agenda=agenda), [], 0)).data
    notes.appointment = appointment
    lines = list(notes.lines.select_related("guest").order_by("position"))
    return NotesOut(Together(notes, lines, len(since_the_end(notes, lines)))).data
