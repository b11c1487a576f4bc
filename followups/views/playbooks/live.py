"""Web door of putting a playbook live: what changes, and for whom, is shown first."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followups.actions import playbooks as verbs
from followups.actions.playbooks.live import difference
from followups.drafting import claims_of, draft_steps
from followups.forms import ReasonForm
from followups.views.playbooks.differing import told
from followups.views.playbooks.dry import counts_said, who_changes
from followups.views.playbooks.pages import ROWS, start_of
from followups.views.playbooks.shown import Page, page_of, titled
from kit.answers import refuse
from kit.errors import Refused, Stale
from kit.toasts import toast

SHOWN = 15  # people of whom the page tells what changes for them


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def go_live(request, key):
    """Show which steps differ and who gets something else by it; a press puts them live."""
    page = page_of(request, key)
    if page.playbook.draft is None:
        return redirect("playbook", key=key)
    if request.method != "POST":
        return _show(request, page, ReasonForm(initial={"seen": page.playbook.mark}))
    form, status = ReasonForm(request.POST), 422
    if form.is_valid():
        try:
            live = verbs.go_live(playbook=page.playbook, owner=request.user, by=request.by, **form.asked())
        except Refused as refusal:
            refuse(form, refusal)
            status = 409 if isinstance(refusal, Stale) else 422
        else:
            toast(request, _said(live), undo=live.event, level="good")
            return redirect("playbook", key=key)
    return _show(request, page_of(request, key), form, status)


@login_required
@require_POST
def throw_away(request, key):
    """Throw the changes away that are not live yet."""
    page = page_of(request, key)
    try:
        kept = verbs.throw_away(playbook=page.playbook, owner=request.user, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, _("The changes are thrown away. What is live stays."), undo=kept.event)
    return redirect("playbook", key=key)


@login_required
@require_POST
def house(request, key):
    """Begin again with the steps of the house, as a draft."""
    page = page_of(request, key)
    try:
        begun = verbs.give_back(playbook=page.playbook, owner=request.user, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(
            request,
            _("The steps of the house are your draft now. Look at them, then go live."),
            undo=begun.event,
        )
    return redirect("playbook", key=key)


@login_required
@require_safe
def who(request, key):
    """Every line that comes at another time, is new, or comes no more when the draft goes live."""
    page = page_of(request, key)
    people = who_changes(request.user, page)
    start = start_of(request.GET.get("cursor", ""), len(people))
    end = start + ROWS
    context = {
        "page": page,
        "people": people[start:end],
        "counts": _counts(people),
        "next": str(end) if end < len(people) else "",
    }
    return render(request, "followups/playbooks/who_changes.html", context)


@login_required
@require_safe
def planning(request, key):
    """How far a worker has planned anew by a playbook that went live; the page asks every two seconds."""
    return render(request, "followups/playbooks/_planning.html", {"page": page_of(request, key)})


def _show(request, page: Page, form: ReasonForm, status: int = 200):
    differing = difference(page.playbook)
    people = who_changes(request.user, page)
    promising = page.playbook.shared_at and bool(claims_of(draft_steps(page.playbook)))
    form.show(page.playbook.mark, asks=bool(promising or form.errors.get("reason")))
    context = {
        "page": page,
        "form": form,
        "differing": told(differing.changes, differing.waiting),
        "faults": [(titled(fault.title), fault.sentence, fault.key) for fault in differing.faults],
        "people": people[:SHOWN],
        "more": max(0, len(people) - SHOWN),
        "affected": len({change.person.pk for change in people}),
        "counts": _counts(people),
    }
    return render(request, "followups/playbooks/go_live.html", context, status=status)


def _counts(people) -> str:
    new = sum(change.before is None for change in people)
    gone = sum(change.after is None for change in people)
    return counts_said(len(people) - new - gone, new, gone) if people else ""


def _said(live) -> str:
    if live.replanning:
        return _("The playbook is live. What waits for your people is planned anew, which takes a while.")
    now = live.replanned
    counts = (len(now.moved), len(now.added), len(now.gone))
    if not any(counts):
        return _("The playbook is live.")
    return _("The playbook is live: %(what)s.") % {"what": counts_said(*counts)}
