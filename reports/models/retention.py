from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from kit.models import Row
from reports.querysets import FlagQuerySet
from team.models import Company


class Fit(Row):
    """One nightly fit of the chance that customers are still there, over all orders of a company.

    BG/NBD (Fader, Hardie, Lee 2005): `r`, `alpha` (in weeks), `a`, `b`; the amount by Gamma-Gamma (Fader,
    Hardie 2013): `p`, `q`, `v`. `trouble` says why none could be made: then the person's own interval serves.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="fits")
    as_of = models.DateField(_("as of"))
    people = models.PositiveIntegerField()
    repeat_buyers = models.PositiveIntegerField()
    r = models.FloatField(null=True)
    alpha = models.FloatField(null=True)
    a = models.FloatField(null=True)
    b = models.FloatField(null=True)
    log_likelihood = models.FloatField(null=True)
    p = models.FloatField(null=True)
    q = models.FloatField(null=True)
    v = models.FloatField(null=True)
    trouble = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("fit")
        verbose_name_plural = _("fits")
        constraints = [
            models.UniqueConstraint(fields=["company", "as_of"], name="fit_once_a_day"),
            models.CheckConstraint(
                condition=~Q(trouble="") | Q(r__gt=0, alpha__gt=0, a__gt=0, b__gt=0), name="fit_whole"
            ),
        ]

    def __str__(self):
        return f"{self.company_id} {self.as_of}"


class Flag(Row):
    """That somebody was said to be slipping away: why, what would clear it, and later whether it was so.

    `rule` is the number of the rule in `reports.flagging`. `chance` is how likely they still were a customer,
    None where their own interval spoke alone. `was_real` is written on `judged_on`: no order came in the time
    in which one was due.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="flags")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="flags")
    raised_on = models.DateField(_("raised"))
    rule = models.PositiveSmallIntegerField(_("by rule"), default=1)
    chance = models.FloatField(null=True)
    interval_days = models.PositiveIntegerField(null=True)
    quiet_days = models.PositiveIntegerField()
    judge_on = models.DateField(_("to be judged on"))
    judged_on = models.DateField(null=True)
    was_real = models.BooleanField(null=True)
    cleared_on = models.DateField(_("cleared"), null=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [
            models.UniqueConstraint(fields=["customer", "raised_on"], name="flag_once_a_day"),
            models.CheckConstraint(
                condition=Q(judged_on=None, was_real=None)
                | Q(judged_on__isnull=False, was_real__isnull=False),
                name="flag_judged_with_a_verdict",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-raised_on"], name="flag_of_owner"),
            models.Index(fields=["judge_on"], condition=Q(judged_on=None), name="flag_to_judge"),
        ]

    def __str__(self):
        return f"{self.customer_id} {self.raised_on}"
