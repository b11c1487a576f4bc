"""The ledger of the team: what each did in a month, how each stands, and the same for all below.

Own rows are counted from the facts, never by adding up; rows of the line are the sums of own rows. Both
are written by one hand at a time, that which holds the company's row. See docs/decisions/0026-ledger.md.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from team.models.distributor import Distributor


class MonthFigures(models.Model):
    """Figures of a month, 202611; team.figures says what each means."""

    month = models.PositiveIntegerField()
    orders = models.IntegerField(default=0)
    buyers = models.IntegerField(default=0)
    reorders = models.IntegerField(default=0)
    newcomers = models.IntegerField(default=0)
    sales = models.BigIntegerField(default=0)
    own_use = models.BigIntegerField(default=0)
    volume = models.BigIntegerField(default=0)
    kept = models.IntegerField(default=0)
    due = models.IntegerField(default=0)
    promises_kept = models.IntegerField(default=0)
    promises_early = models.IntegerField(default=0)
    promises_ended = models.IntegerField(default=0)
    touches = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    complaints = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    answer_minutes = models.BigIntegerField(default=0)
    answers = models.IntegerField(default=0)
    encouraged = models.IntegerField(default=0)
    joined = models.IntegerField(default=0)
    left = models.IntegerField(default=0)
    active = models.IntegerField(default=0)

    class Meta:
        abstract = True


class StandingFigures(models.Model):
    """Figures of how things stand; team.figures says what each means."""

    members = models.IntegerField(default=0)
    in_action = models.IntegerField(default=0)
    at_risk = models.IntegerField(default=0)
    starting = models.IntegerField(default=0)
    quiet = models.IntegerField(default=0)
    suspects = models.IntegerField(default=0)
    prospects = models.IntegerField(default=0)
    customers = models.IntegerField(default=0)
    clients = models.IntegerField(default=0)
    enrolled = models.IntegerField(default=0)
    advocates = models.IntegerField(default=0)
    overdue = models.IntegerField(default=0)
    open_complaints = models.IntegerField(default=0)

    class Meta:
        abstract = True


class OwnMonth(MonthFigures):
    """What somebody did in a month."""

    pk = models.CompositePrimaryKey("person_id", "month")
    person = models.ForeignKey(Distributor, on_delete=models.CASCADE, related_name="own_months")

    class Meta:
        verbose_name = _("own month")
        verbose_name_plural = _("own months")
        indexes = [models.Index(fields=["month", "person"], name="own_month_people")]

    def __str__(self):
        return f"{self.person_id} {self.month}"


class LineMonth(MonthFigures):
    """What somebody and all below did in a month."""

    pk = models.CompositePrimaryKey("person_id", "month")
    person = models.ForeignKey(Distributor, on_delete=models.CASCADE, related_name="line_months")

    class Meta:
        verbose_name = _("month of a line")
        verbose_name_plural = _("months of lines")

    def __str__(self):
        return f"{self.person_id} {self.month}"


class OwnStanding(StandingFigures):
    """How somebody stands, and the people of theirs."""

    person = models.OneToOneField(
        Distributor, primary_key=True, on_delete=models.CASCADE, related_name="own_standing"
    )

    class Meta:
        verbose_name = _("own standing")
        verbose_name_plural = _("own standings")

    def __str__(self):
        return str(self.person_id)


class LineStanding(StandingFigures):
    """How somebody and all below stand."""

    person = models.OneToOneField(
        Distributor, primary_key=True, on_delete=models.CASCADE, related_name="line_standing"
    )

    class Meta:
        verbose_name = _("standing of a line")
        verbose_name_plural = _("standings of lines")

    def __str__(self):
        return str(self.person_id)


class ToldMonth(models.Model):
    """Figures that a file of the company told of somebody who does not work with Kept; month 0 is how they stand.

    `last_active_on` is the last day of activity that it tells of.
    """

    pk = models.CompositePrimaryKey("person_id", "month")
    person = models.ForeignKey(Distributor, on_delete=models.CASCADE, related_name="told_months")
    month = models.PositiveIntegerField()
    figures = models.JSONField(default=dict)
    last_active_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("told month")
        verbose_name_plural = _("told months")

    def __str__(self):
        return f"{self.person_id} {self.month}"
