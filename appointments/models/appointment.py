from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments import querysets
from appointments.models.kind import MeetingKind, Place
from appointments.querysets import AppointmentQuerySet, GuestQuerySet
from customers.models import Customer, Touch
from customers.models.customer import Channel
from kit.models import Row


class State(models.TextChoices):
    ASKED = "asked", _("asked for")
    BOOKED = "booked", _("booked")
    CONFIRMED = "confirmed", _("confirmed")
    ARRIVED = "arrived", _("arrived")
    FINISHED = "finished", _("finished")
    MISSED = "missed", _("missed")
    CANCELLED = "cancelled", _("cancelled")
    WAITING = "waiting", _("on the waiting list")


HOLDING = querysets.HOLDING


class Side(models.TextChoices):
    """Who did it."""

    US = "us", _("you")
    THEM = "them", _("them")


class Appointment(Row):
    """A meeting of a distributor with one person or several.

    While its state is one that holds the time, no other of the same owner may overlap its blocked
    range (way and pauses included): on PostgreSQL a constraint of the database sees to it, on SQLite
    the one writer asks again. `uid` stays for life, `sequence` rises with each change, as calendars
    want it. `held_until` ends a request that nobody confirmed; `asked_at` and `answered_at` tell how long the
    distributor took to answer it. `late_minutes` is what was said ahead by somebody running late (`late_side`).
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="appointments")
    kind = models.ForeignKey(MeetingKind, null=True, on_delete=models.PROTECT, related_name="appointments")
    title = models.CharField(_("title"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.BOOKED)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    blocked_from = models.DateTimeField()
    blocked_until = models.DateTimeField()
    zone = models.CharField(max_length=64)
    place = models.CharField(_("where"), max_length=10, choices=Place, default=Place.VISIT)
    address = models.CharField(_("address or link"), max_length=500, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(default=0)
    seats = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(_("note"), max_length=5000, blank=True)
    held_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    late_minutes = models.PositiveSmallIntegerField(null=True)
    late_said_at = models.DateTimeField(null=True)
    late_side = models.CharField(max_length=4, choices=Side, blank=True)
    reminded_at = models.DateTimeField(null=True, help_text=_("When the distributor was reminded."))
    arrived_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=4, choices=Side, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    moved_by_us = models.PositiveSmallIntegerField(default=0)
    moved_by_them = models.PositiveSmallIntegerField(default=0)
    uid = models.CharField(max_length=100, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_forward"),
            models.CheckConstraint(
                condition=Q(blocked_from__lte=F("starts_at"), blocked_until__gte=F("ends_at")),
                name="appointment_blocks_itself",
            ),
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(held_until__isnull=False), name="appointment_asked_ends"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "starts_at"], name="appointment_of_owner"),
            models.Index(fields=["owner", "blocked_until"], condition=Q(state__in=HOLDING), name="appointment_holding"),
            models.Index(fields=["held_until"], condition=Q(state="asked"), name="appointment_asked"),
        ]  # fmt: skip

    def __str__(self):
        return self.title or f"{self.starts_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        return reverse("appointment", args=[self.pk])

    @property
    def is_group(self) -> bool:
        """Its time is the distributor's alone to change; guests come and go."""
        return self.seats > 1


class Guest(models.Model):
    """A person who takes part. `token` names the guest's own page, signed, in links that leave the house.

    In a group each has a state and, while a seat is only asked for, an end of its own: `held_until`.
    `touch` is the contact that a meeting was, once it was held. What somebody known agreed to by asking,
    and by which way, holds once it is confirmed that it was them.
    """

    token = models.UUIDField(unique=True, default=uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="guests")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="meetings")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.BOOKED)
    zone = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=12, blank=True)
    message = models.TextField(_("what they wrote"), max_length=2000, blank=True)
    held_until = models.DateTimeField(null=True)
    agreed_by = models.CharField(max_length=10, choices=Channel, blank=True)
    agreed_words = models.TextField(blank=True)
    came = models.BooleanField(null=True)
    touch = models.OneToOneField(Touch, null=True, on_delete=models.SET_NULL, related_name="guest")
    notes_sent_at = models.DateTimeField(null=True)

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["appointment", "customer"], name="guest_once"),
        ]
        indexes = [
            models.Index(fields=["held_until"], condition=Q(held_until__isnull=False), name="guest_held")
        ]

    def __str__(self):
        return str(self.customer)
