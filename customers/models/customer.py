from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.ladder import Rung
from customers.querysets import CustomerQuerySet, OwnedQuerySet
from customers.tidying import tag_key
from kit.models import Row

RUNG_CHOICES = [
    (Rung.SUSPECT, _("Suspect")),
    (Rung.PROSPECT, _("Prospect")),
    (Rung.CUSTOMER, _("Customer")),
    (Rung.CLIENT, _("Client")),
    (Rung.MEMBER, _("Member")),
    (Rung.ADVOCATE, _("Advocate")),
]


class Warmth(models.TextChoices):
    """Whether the person knows and trusts the distributor yet."""

    WARM = "warm", _("warm")
    COLD = "cold", _("cold")


class Channel(models.TextChoices):
    EMAIL = "email", _("email")
    PHONE = "phone", _("phone call")
    TEXT = "text", _("text message")
    CHAT = "chat", _("chat")
    VISIT = "visit", _("in person")
    POST = "post", _("card by post")


class Tag(models.Model):
    """A distributor's own word for a group of people, whatever its case."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(_("name"), max_length=60)
    key = models.CharField(max_length=180, editable=False, default="")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="tag_key_once")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.key = tag_key(self.name)
        super().save(*args, **kwargs)


class NotesFormat(models.TextChoices):
    """How a person wants to have what was said in a meeting; empty is a letter as usual."""

    MAIL = "mail", _("a letter by email")
    PLAIN = "plain", _("plain text by email")
    LARGE = "large", _("large print, as a PDF")
    PHONE = "phone", _("a text from your own phone")


class Customer(Row):
    """A person a distributor knows, on whatever rung of the ladder.

    `touches_a_week` is the person's own wish, empty for the usual; while grieving or resting (up
    to and with the day) nothing goes by itself but what is owed anyway.

    The carried facts at the end are written by the `note_…` functions of
    `customers.actions` alone; `recount` recomputes them.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="customers")
    external_id = models.CharField(_("number elsewhere"), max_length=100, blank=True)
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, default="")
    greeting = models.CharField(_("how to address"), max_length=100, blank=True)
    address = models.TextField(_("address"), blank=True, max_length=1000)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    warmth = models.CharField(_("knows you"), max_length=4, choices=Warmth, default=Warmth.WARM)
    source = models.CharField(_("where from"), max_length=200, blank=True)
    introduced_by = models.ForeignKey(
        "self",
        verbose_name=_("introduced by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="introduced",
    )
    preferred_channel = models.CharField(_("best reached by"), max_length=8, choices=Channel, blank=True)
    preferred_hours = models.CharField(_("best time"), max_length=100, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="customers")
    notes_format = models.CharField(_("notes of a meeting as"), max_length=8, choices=NotesFormat, blank=True)
    touches_a_week = models.PositiveSmallIntegerField(
        _("at most so many touches a week"), null=True, blank=True
    )
    grieving_until = models.DateField(_("spared until"), null=True, blank=True)
    refused_on = models.DateField(_("said no on"), null=True, blank=True)
    resting_until = models.DateField(_("left in peace until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    # Carried facts.
    rung = models.PositiveSmallIntegerField(
        _("rung"), choices=RUNG_CHOICES, default=Rung.SUSPECT, editable=False
    )
    rung_since = models.DateField(null=True, editable=False)
    orders_count = models.PositiveIntegerField(default=0, editable=False)
    spent = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), editable=False)
    last_order_at = models.DateTimeField(null=True, editable=False)
    order_interval = models.PositiveIntegerField(null=True, editable=False)
    expected_order_on = models.DateField(null=True, editable=False)
    slips_on = models.DateField(null=True, editable=False)
    cools_on = models.DateField(null=True, editable=False)
    chance_alive = models.FloatField(null=True, editable=False)
    value_expected = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    last_contact_at = models.DateTimeField(null=True, editable=False)
    next_due_at = models.DateTimeField(null=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "external_id"],
                condition=~Q(external_id="") & Q(deleted_at=None),
                name="customer_external_id_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="customer_has_name"),
            models.CheckConstraint(condition=Q(rung__range=(1, 6)), name="customer_rung_known"),
            models.CheckConstraint(
                condition=Q(birth_month=None, birth_day=None, birth_year=None)
                | Q(birth_month__range=(1, 12), birth_day__range=(1, 31)),
                name="customer_birthday_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "name_key", "id"], name="customer_by_name"),
            models.Index(fields=["owner", "rung", "name_key"], name="customer_by_rung"),
            models.Index(fields=["owner", "-last_order_at"], name="customer_by_order"),
            models.Index(fields=["owner", "slips_on"], name="customer_slipping"),
            models.Index(fields=["owner", "next_due_at"], name="customer_by_due"),
            models.Index(fields=["owner", "birth_month", "birth_day"], name="customer_birthday"),
            models.Index(fields=["owner", "-updated_at"], name="customer_by_change"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("person", args=[self.pk])

    def save(self, *args, **kwargs):
        self.name_key = self.name.casefold()[:200]
        super().save(*args, **kwargs)

    @property
    def addressed(self) -> str:
        """How to address the person in a letter; never split from the name by guesswork."""
        return self.greeting or self.name

    @property
    def zoneinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone) if self.zone else self.owner.zoneinfo

    @property
    def birthday(self) -> str:
        """`YYYY-MM-DD`, `--MM-DD` without a year, or empty."""
        if not self.birth_month:
            return ""
        year = f"{self.birth_year:04}" if self.birth_year else "-"
        return f"{year}-{self.birth_month:02}-{self.birth_day:02}"

    def is_slipping(self, today: date) -> bool:
        return self.slips_on is not None and self.slips_on <= today and not self.is_cooling(today)

    def is_cooling(self, today: date) -> bool:
        return self.cools_on is not None and self.cools_on <= today

    def is_grieving(self, today: date) -> bool:
        return self.grieving_until is not None and self.grieving_until >= today

    def is_resting(self, today: date) -> bool:
        return self.resting_until is not None and self.resting_until >= today

    def is_spared(self, today: date) -> bool:
        return self.is_grieving(today) or self.is_resting(today)


class Email(models.Model):
    """An e-mail address of a person; the first by position is the one used."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="emails")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(_("email"))
    key = models.CharField(max_length=254, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    bounced_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["customer", "key"], name="email_once_a_person")]
        indexes = [models.Index(fields=["owner", "key"], name="email_by_key")]

    def __str__(self):
        return self.address


class Phone(models.Model):
    """A phone number of a person in E.164; the first by position is the one used."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="phones")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(_("phone"), max_length=16)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["customer", "number"], name="phone_once_a_person")]
        indexes = [models.Index(fields=["owner", "number"], name="phone_by_number")]

    def __str__(self):
        return self.number
