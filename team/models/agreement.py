from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Row
from team.models.company import Company
from team.querysets import AgreementQuerySet


class Agreement(Row):
    """The text that somebody agrees to who joins; a new wording is a new version, what was agreed to stays.

    `country` is where it holds, empty for all others; the newest published version is the one in use.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="agreements")
    country = models.CharField(_("country"), max_length=2, blank=True)
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=50000)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "country", "version"], name="agreement_once_a_version"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="agreement_has_text"),
        ]

    def __str__(self):
        return f"{self.title} {self.version}"
