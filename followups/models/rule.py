import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models.consent import Purpose
from customers.models.customer import Channel
from followups.models.kinds import TaskKind
from followups.models.playbook import Playbook
from followups.querysets import RuleQuerySet
from kit import clock
from kit.models import Row


def default_channels() -> list[str]:
    return [Channel.EMAIL.value]


class Anchor(models.TextChoices):
    """What the offset of a rule counts from."""

    FIRST_ORDER = "first_order", _("the first order")
    REPEAT_ORDER = "repeat_order", _("a repeat order")
    DELIVERY = "delivery", _("the delivery of an order")
    EXPECTED_ORDER = "expected_order", _("the day the next order is expected")
    INQUIRY = "inquiry", _("an inquiry")
    LAST_CONTACT = "last_contact", _("the last contact")
    BIRTHDAY = "birthday", _("the birthday")
    CLIMB = "climb", _("the step onto this rung")
    SLIPPING = "slipping", _("the day they begin to slip away")
    COOLING = "cooling", _("the day they are as good as lost")
    REFERRAL = "referral", _("an introduction by them")
    FRIEND_ORDERED = "friend_ordered", _("the first order of somebody they introduced")
    COMPLAINT_CLOSED = "complaint_closed", _("the end of a complaint")
    MEETING = "meeting", _("an appointment")


class Action(models.TextChoices):
    LETTER = "letter", _("letter, by itself")
    REVIEW = "review", _("letter, to look at first")
    TASK = "task", _("task for you")
    SURVEY = "survey", _("survey")
    MEETING = "meeting", _("offer of an appointment")


class Unit(models.TextChoices):
    DAY = "day", _("days")
    WEEK = "week", _("weeks")
    MONTH = "month", _("months")
    YEAR = "year", _("years")


class Stop(models.TextChoices):
    """What ends the steps that still wait for somebody."""

    REPLIED = "replied", _("they replied")
    ORDERED = "ordered", _("they ordered")
    REFUSED = "refused", _("they said no")
    COMPLAINT = "complaint", _("a complaint is open")
    UNANSWERED = "unanswered", _("three words stayed without an answer")


class Rule(Row):
    """A step of a playbook that is live: an anchor, an offset, and what happens then.

    A rule without an owner is a default of the house; a distributor's own row with the same
    key takes its place. Rules are data: each number is theirs to change. `every` and its unit
    repeat the step from the anchor on, `times` or `until_days` after it at the most. One that was
    taken out of its playbook is retired, because what was sent by it points to it.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="rules",
    )
    playbook = models.ForeignKey(Playbook, null=True, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    key = models.SlugField(max_length=40)
    kind = models.CharField(_("what"), max_length=12, choices=TaskKind, default=TaskKind.OTHER)
    title = models.CharField(_("title"), max_length=120)
    anchor = models.CharField(_("counts from"), max_length=16, choices=Anchor)
    offset_days = models.SmallIntegerField(_("days after"), default=0)
    cold_offset_days = models.SmallIntegerField(
        _("days after, for people who do not know you yet"), null=True, blank=True
    )
    delay_seconds = models.PositiveIntegerField(_("seconds in which it can be undone"), default=0)
    every = models.PositiveSmallIntegerField(_("again every"), default=0)
    every_unit = models.CharField(max_length=6, choices=Unit, default=Unit.DAY)
    times = models.PositiveSmallIntegerField(_("at most so often"), null=True, blank=True)
    until_days = models.PositiveSmallIntegerField(_("no more after so many days"), null=True, blank=True)
    at_time = models.TimeField(_("time of day"), default=datetime.time(10, 0))
    until_time = models.TimeField(_("up to this time of day"), null=True, blank=True)
    channels = models.JSONField(_("ways, the best first"), default=default_channels)
    purpose = models.CharField(_("for"), max_length=10, choices=Purpose, default=Purpose.SERVICE)
    stops = models.JSONField(_("stops when"), default=list, blank=True)
    action = models.CharField(_("what happens"), max_length=8, choices=Action)
    letter = models.SlugField(_("letter"), max_length=40, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=20000, blank=True)
    script = models.TextField(_("words that help"), max_length=5000, blank=True)
    attachment = models.FileField(
        _("a document of value for the letter"), upload_to="attachments", blank=True
    )
    keep_hours = models.PositiveIntegerField(_("hours after which it is too late"), default=7 * 24)
    priority = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(_("in use"), default=True)
    active_from = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, editable=False)

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
