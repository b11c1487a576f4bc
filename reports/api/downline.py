"""A downline as JSON: its people with their figures, the totals of the line, and as of when."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from kit.api.errors import not_found
from kit.api.fields import DayField, MomentField
from kit.api.paging import MOST, USUAL, limit_of
from kit.api.serializers import Filters, Shown
from kit.api.views import ApiView
from reports.asked import MOST_LEVEL, STATUSES
from reports.columns import BY_NAME
from reports.downline import LEFT, Downline
from reports.few import BAND_WORDS, UNDER, told
from reports.team_report import Report, steadily
from team.figures import BY_NAME as FIGURES
from team.in_action import State

FIGURE = {
    "description": "A count or minutes as a number, volume as text, money as an object; "
    f"`{UNDER}` instead of one to four customers.",
    "oneOf": [
        {"type": "integer"},
        {"type": "string", "pattern": r"^(<5|-?\d+\.\d\d)$"},
        {
            "type": "object",
            "required": ["amount", "currency"],
            "properties": {"amount": {"type": "string"}, "currency": {"type": "string"}},
        },
    ],
}
BY_COLUMN = {"type": "object", "additionalProperties": FIGURE}


class DownlineFilters(Filters):
    """Which people, which figures and in which order."""

    month = serializers.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$", required=False, help_text=_("One of the last 24.")
    )
    top = serializers.UUIDField(required=False, help_text=_("Somebody of the line, below whom to look."))
    name = serializers.CharField(required=False, max_length=200, help_text=_("A part of the name."))
    level_from = serializers.IntegerField(required=False, min_value=1, max_value=MOST_LEVEL)
    level_to = serializers.IntegerField(required=False, min_value=1, max_value=MOST_LEVEL)
    country = serializers.RegexField(r"^[A-Za-z]{2}$", required=False)
    status = serializers.ChoiceField(STATUSES, required=False)
    state = serializers.ChoiceField([str(state) for state in State], required=False)
    joined_from = DayField(required=False)
    joined_to = DayField(required=False)
    leg = serializers.RegexField(
        r"^[0-9A-Fa-f,-]+$", required=False, help_text=_("Of the frontline below the top, by commas.")
    )
    at_least = serializers.CharField(
        required=False, max_length=500, help_text=_("Columns and numbers: `volume:100,line_members:5`.")
    )
    at_most = serializers.CharField(required=False, max_length=500, help_text=_("The same: `orders:0`."))
    sort = serializers.RegexField(
        r"^[a-z_,-]+$",
        required=False,
        max_length=100,
        help_text=_(
            "Up to three of `tree level name joined_on last_active`, by commas, `-` before what falls."
        ),
    )
    columns = serializers.RegexField(
        r"^[a-z_,]+$", required=False, help_text=_("Figures by commas, or `all`. `line_` is of the line.")
    )


class SomebodyOut(Shown):
    """Somebody of the line, by name."""

    id = serializers.UUIDField(source="uuid")
    number = serializers.CharField()
    name = serializers.CharField()


class DownlineRowOut(Shown):
    """Somebody of a downline. The level counts from the viewer, the leg from the top of the report."""

    id = serializers.UUIDField(source="person.uuid")
    level = serializers.IntegerField()
    leg = SomebodyOut(allow_null=True)
    number = serializers.CharField(source="person.number")
    name = serializers.CharField(source="person.name")
    country = serializers.CharField(source="person.country")
    status = serializers.ChoiceField(STATUSES, source="person.status")
    joined_on = DayField(source="person.joined_on")
    sponsor = SomebodyOut(allow_null=True)
    enroller = SomebodyOut(allow_null=True)
    rank = serializers.IntegerField(source="person.rank")
    paid_rank = serializers.IntegerField(source="person.paid_rank")
    last_active = serializers.ChoiceField(list(BAND_WORDS), source="band")
    state = serializers.ChoiceField([*(str(state) for state in State), LEFT])
    figures = serializers.SerializerMethodField()

    @extend_schema_field(BY_COLUMN)
    def get_figures(self, row):
        columns, currency = self.context["columns"], self.context["currency"]
        return {column.name: shown(column.of(row), column.kind, currency) for column in columns}


class TotalsOut(Shown):
    """The whole line below the top and the top, whatever the filters: of the month, and as it stands now.

    `waiting` people did something that is not counted yet.
    """

    month = serializers.SerializerMethodField()
    people = serializers.IntegerField()
    waiting = serializers.IntegerField()
    own = serializers.SerializerMethodField()
    line = serializers.SerializerMethodField()
    own_now = serializers.SerializerMethodField()
    line_now = serializers.SerializerMethodField()

    def get_month(self, report) -> str:
        return f"{report.month // 100:04}-{report.month % 100:02}"

    @extend_schema_field(BY_COLUMN)
    def get_own(self, report):
        return self._own(report.own)

    @extend_schema_field(BY_COLUMN)
    def get_line(self, report):
        return self._line(report.line, report.own)

    @extend_schema_field(BY_COLUMN)
    def get_own_now(self, report):
        return self._own(report.own_now)

    @extend_schema_field(BY_COLUMN)
    def get_line_now(self, report):
        return self._line(report.line_now, report.own_now)

    def _own(self, figures):
        mine = self.context["mine"]
        return self._shown({name: n if mine else told(name, n) for name, n in figures.items()})

    def _line(self, figures, own):
        """What others did is never told by taking one's own from the sum."""
        of_others = {name: n - own[name] if self.context["mine"] else n for name, n in figures.items()}
        hidden = {name for name, n in of_others.items() if told(name, n) != n}
        return self._shown({name: UNDER if name in hidden else n for name, n in figures.items()})

    def _shown(self, figures):
        currency = self.context["currency"]
        return {name: shown(value, FIGURES[name].kind, currency) for name, value in figures.items()}


def shown(value: int | str, kind: str, currency: str):
    """A figure as it travels."""
    if isinstance(value, str) or kind not in ("money", "volume"):
        return value
    text = f"{value / 100:.2f}"
    return {"amount": text, "currency": currency} if kind == "money" else text


class DownlineOut(serializers.Serializer):
    rows = DownlineRowOut(many=True)
    totals = TotalsOut()
    as_of = MomentField()
    next = serializers.CharField(
        allow_null=True, help_text=_("The cursor of the next page, null on the last.")
    )


class DownlineView(ApiView):
    """The people of one's downline, with figures of theirs and of their lines."""

    def reads_parameters(self) -> bool:
        return True

    @extend_schema(
        parameters=[
            DownlineFilters,
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
                description="How many rows a page has at most.",
            ),
            OpenApiParameter(
                "cursor", OpenApiTypes.STR, description="The `next` of the page before, with the same order."
            ),
        ],
        responses=DownlineOut,
        summary="Read the report of a downline",
    )
    def get(self, request):
        """Rows of the people below, by filters and in an order; the totals are of the whole line."""
        if request.user.path is None:
            raise not_found()
        given = request.query_params
        DownlineFilters.read(given)
        size = limit_of(given.get("limit"))
        downline = Downline.of(request.user, given)
        report, page = steadily(
            downline.top.company_id,
            lambda: (
                Report.read(request.user, downline.top, downline.asked.month),
                downline.page(given.get("cursor", ""), size),
            ),
        )
        context = {
            "currency": request.user.currency,
            "mine": downline.top.pk == request.user.pk,
            "columns": [BY_NAME[name] for name in downline.asked.columns if BY_NAME[name].figure],
        }
        return Response(
            {
                "rows": DownlineRowOut(page.rows, many=True, context=context).data,
                "totals": TotalsOut(report, context=context).data,
                "as_of": MomentField().to_representation(report.as_of),
                "next": page.next or None,
            }
        )
