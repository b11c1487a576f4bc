"""Surveys and suggestions as resources."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from followups.actions import surveys as actions
from followups.actions.surveys.holding import Answer
from followups.api.survey_shapes import (
    AskedOut,
    AskIn,
    DeclinedIn,
    SameIn,
    SuggestionDoneIn,
    SuggestionFilters,
    SuggestionOut,
    SummaryFilters,
    SummaryOut,
    SurveyFilters,
    SurveyIn,
    SurveyOut,
)
from followups.models import Suggestion, Survey
from followups.satisfaction import satisfaction
from kit.api.serializers import Nothing
from kit.api.views import OwnedViewSet
from kit.folding import pattern_of, words_of


class SurveysViewSet(OwnedViewSet):
    """Surveys, the latest asked first. What was taken back is listed by `updated_since` alone."""

    model = Survey
    serializer_class = SurveyOut
    filters = SurveyFilters
    held_first = "customer"

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("-asked_at", "-id")

    def rows(self, visible):
        return visible.filter(customer__deleted_at=None).select_related("customer")

    def narrow(self, rows, **wanted):
        for name, column in {"person": "customer", "occasion": "occasion", "measure": "measure"}.items():
            rows = rows.filter(**{column: wanted[name]}) if name in wanted else rows
        if "answered" in wanted:
            rows = rows.filter(answered_at__isnull=wanted["answered"] == "no")
        for word in words_of(wanted.get("q", "")):
            rows = rows.filter(search_key__regex=pattern_of(word))
        if "updated_since" in wanted:
            return rows.filter(updated_at__gte=wanted["updated_since"])
        return rows.standing()

    @extend_schema(request=SurveyIn, responses={201: SurveyOut})
    def create(self, request):
        """Write down what somebody said who was asked in person; it answers questions that are out to them."""
        said = self.read(SurveyIn)
        person, measure = said.pop("person"), said.pop("measure")
        kept = actions.write_down(customer=person, by=self.by, measure=measure, answer=Answer(**said))
        return self.answer(kept, status.HTTP_201_CREATED)

    @extend_schema(request=AskIn, responses={201: AskedOut})
    @action(detail=False, methods=["post"])
    def ask(self, request):
        """Send somebody the questions, by a letter with their own link; once in 90 days over all surveys."""
        said = self.read(AskIn)
        message = actions.ask_by_hand(customer=said["person"], by=self.by, measure=said["measure"])
        return Response(AskedOut(message).data, status=status.HTTP_201_CREATED)

    @extend_schema(parameters=[SummaryFilters], responses=SummaryOut(many=True))
    @action(detail=False, methods=["get"], pagination_class=None)
    def summary(self, request):
        """What one's own people answered, each scale by itself; no mean of fewer than five."""
        asked = SummaryFilters(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        found = satisfaction([request.user.pk], **asked.validated_data)
        return Response(SummaryOut(list(found.get(request.user.pk, {}).values()), many=True).data)


class SuggestionsViewSet(OwnedViewSet):
    """Suggestions, the latest said first. What was taken back is listed by `updated_since` alone."""

    model = Suggestion
    serializer_class = SuggestionOut
    filters = SuggestionFilters
    held_first = "customer"

    @property
    def order(self):
        return ("updated_at", "id") if "updated_since" in self.wanted else ("-said_at", "-id")

    def rows(self, visible):
        return visible.filter(customer__deleted_at=None).select_related("customer", "owner")

    def narrow(self, rows, **wanted):
        if "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        if "updated_since" in wanted:
            return rows.filter(updated_at__gte=wanted["updated_since"])
        return rows.filter(revoked_at=None)

    @extend_schema(request=SuggestionDoneIn, responses=SuggestionOut)
    @action(detail=True, methods=["post"])
    def done(self, request, pk):
        """Say what was done, to all who said the same."""
        row, said = self.get_object(), self.read(SuggestionDoneIn)
        rows = actions.answer_suggestions(suggestions=[row], by=self.by, **said)
        return self.answer(next((one for one in rows if one.pk == row.pk), rows[0]))

    @extend_schema(request=DeclinedIn, responses=SuggestionOut)
    @action(detail=True, methods=["post"])
    def decline(self, request, pk):
        """Note that it cannot be followed; nothing is sent."""
        row, said = self.get_object(), self.read(DeclinedIn)
        return self.answer(actions.decline_suggestion(suggestion=row, by=self.by, **said))

    @extend_schema(request=SameIn, responses=SuggestionOut)
    @action(detail=True, methods=["post"])
    def join(self, request, pk):
        """Note that another one says the same."""
        row, said = self.get_object(), self.read(SameIn)
        return self.answer(actions.join_suggestion(suggestion=row, by=self.by, **said))

    @extend_schema(request=Nothing, responses=SuggestionOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """Open it again."""
        row, _said = self.get_object(), self.read(Nothing)
        return self.answer(actions.reopen_suggestion(suggestion=row, by=self.by))
