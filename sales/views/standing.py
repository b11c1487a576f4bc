"""Standing orders: begun, changed, rested, a run left out or put off, ended. Everything is taken back by Undo."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.models import Customer
from kit.answers import back, refuse
from kit.errors import Refused
from kit.paging import BadCursor, page_of
from kit.toasts import toast
from sales import actions
from sales.actions.standing_orders import was_ended_by_them
from sales.models import StandingOrder
from sales.standing_forms import BeginForm, ChangeForm, DelayForm, EndForm
from sales.wares import in_words

ROWS, RUNS_SHOWN = 50, 24


@login_required
@require_safe
def standing(request):
    """What comes again and again, the next run first; on demand what has ended."""
    ended = request.GET.get("show") == "ended"
    mine = StandingOrder.objects.visible_to(request.user).filter(customer__deleted_at=None)
    rows = mine.filter(state="ended") if ended else mine.exclude(state="ended")
    order = ("-ended_at", "-id") if ended else ("-state", "next_on", "id")  # running before paused
    try:
        rows = rows.select_related("customer").with_lines()
        page = page_of(rows, order=order, cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    return render(request, "sales/standing.html", {"page": page, "ended": ended})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """Begin one for somebody."""
    person = get_object_or_404(Customer.objects.visible_to(request.user).select_related("owner"), pk=pk)
    form = BeginForm(request.POST if request.method == "POST" else None, owner=request.user)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            made = actions.begin_standing(person=person, by=request.by, lines=values.pop("typed"), **values)
        except Refused as refusal:
            refuse(form, refusal, lines="typed")
        else:
            toast(request, _("Kept for %(name)s.") % {"name": person.name}, undo=made.event, level="good")
            return back(request, "standing-one", pk=made.pk)
    context = {
        "form": form,
        "person": person,
        "title": _("A standing order"),
        "part": "sales/_standing_form.html",
    }
    return render(request, "customers/form_page.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def one(request, pk):
    """What was agreed, what is next, and what became of each run."""
    return _page(request, _mine(request, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Other goods, another rhythm, another next day."""
    row = _mine(request, pk)
    lines = row.lines.select_related("product")
    held = {"typed": ", ".join(f"{line.quantity} {line.product.name}" for line in lines)}
    held |= {name: getattr(row, name) for name in ("every", "unit", "next_on", "version")}
    form = ChangeForm(request.POST if request.method == "POST" else None, owner=request.user, initial=held)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            changed = actions.change_standing(
                standing=row, by=request.by, lines=values.pop("typed"), **values
            )
        except Refused as refusal:
            refuse(form, refusal, lines="typed")
        else:
            toast(request, _("Changed."), undo=changed.event, level="good")
            return redirect("standing-one", pk=row.pk)
    context = {"form": form, "standing": row, "person": row.customer}
    context.update(title=_("Change a standing order"), part="sales/_standing_form.html")
    return render(request, "customers/form_page.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def skip(request, pk):
    """Leave the coming run out."""
    return _do(request, pk, actions.skip_run, _("Left out this time."))


@login_required
@require_POST
def pause(request, pk):
    """Let it rest."""
    return _do(request, pk, actions.pause_standing, _("It rests until you take it up again."))


@login_required
@require_POST
def resume(request, pk):
    """Take it up again."""
    return _do(request, pk, actions.resume_standing, _("It goes on."))


@login_required
@require_POST
def delay(request, pk):
    """Let the coming run be later."""
    form = DelayForm(request.POST)
    return _filled(request, pk, form, "delay_form", actions.delay_run, _("It comes later."))


@login_required
@require_POST
def end(request, pk):
    """End it, with the reason if there is one."""
    form = EndForm(request.POST)
    return _filled(request, pk, form, "end_form", actions.end_standing, _("The standing order has ended."))


def _mine(request, pk) -> StandingOrder:
    rows = StandingOrder.objects.visible_to(request.user).filter(customer__deleted_at=None)
    return get_object_or_404(rows.select_related("customer", "owner"), pk=pk)


def _do(request, pk, verb, words: str) -> HttpResponse:
    row = _mine(request, pk)
    try:
        done = verb(standing=row, by=request.by)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, words, undo=done.event, level="good")
    return back(request, "standing-one", pk=row.pk)


def _filled(request, pk, form, name: str, verb, words: str) -> HttpResponse:
    row = _mine(request, pk)
    if form.is_valid():
        try:
            done = verb(standing=row, by=request.by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, words, undo=done.event, level="good")
            return back(request, "standing-one", pk=row.pk)
    return _page(request, row, status=422, **{name: form})


def _page(request, row: StandingOrder, status: int = 200, **forms) -> HttpResponse:
    lines = list(row.lines.select_related("product"))
    context = {
        "standing": row, "person": row.customer, "goods": in_words(lines),
        "ended_by_them": was_ended_by_them(row),
        "runs": row.runs.select_related("order")[:RUNS_SHOWN],
        "delay_form": DelayForm(), "end_form": EndForm(), **forms,
    }  # fmt: skip
    return render(request, "sales/standing_one.html", context, status=status)
