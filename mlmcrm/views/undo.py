from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from kit import undo as undoing
from kit.answers import back
from kit.errors import Refused
from kit.models import Event
from kit.toasts import toast
from mlmcrm.history_lines import line_of
from mlmcrm.last_deed import take_back_last

SHOWN = {"event-": "_line.html", "part-": "_part.html"}  # by what is swapped: a line, or a part of one


@login_required
@require_POST
def undo(request, pk):
    """Take one change back and show the page it was made on as it is now."""
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    refused = _take_back(request, event)
    if request.htmx and (shown := SHOWN.get((request.htmx.target or "").removesuffix(str(pk)))):
        context = {"line": line_of(request.user, event), "refused": refused, "pressed": True}
        return render(request, f"mlmcrm/history/{shown}", context)
    return _as_it_is(request)


@login_required
@require_POST
def last(request):
    """Take back what the viewer did last."""
    outcome = take_back_last(viewer=request.user, by=request.by)
    if outcome.refused:
        toast(request, outcome.refused, level="risk")
    if outcome.said:
        toast(request, outcome.said)
    elif not outcome.refused:
        toast(request, _("There is nothing to undo."))
    return _as_it_is(request)


def _take_back(request, event: Event) -> str:
    """Undo an event and say what came of it; return why not, where it was refused."""
    try:
        toast(request, undoing.undo(event=event, by=request.by))
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return refusal.message
    return ""


def _as_it_is(request):
    return HttpResponseClientRefresh() if request.htmx else back(request, "today")
