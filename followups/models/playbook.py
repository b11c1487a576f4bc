from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models.customer import RUNG_CHOICES
from followups.querysets import PlaybookQuerySet
from kit.models import Row


class Playbook(Row):
    """What happens step by step on a rung of the ladder, or on an occasion.

    One without an owner is the house's; a distributor's own one with the same key takes its place.
    The live steps are the rules; `draft` holds the steps as they are being edited, None while nothing
    is. `version` grows with each going live. A leader shares one with the line below; who takes it
    remembers `source` and the version of it that was taken.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="playbooks"
    )
    key = models.SlugField(max_length=40)
    title = models.CharField(_("title"), max_length=120)
    about = models.CharField(_("when it begins"), max_length=200, blank=True)
    rung = models.PositiveSmallIntegerField(_("rung"), choices=RUNG_CHOICES, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    draft = models.JSONField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    source = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="taken")
    source_version = models.PositiveIntegerField(null=True, blank=True)

    objects = PlaybookQuerySet.as_manager()

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="playbook_once_an_owner"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(owner=None), name="playbook_once_in_the_house"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def mark(self) -> str:
        """Names the state that somebody looks at: another with each edit and each going live."""
        return f"{self.version}.{self.draft['mark']}" if self.draft else str(self.version)
