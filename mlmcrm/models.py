from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.models import Door, Row
from mlmcrm.querysets import ASKED, BEGUN, OPEN, ImportQuerySet


class ImportKind(models.TextChoices):
    PEOPLE = "people", _("people")
    ORDERS = "orders", _("orders")


class ImportState(models.TextChoices):
    QUEUED = "queued", _("waiting to be checked")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")
    STOPPED = "stopped", _("stopped before its end")
    FAILED = "failed", _("broken off")
    DROPPED = "dropped", _("put away")


class Import(Row):
    """One reading of one file: what came of its lines, and how far it got.

    The counts are those of the batches that were written, so they are true at any moment. One
    by the page is tried first (`dry_run`) and what was counted then stays as `foreseen`; all
    events of what it writes have its id as their deed.
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
    read = models.PositiveBigIntegerField(_("bytes read"), default=0)
    problem = models.CharField(_("problem"), max_length=500, blank=True)

    # How the file is read, and what it holds.
    mapping = models.JSONField(default=dict)  # of column names to those that are known
    options = models.JSONField(default=dict)
    layout = models.JSONField(default=dict)
    foreseen = models.JSONField(default=dict)
    samples = models.JSONField(default=list)

    # Whose turn it is: a worker holds it by a lease, and the token is the fence.
    lease_token = models.BigIntegerField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(fields=["owner", "-started_at"], name="import_of_owner"),
            models.Index(
                fields=["started_at"],
                condition=models.Q(state__in=["queued", "waiting", "checking", "running"]),
                name="import_in_work",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(state__in=BEGUN, lease_token__isnull=False),
                name="import_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["owner", "sha256"],
                condition=models.Q(state__in=OPEN),
                name="import_open_once",
            ),
        ]

    def __str__(self):
        return f"{self.file_name} {self.started_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("import-run", args=[self.pk])

    @property
    def is_in_work(self) -> bool:
        return self.state in (*ASKED, *BEGUN)

    @property
    def percent(self) -> int:
        return 100 if self.state == ImportState.FINISHED else 100 * self.read // max(1, self.size)

    @property
    def lines(self) -> int:
        return self.new + self.same + self.changed + self.refused


class ImportPart(models.Model):
    """A piece of the file that was handed in, until its import has ended: any worker can read it."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="import_part_once")]

    def __str__(self):
        return f"{self.number}"


class ImportMemory(models.Model):
    """What a run remembers of one batch, written with it, so that another can go on in its place."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="memories")
    last_line = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "last_line"], name="import_memory_once")]

    def __str__(self):
        return f"{self.last_line}"


class RefusedLine(models.Model):
    """A line of a file that was refused, or where `whole` is False, a cell of it left out."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="refused_lines")
    number = models.PositiveIntegerField(_("line"))
    reason = models.CharField(_("reason"), max_length=500)
    raw = models.TextField(_("text"), max_length=25_000, blank=True)
    whole = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("refused line")
        verbose_name_plural = _("refused lines")
        ordering = ["number", "id"]

    def __str__(self):
        return f"{self.number} {self.reason}"
