import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from followups.models.kinds import TaskKind
from followups.querysets import RuleQuerySet
from kit import clock
from kit.models import Row


class Anchor(models.TextChoices):
    """What the offset of a rule counts from."""

    FIRST_ORDER = "first_order", _("the first order")
    REPEAT_ORDER = "repeat_order", _("a repeat order")
    DELIVERY = "delivery", _("the delivery of an order")
    EXPECTED_ORDER = "expected_order", _("the day the next order is expected")
    INQUIRY = "inquiry", _("an inquiry")
    LAST_CONTACT = "last_contact", _("the last contact")
    BIRTHDAY = "birthday", _("the birthday")


class Action(models.TextChoices):
    LETTER = "letter", _("letter, by itself")
    REVIEW = "review", _("letter, to look at first")
    TASK = "task", _("task for you")


class Rule(Row):
    """What is owed to people by itself: an anchor, an offset, and what happens then.

    A rule without an owner is a default of the house; a distributor's own row with the same
    key takes its place. Rules are data: each number is theirs to change.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="rules",
    )
    key = models.SlugField(max_length=40)
    kind = models.CharField(_("what"), max_length=12, choices=TaskKind, default=TaskKind.OTHER)
    title = models.CharField(_("title"), max_length=120)
    anchor = models.CharField(_("counts from"), max_length=16, choices=Anchor)
    offset_days = models.SmallIntegerField(_("days after"), default=0)
    cold_offset_days = models.SmallIntegerField(
        _("days after, for people who do not know you yet"), null=True, blank=True
    )
    delay_seconds = models.PositiveIntegerField(_("seconds in which it can be undone"), default=0)
    at_time = models.TimeField(_("time of day"), default=datetime.time(10, 0))
    action = models.CharField(_("what happens"), max_length=8, choices=Action)
    letter = models.SlugField(_("letter"), max_length=40, blank=True)
    attachment = models.FileField(
        _("a document of value for the letter"), upload_to="attachments", blank=True
    )
    keep_hours = models.PositiveIntegerField(_("hours after which it is too late"), default=7 * 24)
    priority = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(_("in use"), default=True)
    active_from = models.DateTimeField(default=clock.now)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["offset_days", "key"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="rule_once_an_owner"),
            models.UniqueConstraint(fields=["key"], condition=Q(owner=None), name="rule_once_in_the_house"),
        ]

    def __str__(self):
        return self.title
