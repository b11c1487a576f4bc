from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from followups.models.message import Message
from followups.querysets import ReplyQuerySet
from kit import clock
from kit.models import Row


class Meaning(models.TextChoices):
    REPLY = "reply", _("a reply")
    AUTOMATIC = "automatic", _("an automatic reply")
    STOP = "stop", _("they want no more")
    DOUBTFUL = "doubtful", _("perhaps they want no more")


class Reply(Row):
    """A letter that came back to a letter of ours. What is doubtful waits for the distributor's word.

    `source` is the provider's own name of it, so that a notice that comes twice counts once.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="replies")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="replies")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="replies")
    at = models.DateTimeField(default=clock.now)
    source = models.CharField(max_length=200, unique=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=20000, blank=True)
    meaning = models.CharField(_("meaning"), max_length=10, choices=Meaning)
    settled_at = models.DateTimeField(null=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        indexes = [
            models.Index(fields=["owner", "meaning"], condition=models.Q(settled_at=None), name="reply_open"),
            models.Index(fields=["customer", "-at"], name="reply_of_customer"),
        ]

    def __str__(self):
        return self.subject


class Notice(models.Model):
    """What a provider told of a letter afterwards: delivered, bounced, complained about."""

    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        BOUNCED = "bounced", _("came back")
        COMPLAINED = "complained", _("reported as unwanted")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=clock.now)
    source = models.CharField(max_length=200, unique=True)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return self.kind
