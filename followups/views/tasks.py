"""Web door of tasks: done, later, cancelled. Without `next` an htmx answer is empty: the line goes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers.models.touch import TouchKind
from followups.actions import cancel_task, finish_task, put_off_task
from followups.models import Task
from kit.answers import back
from kit.errors import Refused
from kit.isolating import isolated
from kit.toasts import toast


@login_required
@require_POST
def done(request, pk):
    """Close a task; `touch_kind` logs the contact by which it was done."""
    task, kind = _task_of(request, pk), request.POST.get("touch_kind")
    kind = kind if kind in TouchKind.values else None
    return _answer(request, _("Done: %(name)s."), finish_task, task, touch_kind=kind)


@login_required
@require_POST
def later(request, pk):
    """Put a task off to the next working morning."""
    return _answer(request, _("Later: %(name)s."), put_off_task, _task_of(request, pk))


@login_required
@require_POST
def cancel(request, pk):
    """Take a task off the list."""
    reason = _("You took it off the list.")
    return _answer(request, _("Taken off: %(name)s."), cancel_task, _task_of(request, pk), reason=reason)


def _task_of(request, pk) -> Task:
    tasks = Task.objects.visible_to(request.user).select_related("customer")
    return get_object_or_404(tasks, pk=pk)


def _answer(request, words: str, verb, task: Task, **rest) -> HttpResponse:
    try:
        done = verb(task=task, by=request.by, **rest)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, words % {"name": isolated(task.customer.name)}, undo=done.event)
    if request.htmx and "next" not in request.POST:
        return HttpResponse()
    return back(request, "today")
