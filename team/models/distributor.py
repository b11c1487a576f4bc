import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.ids import uuid7
from team.fields import PathField
from team.models.company import Company
from team.querysets import DistributorManager


class Theme(models.TextChoices):
    SYSTEM = "system", _("as the device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class Shortcuts(models.TextChoices):
    """Whether single keys do something: they disturb who dictates, and who has no keyboard."""

    DEVICE = "device", _("on devices with a keyboard")
    ON = "on", _("always")
    OFF = "off", _("never")


class Status(models.TextChoices):
    ACTIVE = "active", _("active")
    INACTIVE = "inactive", _("inactive")
    TERMINATED = "terminated", _("terminated")


class Distributor(AbstractBaseUser, PermissionsMixin):
    """A person of the sales network, with or without a sign-in; also the user model.

    People without an e-mail are full rows of a team. Staff who only run the installation
    belong to no company and stand outside any tree.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.PROTECT, related_name="distributors"
    )
    number = models.CharField(_("account number"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, default="")
    greeting = models.CharField(_("how to address"), max_length=100, blank=True)
    email = models.EmailField(_("email"), unique=True, null=True, blank=True)
    handle = models.SlugField(_("handle"), max_length=60, unique=True, null=True, blank=True)
    type = models.CharField(_("type"), max_length=40, blank=True, default="")  # as the company calls it
    is_listed = models.BooleanField(default=False, editable=False)  # a list of the company told of them
    joined_on = models.DateField(_("joined on"), default=datetime.date(2000, 1, 1))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.ACTIVE)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)  # ordinal of the highest ever; 0 is none
    paid_rank = models.PositiveSmallIntegerField(_("paid-as rank"), default=0)
    last_active_on = models.DateField(null=True, editable=False)  # by the ledger

    # The tree. The sponsor is the truth; the path makes every question about it cheap.
    sponsor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="frontline"
    )
    enroller = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="enrolled"
    )
    path = PathField(max_length=900, null=True, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    next_child = models.PositiveIntegerField(default=0, editable=False)

    # How this person works.
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Berlin")
    language = models.CharField(_("language"), max_length=12, default="en")
    theme = models.CharField(_("colours"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    shortcuts = models.CharField(
        _("single-key shortcuts"),
        max_length=8,
        choices=Shortcuts,
        default=Shortcuts.DEVICE,
        help_text=_("Letters that act without Ctrl, for example E for done. Ctrl K works always."),
    )
    signature = models.CharField(
        _("signature"), max_length=200, blank=True, help_text=_("Stands under your letters.")
    )
    postal_address = models.TextField(_("postal address"), max_length=500, blank=True)
    holidays_of = models.CharField(
        _("public holidays of"), max_length=10, blank=True, help_text=_("A country, or one of its parts.")
    )
    daily_limit = models.PositiveSmallIntegerField(
        _("things to do a day"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    review_repeat_thanks = models.BooleanField(
        _("look at thank-yous for repeat orders before they go"), default=True
    )
    answer_hours = models.PositiveSmallIntegerField(
        _("office hours within which a complaint is answered"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(80)],
    )
    goodwill = models.DecimalField(
        _("what may be given beside it without asking"), max_digits=8, decimal_places=2, default=10
    )
    quiet_from = models.TimeField(_("quiet from"), default=datetime.time(21, 0))
    quiet_until = models.TimeField(_("quiet until"), default=datetime.time(8, 0))
    quiet_hours_on = models.BooleanField(_("keep quiet hours"), default=True)

    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    objects = DistributorManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("distributor")
        verbose_name_plural = _("distributors")
        constraints = [
            models.UniqueConstraint(fields=["company", "path"], name="distributor_path_once"),
            models.UniqueConstraint(
                fields=["company", "country", "number"],
                condition=~models.Q(number=""),
                name="distributor_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(company__isnull=True, path__isnull=True)
                | models.Q(company__isnull=False, path__isnull=False),
                name="distributor_in_tree_iff_in_company",
            ),
            models.CheckConstraint(
                condition=models.Q(daily_limit__gte=1), name="distributor_daily_limit_positive"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "depth", "path"], name="distributor_level"),
            models.Index(fields=["company", "name_key"], name="distributor_name"),
            models.Index(fields=["company", "last_active_on"], name="distributor_last_active"),
            models.Index(fields=["company", "joined_on"], name="distributor_joined"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, update_fields=None, **kwargs):
        self.name_key = self.name.casefold()[:200]
        self.email = (self.email or "").strip().lower() or None
        self.handle = self.handle or None
        if update_fields is None and not self._state.adding:
            update_fields = _ALL_BUT_THE_TREE
        elif update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "name_key"}
        super().save(*args, update_fields=update_fields, **kwargs)
        self._end_devices()

    def _end_devices(self) -> None:
        """Whoever is switched off, by whatever door, has no devices: being switched on again revives none."""
        if not self.is_active:
            self.devices.filter(revoked_at=None).update(revoked_at=clock.now(), updated_at=clock.now())

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.greeting or self.name.split()[0]

    @property
    def zoneinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def currency(self) -> str:
        return self.company.currency if self.company_id else "EUR"

    @property
    def owner_id(self) -> int:
        """A distributor's own row belongs to the distributor; events ask for it."""
        return self.pk

    @property
    def signs_as(self) -> str:
        return self.signature or self.name

    def today(self) -> datetime.date:
        """Return the calendar day where this person is."""
        return clock.today(self.zoneinfo)


# A row read before an enrolment must not turn the count of recruits back when it is saved whole.
_TREE = {"sponsor", "path", "depth", "next_child"}
_ALL_BUT_THE_TREE = frozenset(
    field.name
    for field in Distributor._meta.concrete_fields
    if not field.primary_key and field.name not in _TREE
)
