from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from kit.models import Row
from sales.limits import MOST_PIECES
from sales.models.order import Order
from sales.models.product import Product
from sales.querysets import StandingOrderQuerySet


class Rhythm(models.TextChoices):
    WEEK = "week", _("weeks")
    MONTH = "month", _("months")


class StandingState(models.TextChoices):
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class StandingOrder(Row):
    """What somebody has agreed to get again and again: the rhythm counted from `starts_on`, never from a run.

    `agreed_words` are what the person agreed to. Ended by the person's word at any time, with the reason.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="standing_orders"
    )
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="standing_orders")
    state = models.CharField(_("state"), max_length=7, choices=StandingState, default=StandingState.RUNNING)
    every = models.PositiveSmallIntegerField(_("every"), default=1)
    unit = models.CharField(max_length=5, choices=Rhythm, default=Rhythm.MONTH)
    starts_on = models.DateField(_("first on"))
    next_on = models.DateField(_("next on"), null=True, editable=False)
    agreed_words = models.TextField(_("what they agreed to"), max_length=2000, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_reason = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = StandingOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing order")
        verbose_name_plural = _("standing orders")
        constraints = [
            models.CheckConstraint(condition=Q(every__range=(1, 52)), name="standing_order_every_sane"),
            models.CheckConstraint(
                condition=Q(state="running", next_on__isnull=False) | ~Q(state="running"),
                name="standing_order_running_comes_again",
            ),
        ]
        indexes = [
            models.Index(fields=["next_on"], condition=Q(state="running"), name="standing_order_next"),
            models.Index(fields=["customer"], name="standing_order_of_customer"),
            models.Index(fields=["owner", "-updated_at"], name="standing_order_by_change"),
        ]

    def __str__(self):
        return f"{self.every} {self.unit}"


class StandingLine(models.Model):
    """Pieces of a product in a standing order."""

    standing = models.ForeignKey(StandingOrder, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("pieces"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["standing", "product"], name="standing_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__range=(1, MOST_PIECES)), name="standing_line_quantity_sane"
            ),
        ]

    def __str__(self):
        return f"{self.quantity} x {self.product_id}"


class RunState(models.TextChoices):
    COMING = "coming", _("coming")
    DONE = "done", _("done")
    SKIPPED = "skipped", _("skipped")
    MISSED = "missed", _("missed")


class StandingRun(Row):
    """One run of a standing order: on which day of the rhythm, moved to which, and what became of it."""

    standing = models.ForeignKey(StandingOrder, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    planned_on = models.DateField(_("by the rhythm"))
    due_on = models.DateField(_("on"))
    state = models.CharField(_("state"), max_length=7, choices=RunState, default=RunState.COMING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    order = models.OneToOneField(Order, null=True, on_delete=models.SET_NULL, related_name="standing_run")
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["standing", "number"], name="standing_run_once")]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="coming"), name="standing_run_due")]

    def __str__(self):
        return f"{self.number} {self.due_on}"
