from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from followups.models.promise import Promise
from followups.querysets import ComplaintQuerySet
from kit.models import Row


class ComplaintState(models.TextChoices):
    """How far a complaint has come; only the person's own word closes it as put right."""

    OPEN = "open", _("waits for an answer")
    ANSWERED = "answered", _("heard, to be put right")
    PUT_RIGHT = "put_right", _("put right, to be asked about")
    ASKED = "asked", _("asked whether all is well")
    CLOSED = "closed", _("closed")


class Outcome(models.TextChoices):
    WELL = "well", _("they say that all is well")
    UNWELL = "unwell", _("they are not content")
    WITHDRAWN = "withdrawn", _("they do not want to go on with it")


class ComplaintOrigin(models.TextChoices):
    HAND = "hand", _("written down by you")
    LINK = "link", _("written by the person")
    SURVEY = "survey", _("a survey")
    REPLY = "reply", _("an answer to a letter")


class Cause(models.TextChoices):
    """What lay behind it, as the distributor sees it, so that it does not happen again."""

    PRODUCT = "product", _("product")
    PACKING = "packing", _("packing")
    LATE = "late", _("too late")
    MONEY = "money", _("price or payment")
    WORDS = "words", _("what I said or wrote")
    SELF = "self", _("how I behaved")
    OTHER = "other", _("something else")


class Complaint(Row):
    """That somebody is not content: what happened, what would put it right, and each step of putting it right.

    While it is open nothing is sold to the person. `answer_by` is the end of the office hours in which
    an answer was promised. `order_id` is the order that it is about. The sponsor sees of it what the
    distributor typed for them, and what the person typed who would rather speak with them; nothing else.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="complaints")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="complaints")
    state = models.CharField(_("state"), max_length=9, choices=ComplaintState, default=ComplaintState.OPEN)
    opened_at = models.DateTimeField(_("opened"))
    origin = models.CharField(
        _("how it came"), max_length=8, choices=ComplaintOrigin, default=ComplaintOrigin.HAND
    )
    origin_id = models.UUIDField(null=True, editable=False)
    order_id = models.UUIDField(null=True, editable=False)
    text = models.TextField(_("what happened"), max_length=5000)
    wish = models.TextField(_("what would put it right"), max_length=2000, blank=True)
    about_owner = models.BooleanField(_("it is about the distributor"), default=False)
    answer_by = models.DateTimeField(_("to be answered by"))
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    heard = models.TextField(_("what you heard"), max_length=5000, blank=True)
    remedy = models.CharField(_("how it is put right"), max_length=300, blank=True)
    remedy_cost = models.DecimalField(_("cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    put_right_at = models.DateTimeField(_("put right"), null=True, editable=False)
    extra = models.CharField(_("what was given beside it"), max_length=300, blank=True)
    extra_cost = models.DecimalField(_("cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    promise = models.ForeignKey(Promise, null=True, on_delete=models.SET_NULL, related_name="complaints")
    ask_on = models.DateField(_("to be asked on"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    outcome = models.CharField(_("how it ended"), max_length=9, choices=Outcome, blank=True)
    closing_words = models.TextField(_("their words"), max_length=2000, blank=True)
    cause = models.CharField(_("cause"), max_length=8, choices=Cause, blank=True)
    cause_words = models.CharField(_("about the cause"), max_length=500, blank=True)
    sponsor_contact = models.CharField(
        _("how your sponsor may reach them"),
        max_length=200,
        blank=True,
        help_text=_("Typed by the person, who would rather speak with the sponsor."),
    )
    sponsor_asked_at = models.DateTimeField(null=True, editable=False)
    sponsor_words = models.TextField(_("what you ask your sponsor"), max_length=2000, blank=True)
    sponsor_answer = models.TextField(_("what your sponsor says"), max_length=2000, blank=True)
    sponsor_answered_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(
        null=True, editable=False, help_text=_("It was written down by mistake.")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(closed_at=None, revoked_at=None),
                name="complaint_open_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="complaint_has_words"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(closed_at=None, outcome=""),
                name="complaint_closed_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "answer_by"],
                condition=Q(closed_at=None, revoked_at=None),
                name="complaint_open",
            ),
            models.Index(fields=["customer", "-opened_at"], name="complaint_of_customer"),
            models.Index(fields=["owner", "-opened_at"], name="complaint_of_owner"),
            models.Index(fields=["owner", "-updated_at"], name="complaint_by_change"),
        ]

    def __str__(self):
        return self.text[:60]

    def get_absolute_url(self):
        return reverse("complaint", args=[self.pk])


class ComplaintWord(Row):
    """Something that was added to a complaint later: by the person through a link, or by the distributor."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="words")
    said_at = models.DateTimeField(_("said"))
    by_customer = models.BooleanField(default=False)
    text = models.TextField(_("words"), max_length=5000)

    class Meta:
        ordering = ["said_at", "id"]

    def __str__(self):
        return self.text[:60]
