"""How people and what belongs to them look as JSON, and what can be said of them."""

from django.conf.global_settings import LANGUAGES
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.ladder import Rung
from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import Channel, Warmth
from customers.models.touch import Direction, TouchKind
from kit.api.fields import (
    BirthdayField,
    DayField,
    IdField,
    MomentField,
    MoneyField,
    SinceField,
    TextField,
    WholeField,
    YesNoField,
)
from kit.api.serializers import Filters, Shown, StrictSerializer

RUNGS = {rung.name.lower(): rung for rung in Rung}
RUNG_WORDS = {rung.value: word for word, rung in RUNGS.items()}
LANGUAGE_CODES = [("", ""), *LANGUAGES]
SINGLE = {"email": "emails", "phone": "phones"}
STATES = ("slipping", "cooling")
SORTS = ("name", "contact", "silent", "order", "due", "changed")


def people_of(viewer):
    return Customer.objects.visible_to(viewer)


class PersonOut(Shown):
    """A person, with what they come to."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    greeting = serializers.CharField()
    rung = serializers.SerializerMethodField()
    rung_since = DayField(allow_null=True)
    email = serializers.EmailField(source="details.email", allow_null=True)
    phone = serializers.CharField(source="details.phone", allow_null=True)
    emails = serializers.ListField(source="details.emails", child=serializers.EmailField())
    phones = serializers.ListField(source="details.phones", child=serializers.CharField())
    tags = serializers.ListField(source="details.tags", child=serializers.CharField())
    birthday = BirthdayField(allow_null=True)
    source = serializers.CharField()
    warmth = serializers.ChoiceField(Warmth.choices)
    wants = serializers.ListField(source="details.wants", child=serializers.CharField())
    address = serializers.CharField()
    language = serializers.CharField()
    zone = serializers.CharField()
    introduced_by = serializers.UUIDField(source="introduced_by_id", allow_null=True)
    preferred_channel = serializers.ChoiceField([("", ""), *Channel.choices])
    preferred_hours = serializers.CharField()
    external_id = serializers.CharField()
    touches_a_week = serializers.IntegerField(allow_null=True)
    grieving_until = DayField(allow_null=True)
    resting_until = DayField(allow_null=True)
    state = serializers.SerializerMethodField()
    orders_count = serializers.IntegerField()
    spent = serializers.SerializerMethodField()
    last_order_at = MomentField(allow_null=True)
    expected_order_on = DayField(allow_null=True)
    last_contact_at = MomentField(allow_null=True)
    next_due_at = MomentField(allow_null=True)
    version = serializers.IntegerField()
    created_at = MomentField()
    updated_at = MomentField()

    @extend_schema_field(serializers.ChoiceField(list(RUNGS)))
    def get_rung(self, person) -> str:
        return RUNG_WORDS[person.rung]

    @extend_schema_field(serializers.ChoiceField(["", *STATES]))
    def get_state(self, person) -> str:
        if person.slips_on is None:
            return ""
        today = self.context["request"].user.today()
        if person.is_cooling(today):
            return "cooling"
        return "slipping" if person.is_slipping(today) else ""

    @extend_schema_field(MoneyField)
    def get_spent(self, person) -> dict:
        return {"amount": f"{person.spent:.2f}", "currency": self.context["request"].user.currency}


class PersonIn(StrictSerializer):
    """What can be said of a person. `email` and `phone` are the first of `emails` and `phones`."""

    name = TextField(max_length=200)
    greeting = TextField(max_length=100, required=False, allow_blank=True)
    email = TextField(max_length=254, required=False, allow_null=True, allow_blank=True)
    phone = TextField(max_length=40, required=False, allow_null=True, allow_blank=True)
    emails = serializers.ListField(child=TextField(max_length=254), required=False, max_length=20)
    phones = serializers.ListField(child=TextField(max_length=40), required=False, max_length=20)
    tags = serializers.ListField(child=TextField(max_length=60), required=False, max_length=20)
    birthday = BirthdayField(required=False, allow_null=True)
    source = TextField(max_length=200, required=False, allow_blank=True)
    warmth = serializers.ChoiceField(Warmth.choices, required=False)
    address = TextField(max_length=1000, required=False, allow_blank=True)
    language = serializers.ChoiceField(LANGUAGE_CODES, required=False, allow_blank=True)
    zone = TextField(max_length=64, required=False, allow_blank=True)
    introduced_by = IdField(people_of, required=False, allow_null=True)
    preferred_channel = serializers.ChoiceField(Channel.choices, required=False, allow_blank=True)
    preferred_hours = TextField(max_length=100, required=False, allow_blank=True)
    external_id = TextField(max_length=100, required=False, allow_blank=True)

    def validate(self, said):
        both = [one for one, many in SINGLE.items() if one in said and many in said]
        if both:
            raise serializers.ValidationError({one: [_("Give one or the list, not both.")] for one in both})
        return said


class ChangedPersonIn(PersonIn):
    """What can be changed of a person, with the marks that spare them: up to a day, null ends it.

    `touches_a_week` is how often they wish to be touched at most, null as usual.
    """

    touches_a_week = WholeField(min_value=0, max_value=7, required=False, allow_null=True)
    grieving_until = DayField(required=False, allow_null=True)
    resting_until = DayField(required=False, allow_null=True)


class AgreedIn(StrictSerializer):
    """What somebody agreed to as they were entered."""

    channel = serializers.ChoiceField(Channel.choices)
    purpose = serializers.ChoiceField(Purpose.choices)


class NewPersonIn(PersonIn):
    """A person to be added, with what was agreed and the first note."""

    note = TextField(max_length=20000, required=False, allow_blank=True)
    consents = AgreedIn(many=True, required=False, max_length=10)


class MoveIn(StrictSerializer):
    """A move by hand: to which rung, and what happened. `stands` is the rung that was shown, 412 if it is another."""

    rung = serializers.ChoiceField(list(RUNGS))
    reason = TextField(max_length=500)
    stands = serializers.ChoiceField(list(RUNGS), required=False)


class NoteIn(StrictSerializer):
    """A note; `at` is the time it is about, now if left out."""

    text = TextField(max_length=20000)
    at = MomentField(required=False)


class NoteOut(Shown):
    """A note about a person."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    text = serializers.CharField()
    at = MomentField()
    updated_at = MomentField()


class ConsentIn(AgreedIn):
    """What somebody agreed to, how, and in what words."""

    source = TextField(max_length=200, required=False, allow_blank=True)
    wording = TextField(max_length=5000, required=False, allow_blank=True)


class ConsentOut(Shown):
    """What somebody agreed to, and whether it still stands."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    channel = serializers.ChoiceField(Channel.choices)
    purpose = serializers.ChoiceField(Purpose.choices)
    source = serializers.CharField()
    wording = serializers.CharField()
    given_at = MomentField()
    withdrawn_at = MomentField(allow_null=True)
    updated_at = MomentField()


class PeopleFilters(Filters):
    """Which people, and in which order."""

    rung = serializers.ChoiceField(list(RUNGS), required=False)
    search = TextField(max_length=100, required=False, allow_blank=True)
    updated_since = SinceField(required=False)
    tag = TextField(max_length=60, required=False)
    state = serializers.ChoiceField(STATES, required=False)
    warmth = serializers.ChoiceField(Warmth.choices, required=False)
    introduced_by = serializers.UUIDField(required=False)
    sort = serializers.ChoiceField(SORTS, required=False)


class TouchOut(Shown):
    """A contact in either direction."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id")
    kind = serializers.ChoiceField(TouchKind.choices)
    direction = serializers.ChoiceField(Direction.choices)
    at = MomentField()
    note = serializers.CharField()
    inquiry = serializers.BooleanField()
    revoked_at = MomentField(allow_null=True)
    created_at = MomentField()
    updated_at = MomentField()


class TouchIn(StrictSerializer):
    """A contact to be logged; `at` is now if left out."""

    person = IdField(people_of)
    kind = serializers.ChoiceField(TouchKind.choices)
    direction = serializers.ChoiceField(Direction.choices, required=False)
    at = MomentField(required=False)
    note = TextField(max_length=5000, required=False, allow_blank=True)
    inquiry = YesNoField(required=False)


class ReasonIn(StrictSerializer):
    """Why; may be left out."""

    reason = TextField(max_length=500, required=False, allow_blank=True)


class TouchFilters(Filters):
    """Which contacts; `since` is by when they were, `updated_since` by when they were written."""

    person = serializers.UUIDField(required=False)
    since = SinceField(required=False)
    updated_since = SinceField(required=False)
