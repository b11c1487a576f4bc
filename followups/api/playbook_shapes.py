"""How playbooks look as JSON: their steps, what differs, the dry run."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.ladder import Rung
from customers.models.consent import Purpose
from customers.models.customer import Channel
from followups.api.shapes import people_of
from followups.drafting import draft_steps, live_steps
from followups.letters import LONGEST_SUBJECT, LONGEST_TEXT
from followups.models.kinds import TaskKind
from followups.models.rule import Action, Anchor, Stop, Unit
from followups.soundness import MOST_STEPS
from followups.steps import CHANGED, EDITABLE, GONE, NEW
from kit.api.fields import (
    ClockField,
    DayField,
    IdField,
    MomentField,
    SinceField,
    TextField,
    WholeField,
    YesNoField,
)
from kit.api.serializers import Filters, Shown, StrictSerializer

RUNGS = {rung.name.lower(): rung.value for rung in Rung}
RUNG_WORDS = {value: word for word, value in RUNGS.items()}
LEAST, MOST = -32_768, 32_767  # what a step may say stands in followups/soundness.py
MOST_DAYS_AHEAD = 90


class StepOut(Shown):
    """A step. Days count from `anchor`; `keep_hours` after its time it is too late; `letter` names a letter of the house."""

    key = serializers.CharField()
    title = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(TaskKind.choices)
    action = serializers.ChoiceField(Action.choices)
    anchor = serializers.ChoiceField(Anchor.choices)
    offset_days = serializers.IntegerField()
    cold_offset_days = serializers.IntegerField(allow_null=True)
    delay_seconds = serializers.IntegerField()
    every = serializers.IntegerField()
    every_unit = serializers.ChoiceField(Unit.choices)
    times = serializers.IntegerField(allow_null=True)
    until_days = serializers.IntegerField(allow_null=True)
    at_time = ClockField()
    until_time = ClockField(allow_null=True)
    keep_hours = serializers.IntegerField()
    channels = serializers.ListField(child=serializers.ChoiceField(Channel.choices))
    purpose = serializers.ChoiceField(Purpose.choices)
    stops = serializers.ListField(child=serializers.ChoiceField(Stop.choices))
    letter = serializers.CharField()
    subject = serializers.CharField()
    text = serializers.CharField()
    script = serializers.CharField()
    priority = serializers.IntegerField()
    is_active = serializers.BooleanField()

    def get_title(self, step) -> str:
        return _(step.title) if step.title else ""


class StepIn(StrictSerializer):
    """A step with a known `key` keeps what is left out; one without is new."""

    key = TextField(required=False, max_length=40)
    title = TextField(required=False, max_length=120)
    kind = serializers.ChoiceField(TaskKind.choices, required=False)
    action = serializers.ChoiceField(Action.choices, required=False)
    anchor = serializers.ChoiceField(Anchor.choices, required=False)
    offset_days = WholeField(required=False, min_value=LEAST, max_value=MOST)
    cold_offset_days = WholeField(required=False, allow_null=True, min_value=LEAST, max_value=MOST)
    delay_seconds = WholeField(required=False, min_value=0)
    every = WholeField(required=False, min_value=0, max_value=MOST)
    every_unit = serializers.ChoiceField(Unit.choices, required=False)
    times = WholeField(required=False, allow_null=True, min_value=1, max_value=MOST)
    until_days = WholeField(required=False, allow_null=True, min_value=1, max_value=MOST)
    at_time = ClockField(required=False)
    until_time = ClockField(required=False, allow_null=True)
    keep_hours = WholeField(required=False, min_value=1)
    channels = serializers.ListField(required=False, child=serializers.ChoiceField(Channel.choices))
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    stops = serializers.ListField(required=False, child=serializers.ChoiceField(Stop.choices))
    letter = TextField(required=False, allow_blank=True, max_length=40)
    subject = TextField(required=False, allow_blank=True, max_length=LONGEST_SUBJECT)
    text = TextField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    script = TextField(required=False, allow_blank=True, max_length=5000)
    priority = WholeField(required=False, min_value=0, max_value=9)
    is_active = YesNoField(required=False)


class DraftIn(StrictSerializer):
    """All steps in their order; a step that is left out is taken out."""

    steps = serializers.ListField(child=StepIn(), max_length=MOST_STEPS)


class WhyItMayStayIn(StrictSerializer):
    """Why words that promise income or health may stay; needed only where there are some."""

    reason = TextField(required=False, allow_blank=True, max_length=500)


class DaysIn(StrictSerializer):
    """How many days to look ahead; 30 if left out."""

    days = WholeField(required=False, min_value=1, max_value=MOST_DAYS_AHEAD)


class ReadIn(StrictSerializer):
    """The letter of which step, for whom."""

    step = TextField(max_length=40)
    person = IdField(people_of)


class PlaybookOut(Shown):
    """A playbook. One of the house is everybody's until they change it. `mark` names the state that was read."""

    id = serializers.UUIDField()
    key = serializers.CharField()
    title = serializers.SerializerMethodField()
    about = serializers.SerializerMethodField()
    rung = serializers.SerializerMethodField()
    is_house = serializers.SerializerMethodField()
    steps_count = serializers.IntegerField()
    has_draft = serializers.SerializerMethodField()
    version = serializers.IntegerField()
    mark = serializers.CharField()
    shared_at = MomentField(allow_null=True)
    source = serializers.UUIDField(source="source_id", allow_null=True)
    source_version = serializers.IntegerField(allow_null=True)
    created_at = MomentField()
    updated_at = MomentField()

    def get_title(self, playbook) -> str:
        return _(playbook.title)

    def get_about(self, playbook) -> str:
        return _(playbook.about) if playbook.about else ""

    @extend_schema_field(serializers.ChoiceField(list(RUNGS), allow_null=True))
    def get_rung(self, playbook):
        return RUNG_WORDS.get(playbook.rung)

    def get_is_house(self, playbook) -> bool:
        return playbook.owner_id is None

    def get_has_draft(self, playbook) -> bool:
        return playbook.draft is not None


class PlaybookWithStepsOut(PlaybookOut):
    """A playbook with its steps: those that are live, and those that are being edited, null while nothing is."""

    steps = serializers.SerializerMethodField()
    draft = serializers.SerializerMethodField()

    @extend_schema_field(StepOut(many=True))
    def get_steps(self, playbook):
        return StepOut(live_steps(playbook), many=True).data

    @extend_schema_field(StepOut(many=True, allow_null=True))
    def get_draft(self, playbook):
        if playbook.draft is None:
            return None
        return StepOut(draft_steps(playbook), many=True).data


class SharedPlaybookOut(PlaybookOut):
    """A playbook that a leader above shares."""

    owner_name = serializers.CharField(source="owner.name")


class ChangeOut(Shown):
    """What becomes of a step; `waiting` is how much is planned by it now."""

    key = serializers.CharField()
    title = serializers.SerializerMethodField()
    what = serializers.ChoiceField([NEW, CHANGED, GONE])
    moved = serializers.BooleanField()
    fields = serializers.ListField(child=serializers.ChoiceField(EDITABLE))
    waiting = serializers.SerializerMethodField()

    def get_title(self, change) -> str:
        return _(change.title)

    def get_waiting(self, change) -> int:
        return self.context["waiting"].get(change.key, 0)


class FaultOut(Shown):
    """What keeps the draft from going live."""

    key = serializers.CharField()
    field = serializers.CharField()
    sentence = serializers.CharField()
    line = serializers.IntegerField(allow_null=True)


class DifferenceOut(serializers.Serializer):
    """What going live would change, and what keeps it from going live."""

    changes = ChangeOut(many=True)
    faults = FaultOut(many=True)


class NewsOut(serializers.Serializer):
    """What the original changed since it was taken; nothing, if it did not."""

    version = serializers.IntegerField(allow_null=True)
    changes = ChangeOut(many=True)


class LineOut(Shown):
    """What somebody would get. The channel is empty for something to do.

    `together` is the title of what it is done, or goes, with; `why` says what it gives way to, or why it is no letter.
    """

    when = MomentField()
    day = DayField(source="local_date")
    person = serializers.UUIDField(source="person.pk")
    person_name = serializers.CharField(source="person.name")
    step = serializers.CharField(source="step_key")
    title = serializers.SerializerMethodField()
    channel = serializers.CharField()
    action = serializers.ChoiceField(Action.choices)
    together = serializers.SerializerMethodField()
    why = serializers.CharField()

    def get_together(self, line) -> str:
        return _(line.together) if line.together else ""

    def get_title(self, line) -> str:
        return _(line.title)


class HeldOut(Shown):
    """What somebody would not get, and why."""

    person = serializers.UUIDField(source="person.pk")
    person_name = serializers.CharField(source="person.name")
    step = serializers.CharField(source="step_key")
    title = serializers.SerializerMethodField()
    code = serializers.CharField()
    sentence = serializers.CharField()

    def get_title(self, held) -> str:
        return _(held.title)


class DryRunOut(serializers.Serializer):
    """Who would get what and when, and who not and why: the first 500 of each, and how many there are."""

    people = serializers.IntegerField()
    lines_count = serializers.IntegerField()
    held_count = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())
    lines = LineOut(many=True)
    held = HeldOut(many=True)


class PlanningOut(Shown):
    """How far what waits has been planned anew since the playbook went live for many people; `ended_at` when all was."""

    people = serializers.IntegerField()
    people_done = serializers.IntegerField(source="done")
    moved = serializers.IntegerField()
    added = serializers.IntegerField()
    gone = serializers.IntegerField()
    begun_at = MomentField(source="created_at")
    ended_at = MomentField(allow_null=True)


class PlanningsOut(serializers.Serializer):
    """The last one; null where nothing was left to a worker."""

    planning = PlanningOut(allow_null=True)


class PreviewOut(serializers.Serializer):
    """How the letter reads, and in which language."""

    subject = serializers.CharField()
    text = serializers.CharField()
    language = serializers.CharField()


class PlaybookFilters(Filters):
    """Which playbooks."""

    rung = serializers.ChoiceField(list(RUNGS), required=False)
    updated_since = SinceField(required=False)
