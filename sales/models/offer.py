from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer, Want
from kit.models import Row
from sales.models.product import Product
from sales.querysets import OfferQuerySet, SynonymQuerySet
from team.models import Company


class OfferState(models.TextChoices):
    DRAFT = "draft", _("being written")
    LIVE = "live", _("goes out")
    ENDED = "ended", _("ended")


class Offer(Row):
    """A product or a bundle, for a time, for those whose wants it answers and nobody else.

    `rungs` are the rungs it is for, none for all; `held_back` of a hundred who would get it get none,
    so that its effect can be measured. With `else_task` those who may not be written to are tasks.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offers")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("words"), max_length=5000, blank=True)
    products = models.ManyToManyField(Product, related_name="offers")
    price = models.DecimalField(_("price"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    rungs = models.JSONField(_("rungs"), default=list, blank=True)
    held_back = models.PositiveSmallIntegerField(_("of a hundred, get none"), default=20)
    else_task = models.BooleanField(_("mention it by hand where no letter may go"), default=True)
    state = models.CharField(_("state"), max_length=5, choices=OfferState, default=OfferState.DRAFT)
    live_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="offer_has_title"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="offer_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(held_back__lte=90), name="offer_reaches_somebody"),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "-starts_on"], name="offer_of_owner"),
            models.Index(fields=["owner", "-updated_at"], name="offer_by_change"),
        ]

    def __str__(self):
        return self.title


class OfferReach(Row):
    """That an offer answers what somebody said they want: the sentence, and whether they are told or held back.

    `occurrence` names the letter or task by which they are told.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="reached")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="offers")
    want = models.ForeignKey(Want, null=True, on_delete=models.SET_NULL, related_name="offers")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    sentence = models.CharField(_("what they said"), max_length=300)
    held_back = models.BooleanField(default=False)
    occurrence = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "customer"], name="offer_once_a_person")]
        indexes = [models.Index(fields=["customer"], name="offer_reach_of_customer")]

    def __str__(self):
        return f"{self.offer_id} {self.customer_id}"


class Synonym(Row):
    """Two words that mean the same to a distributor, or to the company where `owner` is empty."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="synonyms"
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="synonyms")
    said = models.CharField(_("people say"), max_length=60)
    meant = models.CharField(_("and mean"), max_length=60)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        constraints = [
            models.UniqueConstraint(fields=["company", "owner", "said", "meant"], name="synonym_once")
        ]

    def __str__(self):
        return f"{self.said} = {self.meant}"
