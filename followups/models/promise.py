from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from followups.models.task import Task
from followups.querysets import PromiseQuerySet
from kit.models import Row


class PromiseState(models.TextChoices):
    OPEN = "open", _("open")
    EARLY = "early", _("kept early")
    KEPT = "kept", _("kept")
    LATE = "late", _("kept late")
    BROKEN = "broken", _("broken")
    RELEASED = "released", _("no longer wanted")


class PromiseOrigin(models.TextChoices):
    """Where it was given."""

    HAND = "hand", _("written down")
    NOTE = "note", _("a note")
    MEETING = "meeting", _("a meeting")
    ORDER = "order", _("an order")
    COMPLAINT = "complaint", _("a complaint")


class PromiseKind(models.TextChoices):
    """What was promised: how long it takes is learned for each kind."""

    ANSWER = "answer", _("an answer")
    SEND = "send", _("send or bring something")
    DELIVERY = "delivery", _("a delivery")
    CONTACT = "contact", _("get in touch")
    OTHER = "other", _("something else")


class Promise(Row):
    """Something a distributor promised to a person. Kept is judged by `told_on`, the day the person was told.

    `due_on` is the day the distributor means to do it, never later than the one that was told. The day
    told first counts where it went by before another was told: that is `missed_on`. All days are the owner's.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="promises")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="promises")
    text = models.CharField(_("what you promised"), max_length=300)
    kind = models.CharField(_("kind"), max_length=8, choices=PromiseKind, default=PromiseKind.OTHER)
    extra = models.CharField(_("what you gave beside it"), max_length=300, blank=True)
    due_on = models.DateField(_("to be done by"))
    told_on = models.DateField(_("they were told"))
    given_on = models.DateField(_("given on"), editable=False)
    missed_on = models.DateField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=PromiseState, default=PromiseState.OPEN)
    closed_at = models.DateTimeField(null=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    origin = models.CharField(
        _("where it was given"), max_length=9, choices=PromiseOrigin, default=PromiseOrigin.HAND
    )
    origin_id = models.UUIDField(null=True, editable=False)
    apology = models.OneToOneField(
        Task, null=True, editable=False, on_delete=models.SET_NULL, related_name="promise"
    )
    revoked_at = models.DateTimeField(null=True, editable=False, help_text=_("It was never given."))
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="promise_has_words"),
            models.CheckConstraint(condition=Q(due_on__lte=F("told_on")), name="promise_day_in_hand"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="promise_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, ended_on=None)
                | Q(closed_at__isnull=False, ended_on__isnull=False),
                name="promise_ended_when",
            ),
            models.UniqueConstraint(
                fields=["origin_id"], condition=Q(origin="order"), name="promise_once_an_order"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="promise_open"),
            models.Index(
                fields=["told_on"],
                condition=Q(state="open", apology=None, revoked_at=None),
                name="promise_nothing_said",
            ),
            models.Index(fields=["kind", "-ended_on"], condition=~Q(state="open"), name="promise_pace"),
            models.Index(fields=["customer", "-created_at"], name="promise_of_customer"),
            models.Index(fields=["owner", "-updated_at"], name="promise_by_change"),
        ]

    def __str__(self):
        return self.text

    @property
    def first_told_on(self):
        """The day by which it is judged: one that went by stays so, whatever was told afterwards."""
        return self.missed_on or self.told_on

    @property
    def is_delivery(self):
        """Whether it is the told delivery of an order: then it goes with the order."""
        return self.origin == PromiseOrigin.ORDER

    @property
    def question(self):
        """What is to be answered, where it is an answer that was promised; a meeting puts words before it."""
        if self.kind != PromiseKind.ANSWER:
            return ""
        _before, _colon, asked = self.text.partition(": ")
        return asked if asked and self.origin == PromiseOrigin.MEETING else self.text
