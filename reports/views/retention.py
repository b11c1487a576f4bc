"""Who stays and who leaves, of one's own customers. Reads only."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.paging import BadCursor, page_of
from reports.retention import FLAG_ORDER, retention_of, standing_flags

ROWS = 10


@login_required
@require_safe
def retention(request):
    """Figures, who is slipping away and why, and how often that was so."""
    flags = standing_flags(request.user)
    try:
        page = page_of(flags, order=FLAG_ORDER, cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    context = {"page": page, "found": retention_of(request.user), "today": request.user.today()}
    return render(request, "reports/retention.html", context)
