from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.querysets import OwnedQuerySet
from team.models.hours import Weekday


class Availability(models.Model):
    """How much of meeting a distributor wants, and how far ahead. Empty is without end.

    Whoever books holds this row: so two never count the same day at once.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="availability"
    )
    step_minutes = models.PositiveSmallIntegerField(_("meetings begin every (minutes)"), default=15)
    notice_minutes = models.PositiveIntegerField(_("booked at least so many minutes ahead"), default=120)
    furthest_days = models.PositiveSmallIntegerField(_("booked at most so many days ahead"), default=60)
    most_a_day = models.PositiveSmallIntegerField(_("meetings a day at most"), null=True, blank=True)
    minutes_a_day = models.PositiveSmallIntegerField(
        _("minutes of meetings a day at most"), null=True, blank=True
    )
    most_a_week = models.PositiveSmallIntegerField(_("meetings a week at most"), null=True, blank=True)
    minutes_a_week = models.PositiveIntegerField(
        _("minutes of meetings a week at most"), null=True, blank=True
    )
    most_in_a_row = models.PositiveSmallIntegerField(_("meetings in a row at most"), null=True, blank=True)
    pause_minutes = models.PositiveSmallIntegerField(_("a pause is at least (minutes)"), default=30)
    reply_minutes = models.PositiveIntegerField(
        _("answers within (minutes of office hours)"), null=True, blank=True
    )
    early_minutes = models.PositiveSmallIntegerField(_("minutes early you like to be there"), default=5)
    remind_me = models.BooleanField(_("a letter to yourself before each meeting"), default=True)

    page_open = models.BooleanField(_("others may book on your page"), default=True)
    page_words = models.CharField(_("a word on your page"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("availability")
        verbose_name_plural = _("availabilities")

    def __str__(self):
        return str(self.owner)


class HoursOnDay(models.Model):
    """Hours of a single day, in place of the weekday's."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hours_on_days"
    )
    day = models.DateField(_("day"))
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("to"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["day", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "day", "opens"], name="hours_on_day_once"),
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="hours_on_day_forward"
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.opens:%H:%M}-{self.closes:%H:%M}"


class ProtectedTime(models.Model):
    """A stretch of a weekday that is nobody's: family, sport, bookkeeping."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="protected_times"
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    title = models.CharField(_("what for"), max_length=100, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "weekday", "starts"], name="protected_time_once"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="protected_time_forward"
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts:%H:%M}-{self.ends:%H:%M}"
