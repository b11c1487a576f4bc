from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.ids import uuid7
from kit.querysets import EventQuerySet, RequestOutcomeQuerySet


class Row(models.Model):
    """A row whose id may leave the house."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class Door(models.TextChoices):
    """The way by which a change came in."""

    WEB = "web", _("web page")
    API = "api", _("app")
    TASK = "task", _("worker")
    IMPORT = "import", _("import")
    COMMAND = "command", _("command")


class Event(models.Model):
    """One change: who, when, by which door, what it was before and after.

    Append-only. The timeline, the audit and undo read it. `owner` is the distributor whose
    data changed, `person` the id of the contact concerned; both are plain facts, so that
    an event outlives what it tells about. Events that somebody caused in one go share a `deed`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    door = models.CharField(max_length=8, choices=Door)
    deed = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=36)
    person_id = models.UUIDField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone")
    counted = models.BooleanField(default=False, db_default=False)  # by the figures that rest on it

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-at"], name="event_person"),
            models.Index(fields=["owner", "-at"], name="event_owner"),
            models.Index(fields=["subject_id", "-at"], name="event_subject"),
            models.Index(fields=["owner", "id"], name="event_uncounted", condition=models.Q(counted=False)),
        ]

    def __str__(self):
        return f"{self.kind} {self.subject_id}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("Events are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Events are append-only.")


class Pulse(models.Model):
    """When a part of the machinery was last seen alive."""

    name = models.CharField(max_length=80, unique=True)
    ticked_at = models.DateTimeField()

    def __str__(self):
        return self.name


class RequestOutcome(models.Model):
    """A write that a client asked for under a key, and what came of it.

    While `answer` is empty the first request runs, until `lease_until` at the longest. The
    outcome is written in the transaction of the deed, so a retry finds both or neither.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    lease_token = models.UUIDField(default=uuid7)
    lease_until = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    answer = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = RequestOutcomeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="request_key_once")]
        indexes = [models.Index(fields=["created_at"], name="request_outcome_age")]

    def __str__(self):
        return self.key


class Tally(models.Model):
    """How often something happened in the running stretch of time: rate limits of several processes."""

    name = models.CharField(max_length=120, primary_key=True)
    stretch = models.BigIntegerField()
    count = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.name} {self.count}"
