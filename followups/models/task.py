from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from followups.models.kinds import TaskKind
from followups.models.rule import Rule
from followups.querysets import TaskQuerySet
from kit.models import Row


class TaskState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    EXPIRED = "expired", _("passed by")
    CANCELLED = "cancelled", _("cancelled")


class Task(Row):
    """Something a distributor owes a person, planned by a rule or by hand.

    A task from a rule has a unique occurrence. Undone it expires, it never piles up.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tasks")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="tasks")
    rule = models.ForeignKey(Rule, null=True, on_delete=models.PROTECT, related_name="tasks")
    occurrence = models.CharField(max_length=80, blank=True)
    kind = models.CharField(_("what"), max_length=12, choices=TaskKind)
    title = models.CharField(_("title"), max_length=200, blank=True)
    script = models.TextField(_("words that help"), blank=True)
    context = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=TaskState, default=TaskState.OPEN)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    local_date = models.DateField(_("day"))
    due_at = models.DateTimeField(_("due"))
    expires_at = models.DateTimeField(_("passes by"), null=True)
    snoozed_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "customer", "occurrence"],
                condition=~Q(rule=None),
                name="task_once_an_occurrence",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | ~Q(state="open"),
                name="task_open_is_not_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=Q(state="open"), name="task_open_of_owner"),
            models.Index(fields=["customer", "-due_at"], name="task_of_customer"),
            models.Index(fields=["expires_at"], condition=Q(state="open"), name="task_open_expiry"),
        ]

    def __str__(self):
        return f"{self.kind} {self.local_date}"
