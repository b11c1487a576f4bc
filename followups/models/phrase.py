from django.db import models
from django.utils.translation import gettext_lazy as _


class ClaimPhrase(models.Model):
    """Words that promise income or health, in a language. The operators edit the list.

    A phrase is whole words; a star stands for any ending.
    """

    class Kind(models.TextChoices):
        INCOME = "income", _("income")
        HEALTH = "health", _("health")

    language = models.CharField(_("language"), max_length=12, default="en")
    kind = models.CharField(_("what it promises"), max_length=6, choices=Kind)
    words = models.CharField(_("words"), max_length=120)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["language", "kind", "words"]
        constraints = [models.UniqueConstraint(fields=["language", "words"], name="claim_once")]

    def __str__(self):
        return self.words
