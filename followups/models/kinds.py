from django.db import models
from django.utils.translation import gettext_lazy as _

from followups.kinds import Kind


class TaskKind(models.TextChoices):
    """The kinds of followups.kinds in words."""

    CHECK_IN = Kind.CHECK_IN, _("check in")
    TIPS = Kind.TIPS, _("tips for use")
    REORDER = Kind.REORDER, _("ask about the next order")
    THANK = Kind.THANK, _("thank in person")
    ANSWER = Kind.ANSWER, _("answer an inquiry")
    REACH_OUT = Kind.REACH_OUT, _("get in touch")
    BIRTHDAY = Kind.BIRTHDAY, _("wish happy birthday")
    WELCOME = Kind.WELCOME, _("welcome and get started")
    WIN_BACK = Kind.WIN_BACK, _("win back")
    OUTCOME = Kind.OUTCOME, _("tell how it went")
    FIX_ADDRESS = Kind.FIX_ADDRESS, _("ask for the right address")
    COMPLAINT = Kind.COMPLAINT, _("answer to a complaint")
    APOLOGY = Kind.APOLOGY, _("say sorry")
    SURVEY = Kind.SURVEY, _("ask how content they are")
    SUGGESTION = Kind.SUGGESTION, _("look at a suggestion")
    ENROLMENT = Kind.ENROLMENT, _("go on with an enrolment")
    STANDING = Kind.STANDING, _("ask about the next standing order")
    OFFER = Kind.OFFER, _("tell of an offer")
    OTHER = Kind.OTHER, _("to do")


# What a message, or a task in place of one, may be about beside these: planned by other apps alone.
ALL_KINDS = (
    *TaskKind.choices,
    (Kind.NOTES.value, _("notes of a meeting")),
    (Kind.REMINDER.value, _("around an appointment")),
)
