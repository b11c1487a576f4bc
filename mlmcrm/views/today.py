from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from customers.models import Customer
from followups.actions import plan_task
from followups.promises_shown import figures_of
from kit import clock
from kit.errors import Refused
from kit.ids import uuid7
from kit.isolating import isolated
from kit.toasts import toast
from mlmcrm import quick_add
from mlmcrm.next_meeting import next_meeting_of
from mlmcrm.today import day_of


@login_required
@require_safe
def today(request):
    """The day: what to do now, best first, each with its reason."""
    if request.user.company_id is None:
        return render(request, "mlmcrm/today/no_company.html")
    template = "mlmcrm/today/_day.html" if request.htmx else "mlmcrm/today/today.html"
    return render(request, template, _page(request) | _begun(request))


@login_required
@require_safe
def read(request):
    """Show what a typed line is understood to say; changes nothing."""
    understood = quick_add.understand(request.user, request.GET.get("q", ""))
    return render(request, "mlmcrm/today/_understood.html", {"understood": understood})


@login_required
@require_POST
def add(request):
    """Keep a typed line: as an order, a touch or a note."""
    text, person = request.POST.get("q", ""), request.POST.get("person")
    key = request.POST.get("request_key", "").replace("\0", "")[:64]
    understood = quick_add.understand(request.user, text, person)
    try:
        sentence, event = quick_add.keep(understood, owner=request.user, by=request.by, request_key=key)
    except Refused as refusal:
        page = {"understood": understood, "problem": refusal.message, "q": text}
        if request.htmx:
            return render(request, "mlmcrm/today/_understood.html", page, status=422)
        return render(request, "mlmcrm/today/today.html", _page(request) | page, status=422)
    toast(request, sentence, undo=event)
    return _reloaded(request)


@login_required
@require_POST
def check_in(request, pk):
    """Put a person who may be slipping away on today's list."""
    person = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    try:
        task = plan_task(person=person, by=request.by, kind="check_in", local_date=request.user.today())
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return _reloaded(request)
    toast(request, _("%(name)s stands on today's list.") % {"name": isolated(person.name)}, undo=task.event)
    return _reloaded(request)


def _begun(request) -> dict:
    """A line that was typed elsewhere, and how it is understood."""
    text = request.GET.get("q", "")
    return {"q": text, "understood": quick_add.understand(request.user, text)} if text.strip() else {}


def _page(request) -> dict:
    return {
        "day": day_of(request.user),
        "kept": None if request.htmx else figures_of(request.user),
        "next": next_meeting_of(request.user),
        "now": clock.now().astimezone(request.user.zoneinfo),
        "request_key": str(uuid7()),
    }


def _reloaded(request) -> HttpResponse:
    return HttpResponseClientRefresh() if request.htmx else redirect("today")
