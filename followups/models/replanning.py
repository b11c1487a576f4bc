from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followups.models.playbook import Playbook
from kit.models import Door, Row


class Replanning(Row):
    """How far what waits by a playbook has been planned anew, since it went live for many people.

    A worker goes on behind the person named by `after`, batch by batch; `rules` are the ids of the
    steps that are new, changed or gone. Who put it live, by which door and with which deed, so that
    what comes of it stands in the history with the going live.
    """

    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="replannings")
    rules = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    door = models.CharField(max_length=8, choices=Door)
    deed = models.UUIDField()
    people = models.PositiveIntegerField(_("people"))
    done = models.PositiveIntegerField(_("people done"), default=0)
    after = models.UUIDField(null=True)
    moved = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("planning anew")
        verbose_name_plural = _("planning anew")
        constraints = [
            models.UniqueConstraint(
                fields=["playbook"], condition=Q(ended_at=None), name="replanning_one_a_playbook"
            )
        ]

    def __str__(self):
        return f"{self.done}/{self.people}"
