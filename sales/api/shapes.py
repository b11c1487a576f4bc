"""How orders and products look as JSON, and what can be said of them."""

from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.models import Customer
from kit.api.fields import (
    AmountField,
    DayField,
    IdField,
    MomentField,
    MoneyField,
    SinceField,
    TextField,
    WholeField,
)
from kit.api.serializers import Filters, Shown, StrictSerializer
from sales.limits import MOST_LINES, MOST_PIECES
from sales.models.order import OrderState, Place, Purpose
from sales.reorder import LONGEST

LONGEST_CODE = 40


def people_of(viewer):
    return Customer.objects.visible_to(viewer)


def money(amount: Decimal, currency: str) -> dict:
    """An amount as it travels: two digits, more where a price has more."""
    exact = amount.normalize()
    digits = max(2, -int(exact.as_tuple().exponent))
    return {"amount": f"{exact:.{digits}f}", "currency": currency}


class PriceField(MoneyField):
    """The price of one piece; it may have four digits after the point."""

    amount = AmountField(digits=4)


class OrderLineOut(Shown):
    """Pieces of a product, at the price of that day."""

    product = serializers.UUIDField(source="product_id")
    code = serializers.CharField(source="product.code")
    name = serializers.CharField(source="product.name")
    quantity = serializers.IntegerField()
    unit_price = PriceField()
    amount = MoneyField()


class OrderOut(Shown):
    """An order with its lines. Only those in state `placed` count."""

    id = serializers.UUIDField()
    person = serializers.UUIDField(source="customer_id", allow_null=True)
    person_name = serializers.SerializerMethodField()
    purpose = serializers.ChoiceField(Purpose.choices)
    state = serializers.ChoiceField(OrderState.choices)
    ordered_on = DayField()
    placed_at = MomentField()
    items = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField()
    pv = AmountField()
    place_of_sale = serializers.ChoiceField([("", ""), *Place.choices])
    told_delivery_on = DayField(allow_null=True)
    planned_delivery_on = DayField(allow_null=True)
    delivered_on = DayField(allow_null=True)
    extras = serializers.CharField()
    external_id = serializers.CharField()
    closed_at = MomentField(allow_null=True)
    closed_reason = serializers.CharField()
    version = serializers.IntegerField()
    created_at = MomentField()
    updated_at = MomentField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_person_name(self, order):
        return order.customer.name if order.customer else None

    @extend_schema_field(OrderLineOut(many=True))
    def get_items(self, order):
        return [_line(line, order.currency) for line in order.lines.all()]

    @extend_schema_field(MoneyField)
    def get_total(self, order):
        return money(order.total, order.currency)


def _line(line, currency: str) -> dict:
    """What OrderLineOut describes."""
    return {
        "product": str(line.product_id),
        "code": line.product.code,
        "name": line.product.name,
        "quantity": line.quantity,
        "unit_price": money(line.unit_price, currency),
        "amount": money(line.amount, currency),
    }


@extend_schema_field(
    {"type": "string", "minLength": 1, "maxLength": LONGEST_CODE, "description": "A code or an id."}
)
class ProductKeyField(serializers.Field):
    """The code or the id of a product, as text; which product it is, the order finds out."""

    default_error_messages = {"no_such": _lazy("There is no such product.")}

    def to_internal_value(self, value):
        if not isinstance(value, str) or not 1 <= len(value.strip()) <= LONGEST_CODE:
            self.fail("no_such")
        return value.strip()

    def to_representation(self, value):
        return value


class ItemIn(StrictSerializer):
    """Pieces of a product, at its price of today or at one of your own."""

    product = ProductKeyField()
    quantity = WholeField(min_value=1, max_value=MOST_PIECES)
    unit_price = PriceField(required=False, allow_null=True)


class OrderIn(StrictSerializer):
    """An order. `person` is needed for the purpose `customer`; other goods are for nobody else."""

    person = IdField(people_of, required=False, allow_null=True)
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    items = ItemIn(many=True, max_length=MOST_LINES)
    ordered_on = DayField(required=False)
    told_delivery_on = DayField(required=False, allow_null=True)
    planned_delivery_on = DayField(required=False, allow_null=True)
    place_of_sale = serializers.ChoiceField(Place.choices, required=False, allow_blank=True)
    extras = TextField(max_length=500, required=False, allow_blank=True)


class OrderChangeIn(StrictSerializer):
    """What can be changed of an order."""

    told_delivery_on = DayField(required=False, allow_null=True)
    planned_delivery_on = DayField(required=False, allow_null=True)
    place_of_sale = serializers.ChoiceField(Place.choices, required=False, allow_blank=True)
    extras = TextField(max_length=500, required=False, allow_blank=True)


class OrderReasonIn(StrictSerializer):
    """Why an order no longer counts."""

    reason = TextField(max_length=500)


class DeliveredIn(StrictSerializer):
    """The day on which the goods arrived, today if left out."""

    on = DayField(required=False)


class OrderFilters(Filters):
    """Which orders; `since` is by the day of the order."""

    person = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(OrderState.choices, required=False)
    purpose = serializers.ChoiceField(Purpose.choices, required=False)
    search = TextField(max_length=100, required=False, allow_blank=True)
    since = DayField(required=False)
    updated_since = SinceField(required=False)


class ProductOut(Shown):
    """Something to sell; `own` are yours to change, the others are the company's."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    price = serializers.SerializerMethodField()
    pv = AmountField()
    lasts_days = serializers.IntegerField(allow_null=True)
    own = serializers.SerializerMethodField()
    is_active = serializers.BooleanField()
    updated_at = MomentField()

    @extend_schema_field(MoneyField)
    def get_price(self, product):
        return money(product.price, product.currency)

    def get_own(self, product) -> bool:
        return product.owner_id is not None


class ProductIn(StrictSerializer):
    """A product of your own, in the company's currency."""

    code = TextField(max_length=LONGEST_CODE)
    name = TextField(max_length=200)
    price = MoneyField()
    pv = AmountField(required=False)
    lasts_days = WholeField(min_value=1, max_value=LONGEST, required=False, allow_null=True)

    def validate_price(self, price):
        currency = self.context["request"].user.currency
        if price["currency"] != currency:
            raise serializers.ValidationError(_("In %(currency)s, please.") % {"currency": currency})
        return price["amount"]


class ProductFilters(Filters):
    """Which products: those for sale, if `active` says nothing else."""

    active = serializers.BooleanField(required=False)
    search = TextField(max_length=100, required=False, allow_blank=True)
    updated_since = SinceField(required=False)


def as_id(text: str) -> UUID | None:
    """Return a text as an id, None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
