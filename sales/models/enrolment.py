from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from kit.models import Row
from sales.querysets import EnrolmentQuerySet
from team.models import Agreement, Distributor, Invitation


class EnrolmentState(models.TextChoices):
    BEGUN = "begun", _("begun")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled within the cooling-off time")
    DROPPED = "dropped", _("not gone on with")


class Enrolment(Row):
    """Somebody joins as a distributor: what was filled in so far, agreed to, and when it may be taken back.

    `data` is the form as it was left, so that an interrupted one is gone on with. `agreed_text` is the very
    wording that was shown. `cancel_by` is the last day of the cooling-off time, where there is one.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="enrolments"
    )
    placed_under = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(_("state"), max_length=9, choices=EnrolmentState, default=EnrolmentState.BEGUN)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("email"), blank=True)
    data = models.JSONField(default=dict)
    country = models.CharField(_("country"), max_length=2, blank=True)
    place = models.CharField(_("where it was agreed"), max_length=8, blank=True)
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_text = models.TextField(blank=True, editable=False)
    agreed_at = models.DateTimeField(_("agreed"), null=True, editable=False)
    cancel_by = models.DateField(_("may be taken back until"), null=True, editable=False)
    seconds = models.PositiveIntegerField(_("seconds from begin to end"), null=True, editable=False)
    begun_at = models.DateTimeField(_("begun"))
    closed_at = models.DateTimeField(null=True, editable=False)
    invitation = models.OneToOneField(
        Invitation, null=True, on_delete=models.SET_NULL, related_name="enrolment"
    )
    distributor = models.OneToOneField(
        Distributor, null=True, on_delete=models.SET_NULL, related_name="enrolment"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "customer"],
                condition=Q(state__in=("begun", "done"), customer__isnull=False),
                name="enrolment_once_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(agreed_at__isnull=False), name="enrolment_done_is_agreed"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "-begun_at"], name="enrolment_of_owner"),
            models.Index(fields=["customer"], name="enrolment_of_customer"),
        ]

    def __str__(self):
        return self.name
