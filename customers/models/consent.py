from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Channel, Customer
from customers.querysets import ConsentQuerySet
from kit import clock
from kit.models import Row


class Purpose(models.TextChoices):
    SERVICE = "service", _("service")
    MARKETING = "marketing", _("offers and news")


class Consent(Row):
    """What a person agreed to, how and when; a withdrawal ends the row, it never vanishes."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    purpose = models.CharField(_("for"), max_length=10, choices=Purpose)
    given_at = models.DateTimeField(_("given"), default=clock.now)
    source = models.CharField(_("how"), max_length=200, blank=True)
    wording = models.TextField(_("words shown"), blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "channel", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="consent_standing_once",
            )
        ]

    def __str__(self):
        return f"{self.channel} {self.purpose}"
