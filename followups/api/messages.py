"""Messages as a resource."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from followups import actions
from followups.api.replies import AnswerIn, ReplyOut
from followups.api.shapes import LetterOut, MessageFilters, MessageOut, WhyIn, WordsIn
from followups.letters import letter_as_it_stands
from followups.models import Message
from followups.showing import order_of, states_of
from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet


class MessagesViewSet(OwnedViewSet):
    """Letters, the latest first; of drafts and planned ones the soonest."""

    model = Message
    filters = MessageFilters
    held_first = "customer"

    @property
    def order(self):
        if "updated_since" in self.wanted:
            return ("updated_at", "id")
        return order_of(self.wanted.get("state", ""))

    def get_serializer_class(self):
        return MessageOut if self.action == "list" else LetterOut

    def rows(self, visible):
        return visible.select_related("customer", "rule", "letter", "owner")

    def narrow(self, rows, **wanted):
        if "state" in wanted:
            rows = rows.filter(state__in=states_of(wanted["state"]))
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=wanted["updated_since"])
        return rows

    @extend_schema(request=WordsIn, responses=LetterOut)
    def partial_update(self, request, pk):
        """Keep changed words of a draft."""
        message, said = self.get_object(), self.read(WordsIn)
        standing = letter_as_it_stands(message)
        words = {name: said.get(name, getattr(standing, name)) for name in ("subject", "text")}
        return self.answer(actions.keep_words(message=message, by=self.by, **words))

    @extend_schema(request=WordsIn, responses=LetterOut)
    @action(detail=True, methods=["post"])
    def approve(self, request, pk):
        """Let a draft go, with the words given or as it stands."""
        message, said = self.get_object(), self.read(WordsIn)
        return self.answer(actions.approve_message(message=message, by=self.by, **said))

    @extend_schema(request=WordsIn, responses=LetterOut)
    @action(detail=True, methods=["post"], url_path="handed-over")
    def handed_over(self, request, pk):
        """Say that a prepared text message, chat or card was sent, with the words given or as it stands."""
        message, said = self.get_object(), self.read(WordsIn)
        return self.answer(actions.hand_over(message=message, by=self.by, **said))

    @extend_schema(request=Nothing, responses=LetterOut)
    @action(detail=True, methods=["post"])
    def hold(self, request, pk):
        """Keep a letter that has not begun from going; it is a draft again."""
        message, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.hold_message(message=message, by=self.by))

    @extend_schema(request=WhyIn, responses=LetterOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """Cancel a letter that has not begun."""
        message, said = self.get_object(), self.read(WhyIn)
        reason = said.get("reason") or _("You cancelled it.")
        return self.answer(actions.cancel_message(message=message, by=self.by, reason=reason))

    @extend_schema(request=Nothing, responses=LetterOut)
    @action(detail=True, methods=["post"])
    def restore(self, request, pk):
        """Take a cancellation of yours back."""
        message, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.restore_message(message=message, by=self.by))

    @extend_schema(request=Nothing, responses={200: LetterOut, 201: LetterOut})
    @action(detail=True, methods=["post"])
    def again(self, request, pk):
        """Send a letter once more: an unclear one as it was, of a final one a copy (201)."""
        message, _said = self.get_object(), self.read(Nothing)
        again = actions.send_again(message=message, by=self.by)
        is_new = again.pk != message.pk
        return self.answer(again, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    @extend_schema(request=AnswerIn, responses=ReplyOut)
    @action(detail=True, methods=["post"])
    def replied(self, request, pk):
        """Note that somebody answered a letter, by whatever way; once a letter."""
        message, said = self.get_object(), self.read(AnswerIn)
        reply = actions.note_reply(message=message, by=self.by, **said)
        return self.with_undo(Response(ReplyOut(reply).data), reply)

    @extend_schema(request=Nothing, responses=LetterOut)
    @action(detail=True, methods=["post"])
    def arrived(self, request, pk):
        """Say that an unclear letter arrived."""
        message, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.confirm_arrival(message=message, by=self.by))
