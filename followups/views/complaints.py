"""Complaints: opened, heard, put right, asked about, closed by the person's own word. Everything is taken back by Undo."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.models import Customer
from followups.actions import complaints as verbs
from followups.complaints_shown import (
    CLOSED_ORDER,
    OPEN_ORDER,
    asked_of,
    closed_complaints,
    figures_of,
    one_complaint,
    open_complaints,
    waiting,
)
from followups.forms import complaints as forms
from followups.models import Complaint
from followups.models.complaint import ComplaintState, Outcome
from followups.recovering import ask_day
from followups.sponsors import sponsor_of
from kit import clock
from kit.answers import refuse
from kit.errors import Refused
from kit.paging import BadCursor, page_of
from kit.toasts import toast

ROWS = 50
ASKED_SHOWN = 20
STEPS = {
    "heard": forms.HeardForm,
    "remedy": forms.RemedyForm,
    "extra": forms.ExtraForm,
    "arrival": forms.ArrivalForm,
    "asked": forms.WordsForm,
    "end": forms.EndForm,
    "cause": forms.CauseForm,
    "sponsor": forms.SponsorForm,
}


@login_required
@require_safe
def complaints(request):
    """What is to be put right, the most urgent first; on demand what came to its end."""
    closed = request.GET.get("show") == "closed"
    rows = closed_complaints(request.user) if closed else open_complaints(request.user)
    order, cursor = CLOSED_ORDER if closed else OPEN_ORDER, request.GET.get("cursor", "")
    try:
        page = page_of(rows, order=order, cursor=cursor, size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    context = {"page": page, "closed": closed, "now": clock.now(), "figures": figures_of(request.user)}
    context["asked"] = list(asked_of(request.user)[:ASKED_SHOWN])
    return render(request, "followups/complaints.html", context)


@login_required
@require_safe
def complaint(request, pk):
    """One complaint, and the steps of making it good."""
    return _show(request, _mine(request, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """Write down that somebody is not content."""
    person = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = forms.OpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            opened = verbs.open_complaint(customer=person, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            said = _("Written down. Nothing is sold to %(name)s until it is put right.")
            toast(request, said % {"name": person.name}, undo=opened.event, level="good")
            return redirect(opened)
    context = {"form": form, "person": person, "title": _("Not content")}
    context["part"] = "followups/complaints/_open_form.html"
    return render(request, "customers/form_page.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def answer(request, pk):
    """Heard, and told sorry."""
    return _step(request, pk, "heard", verbs.answer_complaint, _("Heard. Now put it right."))


@login_required
@require_POST
def put_right(request, pk):
    """How it is put right."""
    return _step(
        request, pk, "remedy", verbs.put_right, _("Put right. They are asked later whether all is well.")
    )


@login_required
@require_POST
def extra(request, pk):
    """Something that was not promised."""
    return _step(request, pk, "extra", verbs.give_extra, _("Noted."))


@login_required
@require_POST
def arrival(request, pk):
    """When it arrives, told a day later than planned."""
    renamed = {"due_on": "planned_on"}
    return _step(request, pk, "arrival", verbs.promise_arrival, _("Promised."), **renamed)


@login_required
@require_POST
def ask(request, pk):
    """Ask now whether all is well."""
    return _do(
        request, _mine(request, pk), verbs.ask_whether_well, _("They are asked whether all is well now.")
    )


@login_required
@require_POST
def well(request, pk):
    """They said that all is well."""
    said = _("Closed by their own word.")
    return _step(request, pk, "asked", verbs.close_complaint, said)


@login_required
@require_POST
def not_yet(request, pk):
    """They said that it is not put right yet."""
    return _step(request, pk, "asked", verbs.say_not_yet, _("It goes on."))


@login_required
@require_POST
def end(request, pk):
    """It ended otherwise, in their words."""
    return _step(request, pk, "end", verbs.close_complaint, _("Closed."))


@login_required
@require_POST
def cause(request, pk):
    """What lay behind it."""
    return _step(request, pk, "cause", verbs.change_complaint, _("Noted."))


@login_required
@require_POST
def sponsor(request, pk):
    """Ask the sponsor, without saying who it is."""
    return _step(request, pk, "sponsor", verbs.ask_sponsor, _("Your sponsor sees your question."))


@login_required
@require_POST
def reopen(request, pk):
    """It is not over after all."""
    return _do(request, _mine(request, pk), verbs.reopen_complaint, _("Open again."))


@login_required
@require_POST
def take_back(request, pk):
    """It was written down by mistake."""
    row = _mine(request, pk)
    try:
        done = verbs.take_back_complaint(complaint=row, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return redirect(row)
    toast(request, _("The complaint is taken back."), undo=done.event, level="good")
    return redirect("complaints")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request, pk):
    """What somebody whom one sponsors asks about a complaint, and the answer. No name, no contact data."""
    row = get_object_or_404(asked_of(request.user), pk=pk)
    form = forms.SponsorAnswerForm(
        request.POST if request.method == "POST" else None, initial={"words": row.sponsor_answer}
    )
    if form.is_valid():
        try:
            verbs.answer_as_sponsor(complaint=row, by=request.by, words=form.cleaned_data["words"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            said = _("%(name)s sees your answer.") % {"name": row.owner.name}
            toast(request, said, level="good")
            return redirect("complaints")
    words = row.words.filter(by_customer=True) if row.sponsor_contact else ()
    context = {"complaint": row, "form": form, "now": clock.now(), "words": words}
    return render(request, "followups/complaint_asked.html", context, status=422 if form.errors else 200)


def _mine(request, pk) -> Complaint:
    return get_object_or_404(one_complaint(request.user), pk=pk)


def _step(request, pk, name: str, verb, said: str, **renamed) -> HttpResponse:
    """Make one step with what its form says; a refusal stands at the form, with what was typed."""
    row = _mine(request, pk)
    form = _form(name, row, request.POST)
    if form.is_valid():
        values = {key: value for key, value in form.cleaned_data.items() if key != "fix"}
        try:
            done = verb(complaint=row, by=request.by, **values)
        except Refused as refusal:
            refuse(form, refusal, **renamed)
        else:
            toast(request, said, undo=done.event, level="good")
            return redirect(row)
    return _show(request, row, {name: form}, status=422)


def _do(request, row: Complaint, verb, said: str) -> HttpResponse:
    try:
        done = verb(complaint=row, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, said, undo=done.event, level="good")
    return redirect(row)


def _form(name: str, row: Complaint, data=None):
    initial = {"version": row.version}
    if name == "cause":
        initial |= {"cause": row.cause, "cause_words": row.cause_words}
    if name == "sponsor":
        initial["words"] = row.sponsor_words
    if name == "extra":
        initial |= {"extra": row.extra, "cost": row.extra_cost}
    if name == "arrival" and row.promise_id:
        initial |= {"planned_on": row.promise.due_on, "told_on": row.promise.told_on}
    return STEPS[name](data, initial=initial, auto_id=f"{name}_%s")


def _show(request, row: Complaint, bound: dict | None = None, status: int = 200) -> HttpResponse:
    now = clock.now()
    context = {
        "complaint": row,
        "person": row.customer,
        "owner": row.owner,
        "sponsor": sponsor_of(row.owner),
        "now": now,
        "waiting": waiting(row, now),
        "step": _now(row),
        "ask_on": row.ask_on or ask_day(request.user.today()),
        "figures": figures_of(request.user),
        "forms": {name: (bound or {}).get(name) or _form(name, row) for name in STEPS},
        "wrong": next(iter(bound), "") if bound else "",
        "is_well": row.outcome == Outcome.WELL,
    }
    return render(request, "followups/complaint.html", context, status=status)


def _now(row: Complaint) -> str:
    """Which step is to be made now."""
    if row.state == ComplaintState.ANSWERED:
        return "remedy"
    return {ComplaintState.OPEN: "heard", ComplaintState.CLOSED: ""}.get(row.state, "asked")
