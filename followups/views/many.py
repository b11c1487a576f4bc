"""Web door of the same task for many people."""

from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from customers.actions.deeds import Outcome
from customers.views.many import ask_for_many, do_for_many
from customers.wording import counted
from followups.actions import plan_tasks
from followups.forms import PlanManyForm


@login_required
@require_POST
def plan(request):
    """Ask what is to be done for the people chosen, and put it on the list."""
    title = _("Plan something to do")
    if "kind" not in request.POST:
        data = request.POST.copy()
        data.update({"kind": "reach_out", "local_date": request.user.today().isoformat()})
        form = PlanManyForm(data, viewer=request.user)
        return ask_for_many(request, form, title, status=200 if form.is_valid() else 422)
    form = PlanManyForm(request.POST, viewer=request.user)
    return do_for_many(request, form, _plan, title)


def _plan(typed: dict, asked: dict) -> tuple[Outcome, str]:
    what = {name: typed[name] for name in ("kind", "local_date", "title")}
    outcome = plan_tasks(**what, **asked)
    sentence = ngettext("Planned for %(n)s person.", "Planned for %(n)s people.", outcome.changed)
    if not outcome.event:
        sentence = _("That stands on the list for all of them already.")
    return outcome, sentence % {"n": counted(outcome.changed)}
