from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit import clock


class Company(models.Model):
    """A network-marketing company: its money, its clock and its rules.

    The row is also the lock of the tree: enrolments and moves take it.
    """

    name = models.CharField(_("name"), max_length=200)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    country = models.CharField(_("country"), max_length=2, default="DE")
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Berlin")
    is_demo = models.BooleanField(_("demo company"), default=False)
    next_root = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    folds = models.PositiveBigIntegerField(default=0, editable=False)  # how often the ledger was written
    counted_on = models.DateField(null=True, editable=False)  # the day whose calendar the ledger knows

    # Rules: what "slipping" falls back on, and what a product without its own figure lasts.
    usual_interval_days = models.PositiveSmallIntegerField(
        _("usual days between orders"),
        default=60,
        validators=[MinValueValidator(1)],
        help_text=_("The median over the company, used for people who ordered once."),
    )

    customers_before_recruiting = models.PositiveSmallIntegerField(
        _("retail customers before recruiting"),
        default=3,
        help_text=_("The playbook of recruiting opens to who has so many customers who bought."),
    )

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(usual_interval_days__gte=1), name="company_interval_positive"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def zoneinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
