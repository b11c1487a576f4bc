from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from customers.forms.chosen import ChosenForm
from customers.wording import counted
from followups.models.kinds import TaskKind
from kit.forms import DayInput


class PlanManyForm(ChosenForm):
    """The same thing to do for the people chosen."""

    kind = forms.ChoiceField(
        label=_("What"), choices=[(value, capfirst(label)) for value, label in TaskKind.choices]
    )
    local_date = forms.DateField(label=_("Day"), widget=DayInput())
    title = forms.CharField(
        label=_("In your words"),
        max_length=200,
        required=False,
        help_text=_("For example: bring the spring list. May stay empty."),
    )

    @property
    def press(self) -> str:
        said = ngettext("Plan it for %(n)s person", "Plan it for %(n)s people", self.count)
        return said % {"n": counted(self.count)} if self.count else ""

    @property
    def hint(self) -> str:
        limit = self.viewer.daily_limit
        if self.count <= limit:
            return ""
        said = ngettext(
            "Today shows at most %(n)d thing; the rest waits.",
            "Today shows at most %(n)d things; the rest waits.",
            limit,
        )
        return said % {"n": limit}
