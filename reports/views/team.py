"""The report of a team: one's own, or that of somebody below. Reads only."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kit.paging import BadCursor
from reports.errors import ReportRefused
from reports.team_asked import read_asked
from reports.team_shown import legs_shown, team_shown
from team.models import Distributor

DEEPEST_SHOWN = 500


@login_required
@require_safe
def own(request):
    """The viewer's own month, the whole team, and its legs."""
    if request.user.company_id is None:
        raise Http404
    return _page(request, request.user)


@login_required
@require_safe
def of(request, pk):
    """The same for somebody of the viewer's team; the viewer's own month comes first here too."""
    return _page(request, _seen(request, pk))


@login_required
@require_safe
def legs(request, pk):
    """The rows of somebody's legs, which the page puts under theirs."""
    top = _seen(request, pk)
    asked = _asked(request, top)
    at = request.GET.get("at", "")
    at = int(at) if at.isascii() and at.isdigit() and len(at) < 4 else 1
    context = {
        "top": top,
        "asked": asked,
        "legs": legs_shown(request.user, top, asked),
        "at": min(at, DEEPEST_SHOWN) + 1,
        "currency": top.company.currency,
    }
    return render(request, "reports/_team_rows.html", context)


def _page(request, top: Distributor):
    try:
        page = team_shown(request.user, top, _asked(request, top))
    except BadCursor as problem:
        raise Http404 from problem
    return render(request, "reports/team.html", {"page": page, "currency": top.company.currency})


def _seen(request, pk) -> Distributor:
    people = Distributor.objects.visible_to(request.user).select_related("company")
    return get_object_or_404(people, uuid=pk)


def _asked(request, top: Distributor):
    try:
        return read_asked(request.GET, top.company)
    except ReportRefused as problem:
        raise Http404 from problem
