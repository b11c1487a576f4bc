"""Answers to letters as a resource."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from followups import actions
from followups.models import Reply
from followups.models.incoming import Meaning
from kit.api.fields import MomentField, SinceField, TextField
from kit.api.serializers import Filters, Shown, StrictSerializer
from kit.api.views import OwnedViewSet


class ReplyOut(Shown):
    """What somebody answered; `settled_at` is missing while the distributor must say what it meant."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    message = serializers.UUIDField(source="message_id", allow_null=True)
    at = MomentField()
    subject = serializers.CharField()
    text = serializers.CharField()
    meaning = serializers.ChoiceField(Meaning.choices)
    settled_at = MomentField(allow_null=True)
    updated_at = MomentField()


class AnswerIn(StrictSerializer):
    """What somebody answered; may be left out."""

    text = TextField(max_length=5000, required=False, allow_blank=True)


class MeaningIn(StrictSerializer):
    """What an answer meant: just that, or that they want no more letters."""

    meaning = serializers.ChoiceField(
        [(choice.value, choice.label) for choice in (Meaning.REPLY, Meaning.STOP)]
    )


class ReplyFilters(Filters):
    """Which answers; `doubtful` are those that wait for the distributor's word."""

    meaning = serializers.ChoiceField(Meaning.choices, required=False)
    person = serializers.UUIDField(required=False)
    message = serializers.UUIDField(required=False)
    updated_since = SinceField(required=False)


class RepliesViewSet(OwnedViewSet):
    """What people answered to letters, the latest first."""

    model = Reply
    serializer_class = ReplyOut
    filters = ReplyFilters
    held_first = "customer"
    order = ("-at", "-id")

    def rows(self, visible):
        return visible.filter(customer__deleted_at=None)

    def narrow(self, rows, **wanted):
        named = {
            "meaning": "meaning",
            "person": "customer",
            "message": "message",
            "updated_since": "updated_at__gte",
        }
        return rows.filter(**{named[name]: value for name, value in wanted.items()})

    @extend_schema(request=MeaningIn, responses=ReplyOut)
    @action(detail=True, methods=["post"])
    def settle(self, request, pk):
        """Say what an answer meant."""
        reply, said = self.get_object(), self.read(MeaningIn)
        return self.answer(actions.settle_reply(reply=reply, by=self.by, **said))
