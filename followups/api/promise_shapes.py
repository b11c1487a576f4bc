"""How promises look as JSON, and what can be said of them."""

from rest_framework import serializers

from followups.actions.promises import LONGEST_REASON, LONGEST_TEXT
from followups.api.shapes import people_of
from followups.coaching import OWN, TEAM, USUAL
from followups.models.promise import PromiseKind, PromiseOrigin, PromiseState
from kit.api.fields import DayField, IdField, MomentField, SinceField, TextField
from kit.api.serializers import Filters, Shown, StrictSerializer


class PromiseOut(Shown):
    """Something promised to a person. Kept is judged by `told_on`; one that was taken back was never given.

    `missed_on` is the day told first, where it went by before another was told: then that one counts.
    What has the origin `order` is its told delivery, and goes with the order `origin_id`.
    """

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    text = serializers.CharField()
    kind = serializers.ChoiceField(PromiseKind.choices)
    extra = serializers.CharField()
    given_on = DayField()
    due_on = DayField()
    told_on = DayField()
    missed_on = DayField(allow_null=True)
    ended_on = DayField(allow_null=True)
    state = serializers.ChoiceField(PromiseState.choices)
    reason = serializers.CharField()
    origin = serializers.ChoiceField(PromiseOrigin.choices)
    origin_id = serializers.UUIDField(allow_null=True)
    closed_at = MomentField(allow_null=True)
    revoked_at = MomentField(allow_null=True)
    version = serializers.IntegerField()
    created_at = MomentField()
    updated_at = MomentField()


class PromiseIn(StrictSerializer):
    """A promise to somebody; `told_on` is `due_on` if left out, and both are the coach's without either.

    Without a `kind` it is what the words sound like.
    """

    person = IdField(people_of)
    text = TextField(max_length=LONGEST_TEXT)
    due_on = DayField(required=False)
    told_on = DayField(required=False)
    kind = serializers.ChoiceField(PromiseKind.choices, required=False)
    extra = TextField(max_length=LONGEST_TEXT, required=False, allow_blank=True)


class ChangedPromiseIn(StrictSerializer):
    """Other words or days of an open promise."""

    text = TextField(max_length=LONGEST_TEXT, required=False)
    due_on = DayField(required=False)
    told_on = DayField(required=False)
    kind = serializers.ChoiceField(PromiseKind.choices, required=False)
    extra = TextField(max_length=LONGEST_TEXT, required=False, allow_blank=True)


class KeptIn(StrictSerializer):
    """When it was done, today if left out, and what was given beside it."""

    on = DayField(required=False)
    extra = TextField(max_length=LONGEST_TEXT, required=False, allow_blank=True)


class ProposeIn(Filters):
    """What is being promised: the words, or their kind."""

    text = serializers.CharField(max_length=LONGEST_TEXT, required=False)
    kind = serializers.ChoiceField(PromiseKind.choices, required=False)


class AdviceOut(Shown):
    """The day to tell, and the day to mean to do it by.

    `days` from today hold nine of ten of such promises and one in hand; `known` of one's own stand
    behind it, `basis` says whose days decided. Both days are moved on to days of work.
    """

    kind = serializers.ChoiceField(PromiseKind.choices)
    due_on = DayField()
    told_on = DayField()
    days = serializers.IntegerField(source="proposal.days")
    known = serializers.IntegerField(source="proposal.known")
    basis = serializers.ChoiceField([OWN, TEAM, USUAL], source="proposal.basis")


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
