"""The JSON door of people: what the pages can do, by the same actions."""

from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from customers import actions
from customers.ladder import Rung
from customers.models import Customer
from customers.models.customer import Warmth
from kit.api.fields import AmountField, BirthdayField, IdField, MomentField
from kit.api.serializers import StrictSerializer
from kit.api.views import OwnedViewSet

RUNGS = {rung.name.lower(): rung for rung in Rung}


class PersonOut(serializers.Serializer):
    """A person as the phone shows them."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    rung = serializers.SerializerMethodField()
    email = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField()
    birthday = BirthdayField()
    source = serializers.CharField()
    warmth = serializers.ChoiceField(Warmth.choices)
    orders_count = serializers.IntegerField()
    spent = AmountField()
    last_order_at = MomentField()
    last_contact_at = MomentField()
    next_due_at = MomentField()
    updated_at = MomentField()

    def get_rung(self, person) -> str:
        return Rung(person.rung).name.lower()

    def get_email(self, person) -> str | None:
        return next((email.address for email in person.emails.all()), None)

    def get_phone(self, person) -> str | None:
        return next((phone.number for phone in person.phones.all()), None)


class PersonIn(StrictSerializer):
    """What can be said of a person."""

    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(required=False, allow_null=True)
    birthday = BirthdayField(required=False, allow_null=True)


class PeopleViewSet(OwnedViewSet):
    """People, found by words, rung and change."""

    model = Customer
    serializer_class = PersonOut
    order = ("name_key", "id")

    def rows(self, visible):
        return visible.with_contacts()

    def create(self, request):
        said = self.read(PersonIn)
        person = actions.add_person(owner=request.user, by=self.by, name=said["name"])
        return self.answer(person, status.HTTP_201_CREATED)
