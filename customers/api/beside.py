"""What is kept beside a person: notes, and what they agreed to."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from customers import actions
from customers.api.shapes import ConsentIn, ConsentOut, NoteIn, NoteOut
from customers.models import Consent, Note
from kit.api.errors import not_found
from kit.api.serializers import Nothing

CONSENT = "consents/<uuid:consent>"


class BesideMixin:
    """The addresses under a person's own."""

    @extend_schema(responses=NoteOut(many=True))
    @action(detail=True, methods=["get"])
    def notes(self, request, pk):
        """The notes about a person, the latest first."""
        rows = Note.objects.visible_to(request.user).filter(customer=self.get_object(), revoked_at=None)
        return self.list_beside(rows, NoteOut, ("-at", "-id"))

    @extend_schema(request=NoteIn, responses={201: NoteOut})
    @notes.mapping.post
    def add_note(self, request, pk):
        """Keep a note about a person."""
        person, said = self.get_object(), self.read(NoteIn)
        note = actions.add_note(person=person, by=self.by, **said)
        return self._made(NoteOut, note)

    @extend_schema(responses=ConsentOut(many=True))
    @action(detail=True, methods=["get"])
    def consents(self, request, pk):
        """What a person agreed to, the latest first; what was withdrawn stays, ended."""
        rows = Consent.objects.visible_to(request.user).filter(customer=self.get_object())
        return self.list_beside(rows, ConsentOut, ("-given_at", "-id"))

    @extend_schema(request=ConsentIn, responses={201: ConsentOut})
    @consents.mapping.post
    def give_consent(self, request, pk):
        """Record that a person agreed. What stands already is answered as it is."""
        person, said = self.get_object(), self.read(ConsentIn)
        consent = actions.give_consent(person=person, by=self.by, **said)
        return self._made(ConsentOut, consent)

    @extend_schema(request=Nothing, responses=ConsentOut)
    @action(detail=True, methods=["post"], url_path=f"{CONSENT}/withdraw")
    def withdraw(self, request, pk, consent):
        """Record that a person no longer agrees; it holds at once."""
        self.read(Nothing)
        rows = Consent.objects.visible_to(request.user).filter(customer=self.get_object(), pk=consent)
        if not (found := rows.first()):
            raise not_found()
        ended = actions.withdraw_consent(consent=found, by=self.by)
        return self._made(ConsentOut, ended, status.HTTP_200_OK)

    def _made(self, shape, row, code: int = status.HTTP_201_CREATED) -> Response:
        data = shape(row, context=self.get_serializer_context()).data
        return self.with_undo(Response(data, status=code), row)
