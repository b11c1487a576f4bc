from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.models import Row
from sales.models.product import Product
from sales.querysets import CardQuerySet
from team.models import Company


class CardKind(models.TextChoices):
    HISTORY = "history", _("where it comes from")
    USE = "use", _("how it is used")
    QUESTION = "question", _("question and answer")
    FACT = "fact", _("good to know")


class KnowledgeCard(Row):
    """Something worth knowing about a product, or about all: a fact, a use, a question with its answer.

    The company's where `owner` is empty, else a distributor's own, and of everybody in their line
    once it is shared. `origin_id` is the meeting
    in which the question was asked.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="cards")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="cards"
    )
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.CASCADE, related_name="cards"
    )
    kind = models.CharField(_("what it is"), max_length=8, choices=CardKind, default=CardKind.FACT)
    title = models.CharField(_("title or question"), max_length=300)
    text = models.TextField(_("text or answer"), max_length=5000)
    document = models.FileField(_("document"), upload_to="attachments", blank=True)
    search_key = models.TextField(editable=False, default="")
    origin_id = models.UUIDField(null=True, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)
    shared_at = models.DateTimeField(_("shared with the team"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("knowledge card")
        verbose_name_plural = _("knowledge cards")
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="card_has_title")]
        indexes = [
            models.Index(fields=["company", "owner"], name="card_of_owner"),
            models.Index(fields=["product"], name="card_of_product"),
        ]

    def __str__(self):
        return self.title
