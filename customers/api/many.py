"""What is done to many people at once: a tag given or taken, a note; by the actions of the page."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from customers import actions
from customers.actions.deeds import MOST, Outcome
from customers.errors import CustomerError
from customers.models import Tag
from customers.tidying import tag_key
from kit.api.errors import renaming
from kit.api.fields import TextField
from kit.api.serializers import Shown, StrictSerializer


class ManyIn(StrictSerializer):
    """Whom it is about: 1 to 5,000 people of one's own."""

    people = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=MOST)


class TagManyIn(ManyIn):
    """A tag for them, whatever its case."""

    tag = TextField(max_length=60)


class NoteManyIn(ManyIn):
    """The same note about each."""

    text = TextField(max_length=20000)


class OutcomeOut(Shown):
    """For how many something was done, and for how many it could not be. The others had it already."""

    changed = serializers.IntegerField()
    left = serializers.IntegerField()


class ManyMixin:
    """The addresses that take many people."""

    @extend_schema(request=TagManyIn, responses=OutcomeOut)
    @action(detail=False, methods=["post"])
    def tag(self, request):
        """Give people a tag. Who has 20 already is left out."""
        with renaming(tags="tag"):
            return answer_for_many(actions.tag_people(owner=request.user, by=self.by, **self.read(TagManyIn)))

    @extend_schema(request=TagManyIn, responses=OutcomeOut)
    @action(detail=False, methods=["post"])
    def untag(self, request):
        """Take a tag from those who have it."""
        said = self.read(TagManyIn)
        known = Tag.objects.visible_to(request.user).filter(key=tag_key(said["tag"])).first()
        if known is None:
            raise CustomerError(_("There is no such tag among yours."), field="tag")
        asked = {"people": said["people"], "tag": known}
        return answer_for_many(actions.untag_people(owner=request.user, by=self.by, **asked))

    @extend_schema(request=NoteManyIn, responses=OutcomeOut)
    @action(detail=False, methods=["post"])
    def note(self, request):
        """Keep the same note about people."""
        return answer_for_many(actions.note_people(owner=request.user, by=self.by, **self.read(NoteManyIn)))


def answer_for_many(outcome: Outcome) -> Response:
    """Say what came of a deed for many people, and which event takes it back."""
    headers = {"Kept-Undo": str(outcome.event.pk)} if outcome.event else {}
    return Response(OutcomeOut(outcome).data, headers=headers)
