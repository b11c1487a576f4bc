from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Channel
from kit import clock


class Suppression(models.Model):
    """An address that must not be written to, as a fingerprint only.

    Without an owner it holds for the whole installation. `purpose` is empty where it holds for
    everything, else it names what it is for.
    """

    class Why(models.TextChoices):
        ASKED = "asked", _("they asked for it")
        BOUNCED = "bounced", _("letters came back")
        COMPLAINED = "complained", _("they reported a letter as unwanted")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="suppressions"
    )
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.EMAIL)
    purpose = models.CharField(max_length=10, blank=True)
    fingerprint = models.CharField(max_length=64)
    why = models.CharField(max_length=12, choices=Why)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "channel", "purpose", "fingerprint"], name="suppression_once_an_owner"
            ),
            models.UniqueConstraint(
                fields=["channel", "purpose", "fingerprint"], condition=Q(owner=None),
                name="suppression_once_in_the_house",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["fingerprint"], name="suppression_of_address")]

    def __str__(self):
        return f"{self.channel} {self.why}"
