from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from kit.models import Row
from sales.limits import MOST_PIECES
from sales.models.product import Product
from sales.querysets import OrderQuerySet


class Purpose(models.TextChoices):
    """What the goods are for; only customers' orders are retail sales."""

    CUSTOMER = "customer", _("for a customer")
    OWN_USE = "own_use", _("own use")
    STOCK = "stock", _("stock")


class Place(models.TextChoices):
    """Where the sale was made: cooling-off rules depend on it."""

    HOME = "home", _("at a home")
    EVENT = "event", _("at an event or party")
    BUSINESS = "business", _("at a place of business")
    PHONE = "phone", _("by phone")
    ONLINE = "online", _("online")


class OrderState(models.TextChoices):
    PLACED = "placed", _("placed")
    VOID = "void", _("void")
    RETURNED = "returned", _("returned")


class Order(Row):
    """Goods ordered on a day. Only `placed` orders count as evidence and as money."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders")
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    external_id = models.CharField(_("order number"), max_length=100, blank=True)
    request_key = models.CharField(max_length=64, blank=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose, default=Purpose.CUSTOMER)
    place_of_sale = models.CharField(_("place of sale"), max_length=8, choices=Place, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=OrderState, default=OrderState.PLACED)
    ordered_on = models.DateField(_("ordered on"))
    placed_at = models.DateTimeField(_("placed"))
    currency = models.CharField(_("currency"), max_length=3)
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2)
    pv = models.DecimalField(_("PV"), max_digits=14, decimal_places=2, default=Decimal(0))
    told_delivery_on = models.DateField(_("delivery promised for"), null=True, blank=True)
    planned_delivery_on = models.DateField(_("delivery planned for"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    extras = models.CharField(_("extras given"), max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_reason = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-ordered_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "external_id"],
                condition=~Q(external_id=""),
                name="order_external_id_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "request_key"],
                condition=~Q(request_key=""),
                name="order_request_once",
            ),
            models.CheckConstraint(condition=Q(total__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(
                condition=~Q(purpose="customer") | Q(customer__isnull=False),
                name="order_for_customer_has_one",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-ordered_on", "-id"], name="order_of_owner"),
            models.Index(fields=["customer", "-ordered_on"], name="order_of_customer"),
        ]

    def __str__(self):
        return f"{self.ordered_on} {self.total} {self.currency}"

    def get_absolute_url(self):
        return reverse("order", args=[self.pk])


class OrderLine(models.Model):
    """Pieces of one product in an order, at the price of that day."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="lines")
    quantity = models.PositiveIntegerField(_("pieces"))
    unit_price = models.DecimalField(_("price"), max_digits=14, decimal_places=4)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__range=(1, MOST_PIECES)), name="order_line_quantity_sane"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="order_line_amount_not_negative"),
        ]

    def __str__(self):
        return f"{self.quantity} x {self.product_id}"
