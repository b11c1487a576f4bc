from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Row
from sales.querysets import ProductQuerySet
from team.models import Company


class Product(Row):
    """Something to sell: the company's, or a distributor's own when `owner` is set."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="products")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="products",
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, default="")
    price = models.DecimalField(
        _("price"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    currency = models.CharField(_("currency"), max_length=3)
    pv = models.DecimalField(
        _("PV"),
        max_digits=12,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Personal volume of one piece."),
    )
    lasts_days = models.PositiveSmallIntegerField(
        _("lasts, in days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How long one piece lasts a household; the next order is foreseen by it."),
    )
    is_active = models.BooleanField(_("for sale"), default=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "code"], condition=Q(owner=None), name="product_code_company"
            ),
            models.UniqueConstraint(
                fields=["owner", "code"], condition=~Q(owner=None), name="product_code_owner"
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price_not_negative"),
            models.CheckConstraint(condition=Q(pv__gte=0), name="product_pv_not_negative"),
        ]
        indexes = [models.Index(fields=["company", "name_key"], name="product_by_name")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_key = self.name.casefold()[:200]
        super().save(*args, **kwargs)
