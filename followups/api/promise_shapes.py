"""How promises look as JSON, and what can be said of them."""

from rest_framework import serializers

from followups.actions.promises import LONGEST_REASON, LONGEST_TEXT
from followups.api.shapes import people_of
from followups.models.promise import PromiseOrigin, PromiseState
from kit.api.fields import DayField, IdField, MomentField, SinceField, TextField
from kit.api.serializers import Filters, Shown, StrictSerializer


class PromiseOut(Shown):
    """Something promised to a person. Kept is judged by `told_on`; one that was taken back was never given."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    text = serializers.CharField()
    due_on = DayField()
    told_on = DayField()
    state = serializers.ChoiceField(PromiseState.choices)
    reason = serializers.CharField()
    origin = serializers.ChoiceField(PromiseOrigin.choices)
    closed_at = MomentField(allow_null=True)
    revoked_at = MomentField(allow_null=True)
    version = serializers.IntegerField()
    created_at = MomentField()
    updated_at = MomentField()


class PromiseIn(StrictSerializer):
    """A promise to somebody; `told_on` is `due_on` if left out."""

    person = IdField(people_of)
    text = TextField(max_length=LONGEST_TEXT)
    due_on = DayField()
    told_on = DayField(required=False)


class ChangedPromiseIn(StrictSerializer):
    """Other words or days of an open promise."""

    text = TextField(max_length=LONGEST_TEXT, required=False)
    due_on = DayField(required=False)
    told_on = DayField(required=False)


class WhyBrokenIn(StrictSerializer):
    """Why it cannot be kept."""

    reason = TextField(max_length=LONGEST_REASON)


class WhyReleasedIn(StrictSerializer):
    """Why they no longer want it; may be left out."""

    reason = TextField(max_length=LONGEST_REASON, required=False, allow_blank=True)


class PromiseFilters(Filters):
    """Which promises. `due=now` are the open ones of today and before."""

    state = serializers.ChoiceField(PromiseState.choices, required=False)
    due = serializers.ChoiceField(["now"], required=False)
    person = serializers.UUIDField(required=False)
    updated_since = SinceField(required=False)
