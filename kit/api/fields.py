"""Values as they travel: moments in UTC, days, birthdays, money as text, ids of what one may see."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,4})?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
BIRTHDAY = re.compile(r"(?:(\d{4})|-)-(\d\d)-(\d\d)", re.ASCII)
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
LEAP_YEAR = 2000  # 29 February is a birthday


class TextField(serializers.CharField):
    """Text alone: a number is none."""

    def to_internal_value(self, value):
        return super().to_internal_value(value) if isinstance(value, str) else self.fail("invalid")


class WholeField(serializers.IntegerField):
    """A whole number alone, neither "2" nor 2.0."""

    def to_internal_value(self, value):
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail("invalid")
        return super().to_internal_value(value)


class YesNoField(serializers.BooleanField):
    """`true` or `false`, nothing that only means it."""

    def to_internal_value(self, value):
        return value if isinstance(value, bool) else self.fail("invalid", input=value)


class MomentField(serializers.DateTimeField):
    """RFC 3339 with its zone; leaves the house in UTC."""

    default_error_messages = {
        "no_zone": _("A time needs its zone. For example 2026-03-09T10:30:00Z."),
        "no_moment": _("A time, please. For example 2026-03-09T10:30:00Z."),
    }

    def to_internal_value(self, value):
        try:
            moment = parse_datetime(value) if isinstance(value, str) and "T" in value.upper() else None
            if moment is not None and moment.tzinfo is None:
                self.fail("no_zone")
            return _plausible(moment.astimezone(UTC)) if moment else self.fail("no_moment")
        except (ValueError, OverflowError):
            self.fail("no_moment")

    def to_representation(self, value):
        return _in_utc(value) if value else None


class SinceField(MomentField):
    """A moment in an address, where a + that nobody escaped has become a space."""

    def to_internal_value(self, value):
        return super().to_internal_value(value.replace(" ", "+"))


def _in_utc(moment: datetime) -> str:
    moment = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return moment.isoformat().replace("+00:00", "Z")


class DayField(serializers.DateField):
    """A calendar day, `YYYY-MM-DD`, in the owner's zone."""

    default_error_messages = {"no_day": _("A day, please. For example 2026-03-09.")}

    def to_internal_value(self, value):
        if not isinstance(value, str) or not DAY.fullmatch(value):
            self.fail("no_day")
        try:
            return _plausible(date.fromisoformat(value))
        except ValueError:
            self.fail("no_day")


def _plausible(when: date) -> date:
    """Refuse what no calendar can count on from, such as the last day of the year 9999."""
    if not 1900 <= when.year < 2200:
        raise ValueError
    return when


@extend_schema_field({"type": "string", "pattern": r"^(\d{4}|-)-\d{2}-\d{2}$", "examples": ["--03-09"]})
class BirthdayField(serializers.Field):
    """`YYYY-MM-DD`, or `--MM-DD` where the year is nobody's business. Read as (year or None, month, day)."""

    default_error_messages = {"no_birthday": _("A birthday, please. For example 1980-03-09, or --03-09.")}

    def to_internal_value(self, value):
        found = BIRTHDAY.fullmatch(value) if isinstance(value, str) else None
        if not found:
            self.fail("no_birthday")
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            date(year or LEAP_YEAR, month, day)
        except ValueError:
            self.fail("no_birthday")
        return year, month, day

    def to_representation(self, value):
        return value or None


@extend_schema_field({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$", "examples": ["21:00"]})
class ClockField(serializers.Field):
    """A time of day, `HH:MM`, in the owner's zone."""

    default_error_messages = {"no_clock": _("A time of day, please. For example 21:00.")}

    def to_internal_value(self, value):
        if not isinstance(value, str) or not CLOCK.fullmatch(value):
            self.fail("no_clock")
        return time.fromisoformat(value)

    def to_representation(self, value):
        return f"{value:%H:%M}"


@extend_schema_field({"type": "string", "pattern": r"^-?\d{1,12}(\.\d{1,4})?$", "examples": ["12.50"]})
class AmountField(serializers.Field):
    """An amount as text, "12.50": a float has lost cents before it arrives."""

    default_error_messages = {
        "no_amount": _('An amount as text, please. For example "12.50".'),
        "too_fine": _("At most %(digits)s digits after the point, please."),
    }

    def __init__(self, digits: int = 2, **kwargs):
        self.digits = digits
        super().__init__(**kwargs)

    def to_internal_value(self, value):
        if not isinstance(value, str) or not AMOUNT.fullmatch(value):
            self.fail("no_amount")
        amount = Decimal(value)
        if -amount.as_tuple().exponent > self.digits:
            raise serializers.ValidationError(self.error_messages["too_fine"] % {"digits": self.digits})
        return amount

    def to_representation(self, value):
        return f"{value:.2f}"


class MoneyField(serializers.Serializer):
    """`{"amount": "12.50", "currency": "EUR"}`. Given a row, it is read from `amount_of` and `currency_of`."""

    default_error_messages = {"invalid": _("Money, please: an object of amount and currency, both as text.")}

    amount = AmountField()
    currency = serializers.RegexField(r"^[A-Z]{3}$")

    def to_representation(self, value):
        amount, currency = value
        return {"amount": f"{amount:.2f}", "currency": currency}


@extend_schema_field(OpenApiTypes.UUID)
class IdField(serializers.Field):
    """The id of a row that the caller may see; read as the row itself.

    `rows` is a function of the viewer that returns a queryset. What one may not see does not
    exist, in the same words.
    """

    default_error_messages = {"no_such": _("There is no such object.")}

    def __init__(self, rows, **kwargs):
        self._rows = rows
        super().__init__(**kwargs)

    def to_internal_value(self, value):
        try:
            return self._rows(self.context["request"].user).get(pk=UUID(value))
        except (ObjectDoesNotExist, ValueError, TypeError, AttributeError):
            self.fail("no_such")

    def to_representation(self, value):
        return str(getattr(value, "pk", value))
