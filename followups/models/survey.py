from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from followups.models.complaint import Complaint
from followups.models.message import Message
from followups.querysets import SuggestionQuerySet, SurveyQuerySet
from kit.models import Row


class Occasion(models.TextChoices):
    """What a survey asks about."""

    DELIVERY = "delivery", _("after a delivery")
    RELATION = "relation", _("every half year")
    COMPLAINT = "complaint", _("after a complaint")
    REQUEST = "request", _("asked for by hand")


class Measure(models.TextChoices):
    """The scale of the one question: content 1 to 5, or recommend 0 to 10."""

    CSAT = "csat", _("how content")
    NPS = "nps", _("how likely to recommend")


class Survey(Row):
    """A question to one person, and the answer: a score, a why, and what may follow.

    `message` is the letter with the link, None for one that was asked in person. The answer may be changed
    until `closes_at`. No row tells that somebody looked. `subject_id` is the order or complaint it is about.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="surveys")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="surveys")
    message = models.OneToOneField(Message, null=True, on_delete=models.SET_NULL, related_name="survey")
    occasion = models.CharField(_("occasion"), max_length=9, choices=Occasion)
    measure = models.CharField(_("measure"), max_length=4, choices=Measure)
    subject_id = models.UUIDField(null=True, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    closes_at = models.DateTimeField(_("may be answered until"))
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    why = models.TextField(_("why"), max_length=5000, blank=True)
    better = models.TextField(_("what would make it better"), max_length=5000, blank=True)
    may_call = models.BooleanField(_("may be called about it"), default=False)
    would_introduce = models.BooleanField(_("would introduce a friend"), default=False)
    search_key = models.TextField(editable=False, default="")
    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.SET_NULL, related_name="surveys")
    refused_at = models.DateTimeField(
        null=True, editable=False, help_text=_("They asked for no more surveys.")
    )
    revoked_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None)
                | Q(measure="csat", score__range=(1, 5))
                | Q(measure="nps", score__lte=10),
                name="survey_score_on_its_scale",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, score=None) | Q(answered_at__isnull=False, score__isnull=False),
                name="survey_answered_with_a_score",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-asked_at"], name="survey_of_owner"),
            models.Index(fields=["customer", "-asked_at"], name="survey_of_customer"),
            models.Index(fields=["owner", "-updated_at"], name="survey_by_change"),
        ]

    def __str__(self):
        return f"{self.occasion} {self.score}"


class SuggestionState(models.TextChoices):
    OPEN = "open", _("to be looked at")
    DONE = "done", _("done")
    DECLINED = "declined", _("not possible")


class Suggestion(Row):
    """What somebody proposed, and what came of it: "you said, we did". `same_as` joins those that say the same."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="suggestions")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="suggestions")
    survey = models.OneToOneField(Survey, null=True, on_delete=models.SET_NULL, related_name="suggestion")
    text = models.TextField(_("what they propose"), max_length=5000)
    said_at = models.DateTimeField(_("said"))
    state = models.CharField(_("state"), max_length=8, choices=SuggestionState, default=SuggestionState.OPEN)
    same_as = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="others")
    answer = models.TextField(_("what was done"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="suggestion_has_words")]
        indexes = [
            models.Index(fields=["owner", "state", "-said_at"], name="suggestion_of_owner"),
            models.Index(fields=["customer"], name="suggestion_of_customer"),
        ]

    def __str__(self):
        return self.text[:60]
