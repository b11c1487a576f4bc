from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.querysets import OwnedQuerySet
from kit import clock
from kit.models import Door, Row


class ImportKind(models.TextChoices):
    PEOPLE = "people", _("people")
    ORDERS = "orders", _("orders")


class ImportState(models.TextChoices):
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")
    STOPPED = "stopped", _("stopped before its end")


class Import(Row):
    """One reading of one file: what came of its lines, and how far it got.

    The counts are those of the batches that were written, so they are true at any moment.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    door = models.CharField(max_length=8, choices=Door)
    kind = models.CharField(_("kind"), max_length=8, choices=ImportKind)
    state = models.CharField(_("state"), max_length=8, choices=ImportState, default=ImportState.RUNNING)
    dry_run = models.BooleanField(_("only tried"), default=False)
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1, blank=True)
    started_at = models.DateTimeField(_("started"), default=clock.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    last_line = models.PositiveIntegerField(_("last line"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    same = models.PositiveIntegerField(_("same"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["owner", "-started_at"], name="import_of_owner")]

    def __str__(self):
        return f"{self.file_name} {self.started_at:%Y-%m-%d}"


class RefusedLine(models.Model):
    """A line of a file that was refused, or where `whole` is False, a cell of it left out."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="refused_lines")
    number = models.PositiveIntegerField(_("line"))
    reason = models.CharField(_("reason"), max_length=500)
    raw = models.TextField(_("text"), max_length=2000, blank=True)
    whole = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("refused line")
        verbose_name_plural = _("refused lines")
        ordering = ["number", "id"]

    def __str__(self):
        return f"{self.number} {self.reason}"
