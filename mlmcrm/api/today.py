"""The day, as the page shows it: what to do now, best first, each with its reason."""

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from customers.api.shapes import RUNG_WORDS, RUNGS
from customers.models.customer import Warmth
from followups.api.promise_shapes import PromiseOut
from followups.api.shapes import MessageOut, TaskOut
from followups.models import Promise, Task
from kit.api.fields import DayField
from kit.api.serializers import Shown
from kit.api.views import ApiView
from mlmcrm import wording
from mlmcrm.ranking import Reason
from mlmcrm.templatetags.today import best_way, quiet_for
from mlmcrm.today import day_of


class WayOut(Shown):
    """How to reach somebody: an address the phone understands, and the contact it is when done."""

    href = serializers.CharField()
    label = serializers.CharField()
    touch_kind = serializers.CharField(source="touch")


class AlsoOut(Shown):
    """What else waits for the same person."""

    task = serializers.SerializerMethodField()
    promise = serializers.SerializerMethodField()
    what = serializers.SerializerMethodField()

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_task(self, thing):
        return thing.pk if isinstance(thing, Task) else None

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_promise(self, thing):
        return thing.pk if isinstance(thing, Promise) else None

    def get_what(self, task) -> str:
        return wording.headline(task)


class TodayLineOut(Shown):
    """One person and what to do for them now: a task, else a promise that is due.

    `reasons` are codes, `because` says them in a sentence.
    """

    task = TaskOut(allow_null=True)
    promise = PromiseOut(allow_null=True)
    rung = serializers.SerializerMethodField()
    warmth = serializers.ChoiceField(Warmth.choices, source="person.warmth")
    what = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField()
    reasons = serializers.ListField(child=serializers.ChoiceField([reason.value for reason in Reason]))
    because = serializers.SerializerMethodField()
    way = serializers.SerializerMethodField()
    also = AlsoOut(many=True)

    @extend_schema_field(serializers.ChoiceField(list(RUNGS)))
    def get_rung(self, line) -> str:
        return RUNG_WORDS[line.person.rung]

    def get_what(self, line) -> str:
        return wording.headline(line.task or line.promise)

    def get_why(self, line) -> str:
        return wording.why(line.task or line.promise)

    def get_because(self, line) -> str:
        return wording.because(line.reasons)

    @extend_schema_field(WayOut(allow_null=True))
    def get_way(self, line):
        way = best_way(line.task or line.promise)
        return WayOut(way).data if way.href else None


class SlipperOut(Shown):
    """Somebody whose next order is missing: the last order days, and how long it has been."""

    person = serializers.UUIDField(source="person.pk")
    person_name = serializers.CharField(source="person.name")
    ordered_on = serializers.ListField(child=DayField(), source="days")
    state = serializers.SerializerMethodField()
    overdue_days = serializers.IntegerField()
    quiet_days = serializers.IntegerField()
    said = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(["slipping", "cooling"]))
    def get_state(self, slipper) -> str:
        return "cooling" if slipper.cooling else "slipping"

    def get_said(self, slipper) -> str:
        return quiet_for(slipper)


class DayOut(Shown):
    """Everything on Today. `waiting` lines stand behind the daily limit."""

    day = serializers.SerializerMethodField()
    lines = TodayLineOut(many=True)
    waiting = serializers.IntegerField()
    done = serializers.IntegerField()
    limit = serializers.IntegerField()
    minutes = serializers.IntegerField()
    drafts = MessageOut(many=True)
    drafts_count = serializers.IntegerField()
    slippers = SlipperOut(many=True)
    sent = serializers.IntegerField()
    planned = serializers.IntegerField()

    @extend_schema_field(DayField)
    def get_day(self, day):
        return self.context["request"].user.today().isoformat()


class TodayView(ApiView):
    """The day of whoever asks."""

    @extend_schema(responses=DayOut)
    def get(self, request):
        """What to do now, best first, each with its reason."""
        gathered = day_of(request.user)
        return Response(DayOut(gathered, context={"request": request}).data)
