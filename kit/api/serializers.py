"""Serializers that take what they know and name what they do not."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class StrictSerializer(serializers.Serializer):
    """Refuses names it does not know, instead of dropping them silently."""

    def to_internal_value(self, data):
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        read_only = [name for name, field in self.fields.items() if field.read_only and name in data]
        if unknown or read_only:
            raise serializers.ValidationError(
                {name: [_("There is no such field.")] for name in unknown}
                | {name: [_("This field cannot be written.")] for name in read_only}
            )
        return super().to_internal_value(data)


class Nothing(StrictSerializer):
    """The body of a verb that needs no words: `{}`, or nothing at all."""
