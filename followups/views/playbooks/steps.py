"""Web door of the steps of a playbook: add, change, move, copy, remove. Each edits the draft alone."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from followups.actions import playbooks as verbs
from followups.drafting import enclosed, offer_for, sample_context
from followups.fields import FIELDS
from followups.forms import StepForm
from followups.handed_in import kept_document
from followups.soundness import faults_of
from followups.step_words import fields_said
from followups.steps import Step, found
from followups.views.playbooks.reading import own_words, reader_of, reads_of
from followups.views.playbooks.shown import Page, ShownStep, page_of, shown_steps, titled
from kit.answers import back
from kit.errors import Refused, Stale
from kit.toasts import toast

WEEK = 7  # days


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, key):
    """Add a step."""
    page = page_of(request, key)
    usual = {**_usual(page), "is_active": True}
    form = StepForm(*_posted(request), initial=usual, mark=page.playbook.mark)
    if request.method == "POST" and form.is_valid():
        said, place = _("Added: %(title)s."), _place_for(page, form.values())
        return _kept(request, page, form, verbs.add_step, said, place=place)
    return _form(request, page, _looked_at(form, request.user, page))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, key, step):
    """Change a step; with `own` the house's letter is filled in, to be changed."""
    page = page_of(request, key)
    standing = _step_of(page, step)
    form = StepForm(*_posted(request), step=standing, mark=page.playbook.mark)
    if request.method == "POST" and form.is_valid():
        said = _("Changed: %(title)s.")
        return _kept(request, page, form, verbs.change_step, said, key=standing.key)
    if request.method != "POST" and "own" in request.GET:
        form.begin_from(*own_words(request.user, standing))
    return _form(request, page, _looked_at(form, request.user, page), standing)


@login_required
@require_POST
def move(request, key, step):
    """Move a step by some places: `by` -1 is up, 1 is down."""
    page = page_of(request, key)
    standing = _step_of(page, step)
    places = {"-1": -1, "1": 1}.get(request.POST.get("by", ""), 0)
    place = [row.key for row in page.draft].index(standing.key) + places
    return _edit(request, page, verbs.move_step, _("Moved: %(title)s."), standing, place=max(0, place))


@login_required
@require_POST
def copy(request, key, step):
    """Put a copy of a step behind it."""
    page = page_of(request, key)
    return _edit(request, page, verbs.copy_step, _("Copied: %(title)s."), _step_of(page, step))


@login_required
@require_POST
def remove(request, key, step):
    """Take a step out."""
    page = page_of(request, key)
    return _edit(request, page, verbs.remove_step, _("Taken out: %(title)s."), _step_of(page, step))


@login_required
@require_POST
def test(request, key, step):
    """Send the letter of a step to oneself, as it reads for one of the viewer's people."""
    page = page_of(request, key)
    standing = _step_of(page, step)
    person = reader_of(request, page.playbook.rung, standing.anchor)
    try:
        _send_test(request, page, standing, person)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, _("A test is on its way to %(email)s.") % {"email": request.user.email}, level="good")
    return HttpResponse() if request.htmx else back(request, "playbook", key=key)


@login_required
@require_POST
def reads(request, key):
    """Show how the words in the form would read, without keeping them."""
    page = page_of(request, key)
    standing = found(page.draft, request.POST.get("step", ""))
    form = StepForm(request.POST, step=standing)
    if request.htmx:
        context = {"page": page, "reads": _reads(request, page, form.as_step())}
        return render(request, "followups/playbooks/_words.html", context)
    form.errors.clear()
    return _form(request, page, form, standing)


@login_required
@require_safe
def document(request, key, step):
    """Hand out the document of a step, as it is being edited, to be looked at."""
    held = enclosed(_step_of(page_of(request, key), step))
    if held is None or held.size is None:
        raise Http404
    return FileResponse(
        held.open(), as_attachment=True, filename=held.name, content_type=held.kind,
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )  # fmt: skip


def _send_test(request, page: Page, standing: Step, person) -> None:
    if person is None:
        raise Refused(_("Add a person first: a test reads as it would for one of your people."))
    person.owner = request.user
    verbs.send_test(
        playbook=page.playbook, owner=request.user, by=request.by, step=standing, person=person,
        context=sample_context(person),
    )  # fmt: skip


def _reads(request, page: Page, step: Step):
    return reads_of(request, shown_steps([step]), wanted=step.key, rung=page.playbook.rung)


def _edit(request, page: Page, verb, said: str, standing: Step, **rest) -> HttpResponse:
    try:
        changed = verb(playbook=page.playbook, owner=request.user, by=request.by, key=standing.key, **rest)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, said % {"title": titled(standing.title)}, undo=changed.event)
    if not request.htmx:
        return redirect(f"{reverse('playbook', args=[page.key])}#step-{standing.key}")
    now = page_of(request, page.key)
    context = {
        "page": now,
        "reads": reads_of(request, now.steps, wanted="", rung=now.playbook.rung),
        "beside": True,
    }
    answer = render(request, "followups/playbooks/_changed.html", context)
    return trigger_client_event(answer, "playbook-changed")


def _kept(request, page: Page, form: StepForm, verb, said: str, **rest) -> HttpResponse:
    """Keep what was typed; what is wrong with it stands at its field."""
    seen = request.POST.get("seen") or None
    try:
        with kept_document(form.handed_in()) as kept:
            attachment = "" if kept is None and form.takes_out() else kept
            changed = verb(
                playbook=page.playbook, owner=request.user, by=request.by, values=form.values(), seen=seen,
                attachment=attachment, **rest,
            )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        form.ask_for_file_again()
        now = page_of(request, page.key)
        form.see(now.playbook.mark)
        return _form(request, now, form, found(now.draft, rest.get("key", "")), status=_status(refusal))
    toast(request, said % {"title": form.cleaned_data["title"]}, undo=changed.event, level="good")
    return redirect(f"{reverse('playbook', args=[page.key])}#step-{changed.step_key}")


def _looked_at(form: StepForm, owner, page: Page) -> StepForm:
    """Let a form that could not be read say everything else that is wrong too."""
    if form.errors:
        form.look_further(partial(faults_of, offer=offer_for(owner, page.draft)))
        form.ask_for_file_again()
    return form


def _form(request, page: Page, form: StepForm, standing=None, status: int = 0) -> HttpResponse:
    shown = form.as_step() if form.is_bound else standing or Step(key="new", action="task")
    context = {
        "page": page,
        "form": form,
        "folds": form.unfolded(),
        "step": ShownStep(standing) if standing else None,
        "fields": fields_said(FIELDS),
        "draft_name": f"step:{page.key}:{standing.key if standing else 'new'}",
        "own_words": bool(form["subject"].value() or form["text"].value()),
        "example": "{{ products|your order }}",
        "reads": _reads(request, page, shown),
        "heading": titled(standing.title) if standing else _("Add a step"),
    }
    status = status or (422 if form.errors else 200)
    return render(request, "followups/playbooks/step.html", context, status=status)


def _place_for(page: Page, values: dict) -> int:
    """A new step stands before the first one that counts from the same and comes later."""
    later = [
        place
        for place, step in enumerate(page.draft)
        if step.anchor == values["anchor"] and step.offset_days > values["offset_days"]
    ]
    return later[0] if later else len(page.draft)


def _posted(request) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _step_of(page: Page, key: str) -> Step:
    step = found(page.draft, key)
    if step is None:
        raise Http404
    return step


def _usual(page: Page) -> dict:
    """A new step begins as the last one that comes once: counted from the same, a week later."""
    last = next((step for step in reversed(page.draft) if not step.every), None)
    if last is None:
        return {}
    days = max(last.offset_days, 0) + WEEK
    return {"anchor": last.anchor, "days": days, "stops": list(last.stops)}


def _status(refusal: Refused) -> int:
    return 409 if isinstance(refusal, Stale) else 422
