"""Promises: given, kept, changed, broken, released. Everything is taken back by Undo."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.models import Customer
from followups import actions
from followups.actions.promises import LONGEST_TEXT
from followups.coach import advice_for, paces_of
from followups.forms.promises import ChangedPromiseForm, EndForm, KeptForm, PromiseForm
from followups.models import Promise
from followups.promises_shown import DONE_ORDER, OPEN_ORDER, ended_promises, figures_of, open_promises
from kit.answers import back, refuse
from kit.errors import Refused
from kit.isolating import isolated
from kit.paging import BadCursor, page_of
from kit.templatetags.kept import day
from kit.toasts import toast

ROWS = 50


@login_required
@require_safe
def promises(request):
    """What was promised, by the day it is to be done; on demand what came to an end."""
    ended = request.GET.get("show") == "ended"
    rows = ended_promises(request.user) if ended else open_promises(request.user)
    order, cursor = DONE_ORDER if ended else OPEN_ORDER, request.GET.get("cursor", "")
    try:
        page = page_of(rows, order=order, cursor=cursor, size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    context = {"page": page, "ended": ended, "today": request.user.today()}
    context.update(figures=figures_of(request.user), paces=paces_of(request.user))
    return render(request, "followups/promises.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """Promise somebody something."""
    person = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = PromiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.make_promise(customer=person, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            said = _("Promised to %(name)s. Tell them: %(day)s.")
            named = {"name": isolated(person.name), "day": day(made.told_on)}
            toast(request, said % named, undo=made.event, level="good")
            return back(request, person)
    context = {
        "form": form,
        "person": person,
        "title": _("A promise"),
        "part": "followups/_promise_form.html",
    }
    return render(request, "customers/form_page.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def propose(request):
    """The days that the coach proposes for what is being typed; days that somebody chose stay. Changes nothing."""
    typed = request.GET
    advice = advice_for(request.user, typed.get("text", "")[:LONGEST_TEXT], typed.get("kind", ""))
    proposed = {"told_on": advice.told_on.isoformat(), "due_on": advice.due_on.isoformat()}
    before = {"told_on": typed.get("coached_told", ""), "due_on": typed.get("coached_due", "")}
    days = {name: typed.get(name, "") for name in proposed}
    chosen = {
        name: days[name] if days[name] not in ("", before[name]) else proposed[name] for name in proposed
    }
    form = PromiseForm(initial=chosen)
    return render(request, "followups/_promise_days.html", {"form": form, "advice": advice})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Other words, or another day."""
    promise = _mine(request, pk)
    form = ChangedPromiseForm(request.POST if request.method == "POST" else None, promise=promise)
    if form.is_valid():
        try:
            changed = actions.change_promise(promise=promise, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, _("Changed."), undo=changed.event, level="good")
            return back(request, "promises")
    context = {"form": form, "promise": promise, "person": promise.customer}
    context.update(title=_("Change a promise"), part="followups/_promise_change.html")
    return render(request, "customers/form_page.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def keep(request, pk):
    """It is kept: today, or on the day that is said."""
    promise, form = _mine(request, pk), KeptForm(request.POST)
    if not form.is_valid():
        toast(request, _("Choose a day, please."), level="risk")
        return back(request, "promises")
    return _do(request, promise, actions.keep_promise, _("Kept: %(name)s."), **form.cleaned_data)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def break_it(request, pk):
    """It cannot be kept, with the reason."""
    return _end(request, pk, actions.break_promise, _("Noted: this cannot be kept."), asks=True)


@login_required
@require_POST
def release(request, pk):
    """They no longer want it."""
    return _end(request, pk, actions.release_promise, _("Noted: %(name)s no longer wants this."))


def _mine(request, pk) -> Promise:
    rows = Promise.objects.visible_to(request.user).standing().filter(customer__deleted_at=None)
    return get_object_or_404(rows.select_related("customer"), pk=pk)


def _end(request, pk, verb, words: str, asks: bool = False) -> HttpResponse:
    promise = _mine(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (form.cleaned_data["reason"] or not asks):
        return _do(request, promise, verb, words, reason=form.cleaned_data["reason"])
    if form.is_valid():
        form.add_error("reason", _("Say why, please."))
    context = {"form": form, "promise": promise, "person": promise.customer}
    context.update(title=_("A promise that cannot be kept"), part="followups/_promise_break.html")
    return render(request, "customers/form_page.html", context, status=422 if form.errors else 200)


def _do(request, promise: Promise, verb, words: str, **rest) -> HttpResponse:
    try:
        done = verb(promise=promise, by=request.by, **rest)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, words % {"name": isolated(promise.customer.name)}, undo=done.event, level="good")
    return back(request, "promises")
