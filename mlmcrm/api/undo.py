"""Taking a change back, by the event that an answer named in `Kept-Undo`."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from kit import undo as undoing
from kit.api.errors import ApiError, not_found
from kit.api.serializers import Nothing, Shown
from kit.api.views import ApiView
from kit.errors import Refused
from kit.models import Event


class SaidOut(Shown):
    """What was done, in a sentence."""

    said = serializers.CharField()


class UndoView(ApiView):
    """Undo, once."""

    @extend_schema(request=Nothing, responses=SaidOut)
    def post(self, request, pk):
        """Take one change back. What the world has moved on from is refused by 409, in words."""
        self.read(Nothing)
        event = Event.objects.visible_to(request.user).filter(pk=pk).first()
        if event is None:
            raise not_found()
        try:
            return Response({"said": undoing.undo(event=event, by=self.by)})
        except Refused as refusal:
            raise ApiError(409, refusal.code, refusal.message, besides=refusal.besides()) from None
