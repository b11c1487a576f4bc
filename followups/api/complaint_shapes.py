"""How complaints look as JSON, and what can be said of them."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from followups.actions.complaints.healing import LONGEST_CAUSE, LONGEST_LINE
from followups.actions.complaints.holding import LONGEST_TEXT, LONGEST_WISH
from followups.api.shapes import people_of
from followups.models.complaint import Cause, ComplaintOrigin, ComplaintState, Outcome
from kit.api.fields import (
    DayField,
    IdField,
    MomentField,
    MoneyField,
    SinceField,
    TextField,
    YesNoField,
)
from kit.api.serializers import Filters, Shown, StrictSerializer


class ComplaintOut(Shown):
    """That somebody is not content. While it is open, nothing is sold to them; only their own word closes it."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    state = serializers.ChoiceField(ComplaintState.choices)
    text = serializers.CharField()
    wish = serializers.CharField()
    origin = serializers.ChoiceField(ComplaintOrigin.choices)
    about_me = serializers.BooleanField(source="about_owner")
    order = serializers.UUIDField(source="order_id", allow_null=True)
    added = serializers.SerializerMethodField()
    opened_at = MomentField()
    answer_by = MomentField()
    answered_at = MomentField(allow_null=True)
    heard = serializers.CharField()
    remedy = serializers.CharField()
    remedy_cost = serializers.SerializerMethodField()
    put_right_at = MomentField(allow_null=True)
    extra = serializers.CharField()
    extra_cost = serializers.SerializerMethodField()
    promise = serializers.UUIDField(source="promise_id", allow_null=True)
    ask_on = DayField(allow_null=True)
    asked_at = MomentField(allow_null=True)
    closed_at = MomentField(allow_null=True)
    outcome = serializers.ChoiceField(Outcome.choices, allow_blank=True)
    closing_words = serializers.CharField()
    cause = serializers.ChoiceField(Cause.choices, allow_blank=True)
    cause_words = serializers.CharField()
    sponsor_words = serializers.CharField()
    sponsor_answer = serializers.CharField()
    speaks_with_sponsor = serializers.SerializerMethodField()
    revoked_at = MomentField(allow_null=True)
    version = serializers.IntegerField()
    created_at = MomentField()
    updated_at = MomentField()

    def get_added(self, row) -> list[str]:
        """What was said later, the oldest first."""
        return [word.text for word in row.words.all()]

    @extend_schema_field(MoneyField(allow_null=True))
    def get_remedy_cost(self, row):
        return _money(row.remedy_cost, row)

    @extend_schema_field(MoneyField(allow_null=True))
    def get_extra_cost(self, row):
        return _money(row.extra_cost, row)

    def get_speaks_with_sponsor(self, row) -> bool:
        """Whether they would rather speak with the sponsor."""
        return bool(row.sponsor_contact)


class CostField(MoneyField):
    """An amount in the company's currency; read as the amount alone."""

    def to_internal_value(self, data):
        money, currency = super().to_internal_value(data), self.context["request"].user.currency
        if money["currency"] != currency:
            raise serializers.ValidationError(_("In %(currency)s, please.") % {"currency": currency})
        return money["amount"]


class ComplaintIn(StrictSerializer):
    """What happened, in their words, and what would put it right."""

    person = IdField(people_of)
    text = TextField(max_length=LONGEST_TEXT)
    wish = TextField(max_length=LONGEST_WISH, required=False, allow_blank=True)
    about_me = YesNoField(required=False)
    order = serializers.UUIDField(required=False)


class ChangedComplaintIn(StrictSerializer):
    """What is noted about it: its cause, what would put it right."""

    wish = TextField(max_length=LONGEST_WISH, required=False, allow_blank=True)
    cause = serializers.ChoiceField(Cause.choices, required=False)
    cause_words = TextField(max_length=LONGEST_CAUSE, required=False, allow_blank=True)
    about_me = YesNoField(required=False)
    order = serializers.UUIDField(required=False)


class AddedIn(StrictSerializer):
    """More that was said about it."""

    text = TextField(max_length=LONGEST_TEXT)


class HeardIn(StrictSerializer):
    """What was heard, with which sorry was said."""

    heard = TextField(max_length=LONGEST_TEXT)


class RemedyIn(StrictSerializer):
    """How it is put right; the person reads it."""

    remedy = TextField(max_length=LONGEST_LINE)
    cost = CostField(required=False)


class ExtraIn(StrictSerializer):
    """What is given beside it that was not promised."""

    extra = TextField(max_length=LONGEST_LINE)
    cost = CostField(required=False)


class ArrivalIn(StrictSerializer):
    """When it is thought to arrive; they are told the day after, unless `told_on` says another."""

    planned_on = DayField()
    told_on = DayField(required=False)


class EndIn(StrictSerializer):
    """How it ended, in the words of the person, who alone can say so."""

    words = TextField(max_length=LONGEST_WISH)
    outcome = serializers.ChoiceField(Outcome.choices, required=False)


class NotYetIn(StrictSerializer):
    """That it is not put right yet; their words may be left out."""

    words = TextField(max_length=LONGEST_WISH, required=False, allow_blank=True)


class SponsorIn(StrictSerializer):
    """What the sponsor is asked, without saying who it is."""

    words = TextField(max_length=LONGEST_WISH)


class ComplaintFilters(Filters):
    """Which complaints: `open=true` those that are to be put right, the most urgent first."""

    state = serializers.ChoiceField(ComplaintState.choices, required=False)
    open = serializers.BooleanField(required=False)
    person = serializers.UUIDField(required=False)
    updated_since = SinceField(required=False)


def _money(amount, row):
    return None if amount is None else MoneyField().to_representation((amount, row.owner.currency))
