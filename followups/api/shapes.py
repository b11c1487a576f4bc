"""How tasks and messages look as JSON, and what can be said of them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.api.many import ManyIn
from customers.models import Customer
from customers.models.customer import Channel
from customers.models.touch import TouchKind
from followups import wording
from followups.enclosing import goes_along
from followups.letters import LONGEST_SUBJECT, LONGEST_TEXT, letter_as_it_stands
from followups.models.kinds import ALL_KINDS, TaskKind
from followups.models.message import State
from followups.models.task import TaskState
from followups.showing import GROUPS
from kit.api.fields import DayField, IdField, MomentField, SinceField, TextField
from kit.api.serializers import Filters, Shown, StrictSerializer

LONGEST_TITLE = 200
DUE = ("now", "later")


def people_of(viewer):
    return Customer.objects.visible_to(viewer)


class TaskOut(Shown):
    """Something owed to a person. `script` are words that help."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    kind = serializers.ChoiceField(ALL_KINDS)
    title = serializers.CharField()
    script = serializers.CharField()
    state = serializers.ChoiceField(TaskState.choices)
    reason = serializers.CharField()
    day = DayField(source="local_date")
    due_at = MomentField()
    expires_at = MomentField(allow_null=True)
    snoozed_until = MomentField(allow_null=True)
    closed_at = MomentField(allow_null=True)
    created_at = MomentField()
    updated_at = MomentField()


class TaskIn(StrictSerializer):
    """Something to do for a person; `day` is today if left out."""

    person = IdField(people_of)
    kind = serializers.ChoiceField(TaskKind.choices, required=False)
    day = DayField(required=False)
    title = TextField(max_length=LONGEST_TITLE, required=False, allow_blank=True)


class TaskManyIn(ManyIn):
    """The same thing to do for people; `day` is today if left out."""

    kind = serializers.ChoiceField(TaskKind.choices, required=False)
    day = DayField(required=False)
    title = TextField(max_length=LONGEST_TITLE, required=False, allow_blank=True)


class DoneIn(StrictSerializer):
    """By which kind of contact a task was done, if by one; it is logged."""

    touch_kind = serializers.ChoiceField(TouchKind.choices, required=False)


class LaterIn(StrictSerializer):
    """Until when; the morning of the next working day if left out."""

    until = MomentField(required=False)


class WhyIn(StrictSerializer):
    """Why; may be left out."""

    reason = TextField(max_length=500, required=False, allow_blank=True)


class TaskFilters(Filters):
    """Which tasks. `due=now` are the open ones that are due and not put off, `later` the other open ones."""

    state = serializers.ChoiceField(TaskState.choices, required=False)
    due = serializers.ChoiceField(DUE, required=False)
    person = serializers.UUIDField(required=False)
    updated_since = SinceField(required=False)


class MessageOut(Shown):
    """A letter: in which state it is, and why. The subject is missing until there are words."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    person_name = serializers.CharField(source="customer.name")
    rule = serializers.CharField(source="rule.key")
    kind = serializers.ChoiceField(ALL_KINDS, source="rule.kind")
    cause = serializers.SerializerMethodField()
    channel = serializers.ChoiceField(Channel.choices)
    state = serializers.ChoiceField(State.choices)
    reason_code = serializers.CharField()
    reason = serializers.CharField()
    subject = serializers.SerializerMethodField()
    due_at = MomentField()
    expires_at = MomentField()
    sent_at = MomentField(allow_null=True)
    resend_of = serializers.UUIDField(source="resend_of_id", allow_null=True)
    created_at = MomentField()
    updated_at = MomentField()

    def get_cause(self, message) -> str:
        return wording.cause(message.rule.title, message.context.get("products", ""))

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_subject(self, message):
        letter = getattr(message, "letter", None)
        return letter.subject if letter else None


class LetterOut(MessageOut):
    """A letter with its words: those that are kept, else those its rule would write now.

    `document` is the name of the file that its step sends along.
    """

    document = serializers.SerializerMethodField()
    recipient = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()

    def to_representation(self, message):
        self._words = letter_as_it_stands(message)
        return super().to_representation(message)

    @extend_schema_field(serializers.CharField())
    def get_subject(self, message):
        return self._words.subject

    def get_document(self, message) -> str:
        return goes_along(message.rule.attachment.name, message.channel)

    def get_text(self, message) -> str:
        return self._words.text

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_recipient(self, message):
        return getattr(self._words, "recipient", None)


class WordsIn(StrictSerializer):
    """The words of a draft; what is left out stays."""

    subject = TextField(max_length=LONGEST_SUBJECT, required=False)
    text = TextField(max_length=LONGEST_TEXT, required=False)


class MessageFilters(Filters):
    """Which letters; `unsent` are those refused, failed and too late."""

    state = serializers.ChoiceField(list(dict.fromkeys([*GROUPS, *State.values])), required=False)
    person = serializers.UUIDField(required=False)
    updated_since = SinceField(required=False)
