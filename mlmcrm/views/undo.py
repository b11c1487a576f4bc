from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from kit import undo as undoing
from kit.answers import back
from kit.errors import Refused
from kit.models import Event
from kit.toasts import toast


@login_required
@require_POST
def undo(request, pk):
    """Take one change back and show the page it was made on as it is now."""
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    try:
        toast(request, undoing.undo(event=event, by=request.by))
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    if request.htmx:
        return HttpResponseClientRefresh()
    return back(request, "today")
