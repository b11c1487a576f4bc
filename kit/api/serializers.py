"""Serializers that take what they know and name what they do not, and such that show rows cheaply."""

from functools import cached_property
from operator import attrgetter

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

PAGING = ("limit", "cursor")  # the parameters of every list
AS_THEY_ARE = (
    serializers.CharField,
    serializers.IntegerField,
    serializers.BooleanField,
    serializers.ChoiceField,
    serializers.ListField,
)


class StrictSerializer(serializers.Serializer):
    """Refuses names it does not know, instead of dropping them silently."""

    unknown = _("There is no such field.")

    def to_internal_value(self, data):
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        read_only = [name for name, field in self.fields.items() if field.read_only and name in data]
        if unknown or read_only:
            raise serializers.ValidationError(
                {name: [self.unknown] for name in unknown}
                | {name: [_("This field cannot be written.")] for name in read_only}
            )
        return super().to_internal_value(data)


class Nothing(StrictSerializer):
    """The body of a verb that needs no words: `{}`, or nothing at all."""


class Filters(StrictSerializer):
    """What narrows a list: parameters of the address, read as strictly as a body."""

    unknown = _("There is no such parameter.")

    @classmethod
    def read(cls, given, besides=PAGING) -> dict:
        """Return the filters among the parameters of an address. Raises ValidationError naming each at fault."""
        filters = cls(data={name: given[name] for name in given if name not in besides})
        filters.is_valid(raise_exception=True)
        return dict(filters.validated_data)


class Shown(serializers.Serializer):
    """A row as an answer shows it.

    Fields are read straight from the row, without the detours that Serializer makes for input:
    a list of 50 people has 1,500 of them.
    """

    def to_representation(self, row) -> dict:
        return {name: show(row) for name, show in self._ways}

    @cached_property
    def _ways(self) -> list:
        return [(name, _way(field)) for name, field in self.fields.items()]


def _way(field: serializers.Field):
    """Return the function that shows a field of a row."""
    if isinstance(field, serializers.SerializerMethodField):
        return getattr(field.parent, field.method_name)
    read = attrgetter(field.source)
    if isinstance(field, AS_THEY_ARE) and type(field).to_representation in _PLAINLY:
        return read
    show = field.to_representation
    return lambda row: None if (value := read(row)) is None else show(value)


_PLAINLY = {kind.to_representation for kind in AS_THEY_ARE}
