"""How surveys and suggestions look as JSON, and what can be said of them."""

from rest_framework import serializers

from followups.actions.surveys.suggestions import LONGEST_ANSWER
from followups.api.shapes import people_of
from followups.models import Suggestion
from followups.models.survey import Measure, Occasion, SuggestionState
from followups.surveying import LONGEST
from kit.api.fields import DayField, IdField, MomentField, SinceField, TextField
from kit.api.serializers import Filters, Shown, StrictSerializer


def suggestions_of(viewer):
    return Suggestion.objects.visible_to(viewer).filter(revoked_at=None, customer__deleted_at=None)


class SurveyOut(Shown):
    """A question to one person and the answer. `message` is None for one that was asked in person."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    message = serializers.UUIDField(source="message_id", allow_null=True)
    occasion = serializers.ChoiceField(Occasion.choices)
    measure = serializers.ChoiceField(Measure.choices)
    asked_at = MomentField()
    closes_at = MomentField()
    answered_at = MomentField(allow_null=True)
    score = serializers.IntegerField(allow_null=True)
    why = serializers.CharField()
    better = serializers.CharField()
    may_call = serializers.BooleanField()
    would_introduce = serializers.BooleanField()
    complaint = serializers.UUIDField(source="complaint_id", allow_null=True)
    refused_at = MomentField(allow_null=True)
    revoked_at = MomentField(allow_null=True)
    version = serializers.IntegerField()
    updated_at = MomentField()


class SurveyIn(StrictSerializer):
    """What somebody said who was asked in person: how content from 1 to 5, how likely to recommend from 0 to 10."""

    person = IdField(people_of)
    measure = serializers.ChoiceField(Measure.choices, default=Measure.CSAT)
    score = serializers.IntegerField()
    why = TextField(max_length=LONGEST, required=False, allow_blank=True)
    better = TextField(max_length=LONGEST, required=False, allow_blank=True)
    may_call = serializers.BooleanField(required=False)
    would_introduce = serializers.BooleanField(required=False)


class AskIn(StrictSerializer):
    """To whom the questions go, and on which scale."""

    person = IdField(people_of)
    measure = serializers.ChoiceField(Measure.choices, default=Measure.CSAT)


class AskedOut(Shown):
    """The letter with which somebody is asked."""

    message = serializers.UUIDField(source="pk")
    person = serializers.UUIDField(source="customer_id")
    state = serializers.CharField()
    due_at = MomentField()


class SurveyFilters(Filters):
    """Which surveys. `q` are words of the answers, `answered=yes` leaves out those without one."""

    person = serializers.UUIDField(required=False)
    occasion = serializers.ChoiceField(Occasion.choices, required=False)
    measure = serializers.ChoiceField(Measure.choices, required=False)
    answered = serializers.ChoiceField(["yes", "no"], required=False)
    q = serializers.CharField(required=False, max_length=200)
    updated_since = SinceField(required=False)


class FigureOut(Shown):
    """A figure and the interval in which it lies, with 95 %; null where the answers are too few."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class SummaryOut(Shown):
    """What answers on a scale come to."""

    measure = serializers.ChoiceField(Measure.choices)
    asked = serializers.IntegerField()
    answered = serializers.IntegerField(source="n")
    response = FigureOut()
    content = FigureOut()
    to_put_right = FigureOut(source="low")
    score = FigureOut()
    counts = serializers.ListField(child=serializers.IntegerField())


class SummaryFilters(Filters):
    """Of surveys asked on which days, both included."""

    first = DayField()
    last = DayField()


class SuggestionOut(Shown):
    """What somebody proposed, and what came of it. `same_as` is another that says the same."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    survey = serializers.UUIDField(source="survey_id", allow_null=True)
    text = serializers.CharField()
    said_at = MomentField()
    state = serializers.ChoiceField(SuggestionState.choices)
    same_as = serializers.UUIDField(source="same_as_id", allow_null=True)
    answer = serializers.CharField()
    closed_at = MomentField(allow_null=True)
    revoked_at = MomentField(allow_null=True)
    version = serializers.IntegerField()
    updated_at = MomentField()


class SuggestionDoneIn(StrictSerializer):
    """What was done; goes to each who said so."""

    answer = TextField(max_length=LONGEST_ANSWER)


class DeclinedIn(StrictSerializer):
    """Why it cannot be followed, for oneself."""

    reason = TextField(max_length=300, required=False, allow_blank=True)


class SameIn(StrictSerializer):
    """The one that says the same."""

    to = IdField(suggestions_of)


class SuggestionFilters(Filters):
    """Which suggestions."""

    state = serializers.ChoiceField(SuggestionState.choices, required=False)
    person = serializers.UUIDField(required=False)
    updated_since = SinceField(required=False)
