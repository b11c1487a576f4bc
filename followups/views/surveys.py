"""Surveys: what people answered, asking somebody by hand or in person, and what becomes of suggestions."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.models import Customer
from followups.actions import surveys as actions
from followups.forms.surveys import AnswerForm, AskForm, SaidForm, WhyNotForm
from followups.models import Suggestion
from followups.models.survey import Measure, Occasion
from followups.surveys_shown import (
    CLOSED_ORDER,
    OPEN_ORDER,
    ORDER,
    Wanted,
    open_suggestions,
    quotes_of,
    scales_of,
    suggestions_of,
)
from kit.answers import back, refuse
from kit.errors import Refused
from kit.paging import BadCursor, page_of
from kit.toasts import toast

ROWS = 30
SPANS = [
    ("quarter", _lazy("the last three months")),
    ("year", _lazy("the last year")),
    ("all", _lazy("all years")),
]


@login_required
@require_safe
def surveys(request):
    """What people answered: figures with their intervals, quarter by quarter, and their words."""
    wanted = Wanted.of(request.GET)
    page = _page(request, quotes_of(request.user, wanted), ORDER)
    context = {
        "wanted": wanted, "page": page, "scales": scales_of(request.user, wanted),
        "occasions": Occasion.choices, "spans": SPANS, "open_suggestions": open_suggestions(request.user),
    }  # fmt: skip
    return render(request, "followups/surveys/surveys.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request):
    """What people propose. POST says what was done about those that are chosen, or joins them."""
    form = SaidForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done, said = _joined(request) if "join" in request.POST else _answered(request, form)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(request, said, undo=done[0].event if len(done) == 1 else None, level="good")
            return redirect("suggestions")
    ended = request.GET.get("show") == "ended"
    rows = suggestions_of(request.user, ended)
    page = _page(request, rows, CLOSED_ORDER if ended else OPEN_ORDER)
    context = {
        "open_suggestions": open_suggestions(request.user),
        "page": page,
        "ended": ended,
        "form": form,
        "chosen": _ids(request),
    }
    status = 422 if form.errors else 200
    return render(request, "followups/surveys/suggestions.html", context, status=status)


@login_required
@require_POST
def decline(request, pk):
    """It cannot be followed."""
    form = WhyNotForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _do(request, pk, actions.decline_suggestion, _("Noted: not possible."), reason=reason)


@login_required
@require_POST
def reopen(request, pk):
    """It is looked at again."""
    return _do(request, pk, actions.reopen_suggestion, _("It is open again."))


@login_required
@require_POST
def join(request, pk):
    """Another one says the same."""
    wanted = request.POST.get("to", "")
    to = get_object_or_404(_mine(request), pk=wanted if _is_id(Suggestion._meta.pk, wanted) else None)
    return _do(request, pk, actions.join_suggestion, _("They are answered together."), to=to)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk):
    """Write down what somebody said who was asked in person, or send them the questions."""
    person = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    measure = _measure(request.POST.get("measure") or request.GET.get("measure", ""))
    about = {"measure": measure, "name": request.user.get_short_name()}
    form = AnswerForm(request.POST if request.method == "POST" else None, **about)
    if form.is_valid():
        try:
            kept = actions.write_down(customer=person, by=request.by, measure=measure, answer=form.answer())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            toast(
                request,
                _("Written down what %(name)s said.") % {"name": person.name},
                undo=kept.event,
                level="good",
            )
            return back(request, person)
    context = {
        "form": form,
        "person": person,
        "ask": AskForm(initial={"measure": measure}),
        "measure": measure,
    }
    return render(request, "followups/surveys/write.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def ask(request, pk):
    """Send somebody the questions, by a letter with their own link."""
    person = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = AskForm(request.POST)
    measure = form.cleaned_data["measure"] if form.is_valid() else ""
    try:
        message = actions.ask_by_hand(customer=person, by=request.by, measure=measure)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
        return back(request, "survey-write", pk=person.pk)
    toast(
        request, _("The questions go to %(name)s.") % {"name": person.name}, undo=message.event, level="good"
    )
    return back(request, person)


def _answered(request, form) -> tuple[list[Suggestion], str]:
    words = form.cleaned_data["answer"]
    done = actions.answer_suggestions(suggestions=_chosen(request), by=request.by, answer=words)
    said = ngettext("Answered: %(n)d person hears of it.", "Answered: %(n)d people hear of it.", len(done))
    return done, said % {"n": len(done)}


def _joined(request) -> tuple[list[Suggestion], str]:
    return actions.join_suggestions(suggestions=_chosen(request), by=request.by), _(
        "They are answered together."
    )


def _chosen(request) -> list[Suggestion]:
    return list(_mine(request).filter(pk__in=_ids(request)))


def _do(request, pk, verb, words: str, **rest):
    row = get_object_or_404(_mine(request), pk=pk)
    try:
        done = verb(suggestion=row, by=request.by, **rest)
    except Refused as refusal:
        toast(request, refusal.message, level="risk")
    else:
        toast(request, words, undo=done.event, level="good")
    return back(request, "suggestions")


def _mine(request):
    rows = Suggestion.objects.visible_to(request.user).filter(revoked_at=None, customer__deleted_at=None)
    return rows.select_related("owner", "customer")


def _ids(request) -> list[str]:
    """The suggestions that were chosen; what is no id is none."""
    field = Suggestion._meta.pk
    return [value for value in request.POST.getlist("suggestion") if _is_id(field, value)]


def _is_id(field, value: str) -> bool:
    try:
        return field.to_python(value) is not None
    except ValidationError:
        return False


def _measure(wanted: str) -> str:
    return wanted if wanted in Measure.values else Measure.CSAT.value


def _page(request, rows, order):
    try:
        return page_of(rows, order=order, cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
