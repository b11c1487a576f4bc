from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from appointments.querysets import OutsideTimeQuerySet
from customers.querysets import OwnedQuerySet
from kit.models import Row


class Feed(models.Model):
    """The secret address under which a distributor's own calendar program reads the appointments.

    A new `token` makes the former address worthless.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="feed"
    )
    token = models.UUIDField(unique=True, default=uuid4, editable=False)
    shows_titles = models.BooleanField(_("with names and titles"), default=False)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = OwnedQuerySet.as_manager()

    def __str__(self):
        return str(self.owner)


class OutsideCalendar(Row):
    """Another calendar of the distributor, read by its address; its busy times are kept free here.

    `failed` is what went wrong at the last try, empty when it went well. What was read last stays
    until it is read anew.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="outside_calendars"
    )
    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(_("address"), max_length=2000)
    etag = models.CharField(max_length=300, blank=True)
    changed = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside calendar")
        verbose_name_plural = _("outside calendars")
        constraints = [models.UniqueConstraint(fields=["owner", "url"], name="outside_calendar_once")]
        indexes = [models.Index(fields=["due_at"], name="outside_calendar_due")]

    def __str__(self):
        return self.name


class OutsideTime(models.Model):
    """A busy time of an outside calendar."""

    calendar = models.ForeignKey(OutsideCalendar, on_delete=models.CASCADE, related_name="times")
    uid = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    title = models.CharField(max_length=200, blank=True)

    objects = OutsideTimeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "uid", "starts_at"], name="outside_time_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="outside_time_forward"),
        ]
        indexes = [models.Index(fields=["calendar", "ends_at"], name="outside_time_by_end")]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
