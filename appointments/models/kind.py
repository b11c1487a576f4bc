from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.querysets import OwnedQuerySet
from kit.models import Row


class Place(models.TextChoices):
    VISIT = "visit", _("at their place")
    HERE = "here", _("at my place")
    ELSEWHERE = "elsewhere", _("at another place")
    VIDEO = "video", _("by video")
    PHONE = "phone", _("by phone")


class Who(models.TextChoices):
    NOBODY = "nobody", _("only I")
    KNOWN = "known", _("people I know, by their link")
    ANYONE = "anyone", _("anyone, on my page")


class MeetingKind(Row):
    """A kind of appointment: how long, where, what is talked about, who may book it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meeting_kinds"
    )
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(max_length=60)
    about = models.CharField(_("what it is about"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    place = models.CharField(_("where"), max_length=10, choices=Place, default=Place.VISIT)
    address = models.CharField(_("address or link"), max_length=500, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(_("minutes of way, there and back each"), default=0)
    minutes_before = models.PositiveSmallIntegerField(_("free minutes before"), default=0)
    minutes_after = models.PositiveSmallIntegerField(_("free minutes after"), default=15)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    who = models.CharField(_("who may book it"), max_length=8, choices=Who, default=Who.ANYONE)
    agenda = models.JSONField(_("agenda"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of appointment")
        verbose_name_plural = _("kinds of appointment")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "slug"], name="meeting_kind_once"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 720)), name="meeting_kind_minutes"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="meeting_kind_seats"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("meeting-kind", args=[self.pk])
