from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from customers.models.consent import Purpose
from customers.models.customer import Channel
from followups.models.rule import Rule
from followups.querysets import MessageQuerySet
from kit.models import Row


class State(models.TextChoices):
    DRAFT = "draft", _("to look at")
    PLANNED = "planned", _("planned")
    CLAIMED = "claimed", _("being sent")
    SENT = "sent", _("sent")
    UNCERTAIN = "uncertain", _("unclear")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("not sent")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("too late")


FINAL = (State.SENT, State.REFUSED, State.FAILED, State.CANCELLED, State.EXPIRED)


class Message(Row):
    """One letter that is owed to one person for one occurrence of one rule.

    The row is the message: planned in the transaction of its cause, claimed with a lease,
    begun, finished. `occurrence` is the logical cause ("order:<id>"), never an instant. One that
    did not go is asked about until it is settled: sent again, done otherwise, or let go.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="messages")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="messages")
    occurrence = models.CharField(max_length=80)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.EMAIL)
    purpose = models.CharField(_("for"), max_length=10, choices=Purpose, default=Purpose.SERVICE)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    context = models.JSONField(default=dict)

    local_date = models.DateField(null=True)
    local_time = models.TimeField(null=True)
    zone = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField(_("due"))
    expires_at = models.DateTimeField(_("too late after"))
    priority = models.PositiveSmallIntegerField(default=1)

    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.BigIntegerField(null=True)
    lease_until = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    provider_reply = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)
    resend_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="resends")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "customer", "occurrence"], name="message_once_an_occurrence"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="message_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("draft", "planned")) | Q(begun_at=None),
                name="message_waiting_is_not_begun",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id"],
                condition=Q(state="planned"),
                name="message_planned",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(lease_until__isnull=False),
                name="message_leased",
            ),
            models.Index(fields=["customer", "due_at"], name="message_of_customer"),
            models.Index(fields=["owner", "state", "-due_at"], name="message_of_owner"),
        ]

    def __str__(self):
        return f"{self.rule_id} {self.occurrence}"

    def get_absolute_url(self):
        return reverse("message", args=[self.pk])


class Letter(models.Model):
    """The words of a message, frozen once they are approved or their sending begins.

    While a draft is being looked at, the distributor may change subject and text here. `dated`
    is the first moment at which sending began: from then on a copy is identical, byte by byte.
    """

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.CASCADE, related_name="letter")
    recipient = models.CharField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), max_length=20000)
    html = models.TextField(blank=True)
    mail_id = models.CharField(max_length=200)
    dated = models.DateTimeField(null=True)
    frozen = models.BooleanField(default=False)

    def __str__(self):
        return self.subject


class MessageAttempt(models.Model):
    """An attempt that did not end in a plain acceptance."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    phase = models.CharField(max_length=12)
    code = models.CharField(max_length=12, blank=True)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.phase} {self.code}"
