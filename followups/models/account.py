from django.db import models
from django.utils.translation import gettext_lazy as _

from kit import clock


class SendingAccount(models.Model):
    """The way letters leave the house, and whether it is blocked for a while.

    After trouble that is not the letter's own, nothing is sent until `blocked_until`; then one
    letter goes first, to try. There is one for the house, and one for each distributor whose
    letters are counted; up to `used_until` its allowance of letters is used.
    """

    name = models.CharField(max_length=40, unique=True)
    failures = models.PositiveIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField(default=clock.now)
    used_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sending account")
        verbose_name_plural = _("sending accounts")

    def __str__(self):
        return self.name
