from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.ladder import Kind, Rung
from customers.models.customer import RUNG_CHOICES, Customer
from customers.querysets import LadderStepQuerySet
from kit.models import Row

KIND_CHOICES = [
    (Kind.ENTERED, _("entered")),
    (Kind.INQUIRY, _("inquiry")),
    (Kind.SAMPLE, _("sample")),
    (Kind.PRESENTATION, _("presentation")),
    (Kind.ORDER, _("order")),
    (Kind.ENROLMENT, _("enrolment")),
    (Kind.REFERRAL, _("referral")),
    (Kind.BY_HAND, _("by hand")),
]


class LadderStep(Row):
    """A piece of evidence for a rung: what happened on which day, and who says so.

    `source` is the id of the order, touch or person that it rests on. Evidence is never
    deleted: it is revoked, with the reason.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=KIND_CHOICES)
    on = models.DateField()
    source = models.UUIDField(null=True)
    rung = models.PositiveSmallIntegerField(null=True, choices=RUNG_CHOICES)
    reason = models.CharField(_("what happened"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=500, blank=True)

    objects = LadderStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("ladder step")
        verbose_name_plural = _("ladder steps")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "source"],
                condition=Q(revoked_at=None),
                name="ladder_step_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.BY_HAND)
                | (Q(rung__range=(Rung.SUSPECT, Rung.ADVOCATE)) & ~Q(reason="")),
                name="ladder_step_by_hand_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["customer", "on"], name="ladder_step_of_customer")]

    def __str__(self):
        return f"{self.kind} {self.on}"
