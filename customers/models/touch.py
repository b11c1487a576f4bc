from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Customer
from customers.querysets import OwnedQuerySet, TouchQuerySet
from kit import clock
from kit.models import Row


class TouchKind(models.TextChoices):
    CALL = "call", _("call")
    VISIT = "visit", _("visit")
    MESSAGE = "message", _("message")
    SAMPLE = "sample", _("sample given")
    PRESENTATION = "presentation", _("presentation")


class Direction(models.TextChoices):
    OUT = "out", _("you to them")
    IN = "in", _("they to you")


class Touch(Row):
    """A contact in either direction: evidence of interest, and what rhythms count from."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="touches")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="touches")
    kind = models.CharField(_("what"), max_length=12, choices=TouchKind)
    direction = models.CharField(_("who to whom"), max_length=3, choices=Direction, default=Direction.OUT)
    at = models.DateTimeField(_("when"), default=clock.now)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    inquiry = models.BooleanField(_("they asked about it"), default=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = TouchQuerySet.as_manager()

    class Meta:
        verbose_name = _("touch")
        verbose_name_plural = _("touches")
        indexes = [
            models.Index(fields=["customer", "-at"], name="touch_of_customer"),
            models.Index(fields=["owner", "-at"], name="touch_of_owner"),
        ]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Note(Row):
    """Something worth knowing about a person; for the distributor's eyes only."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField(default=clock.now)
    text = models.TextField(_("note"), max_length=20000)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["customer", "-at"], name="note_of_customer")]

    def __str__(self):
        return self.text[:60]
