"""Retention as JSON: the figures of the page, and the flags one by one."""

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from customers.api.shapes import RUNG_WORDS, RUNGS
from kit.api.fields import DayField, MomentField, MoneyField
from kit.api.serializers import Filters, Shown
from kit.api.views import ApiView, OwnedViewSet
from reports.models import Flag
from reports.retention import retention_of
from reports.wording import why_flagged

STATES = {
    "standing": {"judged_on": None, "cleared_on": None},
    "cleared": {"was_real": False},
    "real": {"was_real": True},
}


class CustomersOut(Shown):
    """People who ordered, how many of them ordered again, and what they bring. `rate` is in hundredths."""

    people = serializers.IntegerField()
    again = serializers.IntegerField()
    rate = serializers.IntegerField(allow_null=True)
    spent = serializers.SerializerMethodField()
    expected = serializers.SerializerMethodField()

    @extend_schema_field(MoneyField())
    def get_spent(self, figures):
        return self._money(figures.spent)

    @extend_schema_field(MoneyField(allow_null=True))
    def get_expected(self, figures):
        return self._money(figures.expected)

    def _money(self, amount):
        if amount is None:
            return None
        return {"amount": f"{amount:.2f}", "currency": self.context["request"].user.currency}


class CellOut(Shown):
    """How many of a cohort ordered in the month so many months after the first."""

    after = serializers.IntegerField()
    count = serializers.IntegerField()
    percent = serializers.IntegerField()


class CohortOut(Shown):
    """Who first ordered in the month that begins on that day."""

    month = DayField()
    people = serializers.IntegerField()
    cells = CellOut(many=True)


class DoorsOut(Shown):
    """Who came and who left in the month that begins on that day."""

    month = DayField()
    came = serializers.IntegerField()
    left = serializers.IntegerField()


class RungFlowOut(Shown):
    """Of those who stood on a rung in the last 90 days, how many climbed on."""

    rung = serializers.SerializerMethodField()
    stood = serializers.IntegerField(source="climbed.stood")
    climbed = serializers.IntegerField(source="climbed.climbed")

    @extend_schema_field(serializers.ChoiceField(list(RUNGS)))
    def get_rung(self, column):
        return RUNG_WORDS[column.rung]


class RecordOut(Shown):
    """How many flags raised in the month before this one were judged and real, and of all by the present rule."""

    month = DayField()
    judged = serializers.IntegerField()
    real = serializers.IntegerField()
    judged_ever = serializers.IntegerField()
    real_ever = serializers.IntegerField()


class BasisOut(Shown):
    """The fit on which chances rest. `trouble` says why there is none: own intervals serve instead."""

    as_of = DayField()
    people = serializers.IntegerField()
    repeat_buyers = serializers.IntegerField()
    r = serializers.FloatField(allow_null=True)
    alpha = serializers.FloatField(allow_null=True)
    a = serializers.FloatField(allow_null=True)
    b = serializers.FloatField(allow_null=True)
    trouble = serializers.CharField()


class RetentionOut(Shown):
    """Who of one's own customers stays. Several orders of a day are one."""

    figures = serializers.SerializerMethodField()
    cohorts = CohortOut(many=True)
    months = DoorsOut(many=True, source="doors")
    ladder = RungFlowOut(many=True, source="flow")
    record = RecordOut()
    basis = BasisOut(source="fit", allow_null=True)

    @extend_schema_field(CustomersOut())
    def get_figures(self, found):
        return CustomersOut(found.figures, context=self.context).data


class RetentionView(ApiView):
    """The figures of one's own customers."""

    @extend_schema(responses=RetentionOut)
    def get(self, request):
        """The reorder rate, cohorts of twelve months, who came and left, and how often flags were right."""
        return Response(RetentionOut(retention_of(request.user), context={"request": request}).data)


class FlagOut(Shown):
    """That somebody was said to be slipping away: why, what clears it, and what came of it."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    raised_on = DayField()
    rule = serializers.IntegerField()
    because = serializers.SerializerMethodField()
    chance = serializers.FloatField(allow_null=True)
    interval_days = serializers.IntegerField(allow_null=True)
    quiet_days = serializers.IntegerField()
    judge_on = DayField()
    judged_on = DayField(allow_null=True)
    was_real = serializers.BooleanField(allow_null=True)
    cleared_on = DayField(allow_null=True)
    created_at = MomentField()
    updated_at = MomentField()

    def get_because(self, flag) -> str:
        return why_flagged(flag, self.context["request"].user.today())


class FlagFilters(Filters):
    """Which flags: `standing`, `cleared` by an order, or `real`."""

    state = serializers.ChoiceField(list(STATES), required=False)
    person = serializers.UUIDField(required=False)


class FlagsViewSet(OwnedViewSet):
    """Flags, the latest first."""

    http_method_names = ("get", "head")
    model = Flag
    serializer_class = FlagOut
    filters = FlagFilters
    order = ("-raised_on", "-id")

    def rows(self, visible):
        return visible.filter(customer__deleted_at=None).select_related("customer")

    def narrow(self, rows, **wanted):
        if "person" in wanted:
            rows = rows.filter(customer=wanted["person"])
        kept = {
            "standing": {"judged_on": None, "cleared_on": None},
            "cleared": {"was_real": False},
            "real": {"was_real": True},
        }
        return rows.filter(**kept[wanted["state"]]) if "state" in wanted else rows
