"""Serializers that take what they know and name what they do not, and such that show rows cheaply."""

from copy import copy, deepcopy
from functools import cache
from operator import attrgetter

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerExtension
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
    default_error_messages = {"invalid": _("An object of names and values, please.")}

    def get_fields(self):
        """The declared fields. A copy is enough for all but serializers: making fields anew takes ten times as long."""
        return {
            name: deepcopy(field) if isinstance(field, serializers.BaseSerializer) else copy(field)
            for name, field in self._declared_fields.items()
        }

    def to_internal_value(self, data):
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        read_only = [name for name, field in self.fields.items() if field.read_only and name in data]
        if unknown or read_only:
            raise serializers.ValidationError(
                {name: [self.unknown] for name in unknown}
                | {name: [_("This field cannot be written.")] for name in read_only}
            )
        return super().to_internal_value(data)


class ClosedBodies(OpenApiSerializerExtension):
    """The schema says so too."""

    target_class = StrictSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema, direction):
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return schema | {"additionalProperties": False}


class Nothing(StrictSerializer):
    """The body of a verb that needs no words: `{}`, or nothing at all."""


class Filters(StrictSerializer):
    """What narrows a list: parameters of the address, read as strictly as a body."""

    unknown = _("There is no such parameter.")

    @classmethod
    def read(cls, given, besides=PAGING) -> dict:
        """Return the filters among the parameters of an address. Raises ValidationError naming each at fault."""
        named = {name: given[name] for name in given if name not in besides}
        if not named:
            return {}
        filters = cls(data=named)
        filters.is_valid(raise_exception=True)
        return dict(filters.validated_data)


class Shown(serializers.Serializer):
    """A row as an answer shows it.

    Fields are read straight from the row, without the detours that Serializer makes for input:
    a list of 50 people has 1,500 of them. A field with a context has to be a method.
    """

    def to_representation(self, row) -> dict:
        return {name: show(self, row) for name, show in self._ways()}

    @classmethod
    @cache
    def _ways(cls) -> list:
        """The function that shows each field, given the serializer and the row."""
        return [(name, _way(name, field)) for name, field in cls._declared_fields.items()]


def _way(name: str, field: serializers.Field):
    if isinstance(field, serializers.SerializerMethodField):
        method = field.method_name or f"get_{name}"
        return lambda self, row: getattr(self, method)(row)
    read = attrgetter(field.source or name)
    if isinstance(field, AS_THEY_ARE) and type(field).to_representation in _PLAINLY:
        return lambda self, row: read(row)
    show = field.to_representation
    return lambda self, row: None if (value := read(row)) is None else show(value)


_PLAINLY = {kind.to_representation for kind in AS_THEY_ARE}
