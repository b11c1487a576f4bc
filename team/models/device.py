from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Row
from team.querysets import DeviceQuerySet


class Device(Row):
    """A phone or program that signs in with a token of its own.

    Only a hash of the token is kept, and its first characters, by which people recognise it.
    `password_mark` is a digest that changes with the password: a token of an older password is
    worth nothing.
    """

    distributor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices"
    )
    name = models.CharField(_("device"), max_length=100)
    prefix = models.CharField(_("begins with"), max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    password_mark = models.CharField(max_length=64)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-created_at"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="device_has_name")]

    def __str__(self):
        return self.name

    @property
    def owner_id(self) -> int:
        return self.distributor_id
