"""Web door of playbooks: all of them, and one with its steps, its letters and its dry run."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from followups.views.playbooks.dry import dry_run_of
from followups.views.playbooks.reading import reads_of
from followups.views.playbooks.sharing import offered_to, sharing_of
from followups.views.playbooks.shown import page_of, places_for

ROWS = 50


@login_required
@require_safe
def playbooks(request):
    """All playbooks: six rungs and the occasions, and those that leaders share."""
    places = places_for(request.user)
    rungs = sorted((place for place in places if place.rung), key=lambda place: -place.rung)
    context = {
        "rungs": rungs,
        "occasions": [place for place in places if not place.rung],
        "offered": offered_to(request.user),
    }
    return render(request, "followups/playbooks/playbooks.html", context)


@login_required
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def playbook(request, key):
    """One playbook; `step` and `person` choose which letter is read as whom."""
    page = page_of(request, key)
    reads = reads_of(request, page.steps, wanted=request.GET.get("step", ""), rung=page.playbook.rung)
    context = {"page": page, "reads": reads}
    if request.htmx and request.htmx.target == "reads":
        return render(request, "followups/playbooks/_reads.html", context)
    context["sharing"] = sharing_of(request.user, page.playbook)
    return render(request, "followups/playbooks/playbook.html", context)


@login_required
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def dry_run(request, key):
    """Who would get what in the next 30 days, and who not and why. Nothing is sent."""
    page = page_of(request, key)
    dry = dry_run_of(request.user, page)
    context = {"page": page, "dry": dry}
    if request.htmx and request.htmx.target == "dry-lines":
        return render(request, "followups/playbooks/_dry_run.html", context)
    never = request.GET.get("show") == "never"
    rows = dry.held if never else dry.lines
    start = start_of(request.GET.get("cursor", ""), len(rows))
    end = start + ROWS
    context.update(never=never, rows=rows[start:end], next=str(end) if end < len(rows) else "")
    return render(request, "followups/playbooks/dry_run.html", context)


def start_of(cursor: str, count: int) -> int:
    """The place of the first row; one that no page of ours names is not found."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 9):
        raise Http404
    return min(int(cursor), count)
