from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskKind(models.TextChoices):
    """What is owed to a person, by a letter or by hand."""

    CHECK_IN = "check_in", _("check in")
    TIPS = "tips", _("tips for use")
    REORDER = "reorder", _("ask about the next order")
    THANK = "thank", _("thank in person")
    ANSWER = "answer", _("answer an inquiry")
    REACH_OUT = "reach_out", _("get in touch")
    BIRTHDAY = "birthday", _("wish happy birthday")
    FIX_ADDRESS = "fix_address", _("ask for the right address")
    OTHER = "other", _("to do")
