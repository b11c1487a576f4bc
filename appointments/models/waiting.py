from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appointments.models.appointment import Appointment, Guest
from appointments.models.kind import MeetingKind
from customers.models import Customer
from customers.querysets import OwnedQuerySet
from kit.models import Row


class WaitingState(models.TextChoices):
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("a time was offered")
    TAKEN = "taken", _("took a time")
    GONE = "gone", _("no longer waits")


class Waiting(Row):
    """Somebody who would come on a day that is full, or to a meeting without a free seat.

    `day` is one on their own wall. When a time comes free the first is offered it until `offered_until`,
    then the next; meanwhile it is held by `guest`.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waiting")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="waiting")
    kind = models.ForeignKey(MeetingKind, on_delete=models.CASCADE, related_name="waiting")
    day = models.DateField(_("day"))
    appointment = models.ForeignKey(
        Appointment,
        null=True,
        on_delete=models.CASCADE,
        related_name="waiting",
        help_text=_("For a seat of it."),
    )
    state = models.CharField(_("state"), max_length=8, choices=WaitingState, default=WaitingState.WAITING)
    confirmed_at = models.DateTimeField(
        null=True, help_text=_("By the link of their letter; until then it keeps nothing from others.")
    )
    offered_at = models.DateTimeField(null=True)
    offered_until = models.DateTimeField(null=True)
    guest = models.ForeignKey(Guest, null=True, on_delete=models.SET_NULL, related_name="+")
    offered_time = models.DateTimeField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place on the waiting list")
        verbose_name_plural = _("waiting list")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "day"], condition=Q(state__in=("waiting", "offered")),
                name="waiting_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_until__isnull=False), name="waiting_offer_ends"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["owner", "day"], condition=Q(state__in=("waiting", "offered")), name="waiting_open"
            )
        ]

    def __str__(self):
        return f"{self.customer} {self.day}"
