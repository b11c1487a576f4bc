from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Customer
from customers.querysets import WantQuerySet
from kit import clock
from kit.models import Row


class Origin(models.TextChoices):
    """Where it was said."""

    HAND = "hand", _("written down")
    NOTE = "note", _("a note")
    MEETING = "meeting", _("a meeting")
    SURVEY = "survey", _("a survey")
    ORDER = "order", _("an order")


class Want(Row):
    """Something a person said they want, in their words. `origin_id` is the meeting, note or survey it came from."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wants")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="wants")
    text = models.CharField(_("what they want"), max_length=300)
    said_at = models.DateTimeField(_("said"), default=clock.now)
    origin = models.CharField(_("where it was said"), max_length=8, choices=Origin, default=Origin.HAND)
    origin_id = models.UUIDField(null=True, editable=False)
    met_at = models.DateTimeField(_("met"), null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = WantQuerySet.as_manager()

    class Meta:
        verbose_name = _("want")
        verbose_name_plural = _("wants")
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="want_has_words")]
        indexes = [
            models.Index(fields=["customer", "-said_at"], name="want_of_customer"),
            models.Index(fields=["owner", "-updated_at"], name="want_by_change"),
        ]

    def __str__(self):
        return self.text
