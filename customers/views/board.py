"""The ladder: everybody on six rungs, who is ready to climb, and moving by hand."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from customers import actions
from customers.board import board_of, card_of, columns_of, more_cards
from customers.errors import CustomerError, StandsElsewhere
from customers.forms import BoardForm, MoveForm
from customers.models import Customer, LadderStep
from customers.moving import way_back, ways_up
from customers.views.answers import person_of
from kit.answers import back, next_page, refuse
from kit.events import last_event_of
from kit.isolating import isolated
from kit.toasts import toast

PARTS = {"move-menu": "customers/_move_menu.html", "move-dialog": "customers/_move.html"}


@login_required
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def ladder(request):
    """Six rungs with the people on them; the next cards of one rung when asked for by htmx."""
    wanted = BoardForm(request.GET).wanted()
    rung, only_ready, cursor = wanted["rung"], bool(wanted["ready"]), wanted["cursor"] or ""
    context = {"only_ready": only_ready, "tab": "people"}
    if rung and cursor and request.htmx and request.htmx.target == f"cards-{rung}":
        cards = more_cards(
            request.user, rung, only_ready=only_ready, cursor=cursor, shown=wanted["shown"] or 0
        )
        return render(request, "customers/_cards.html", {**context, "cards": cards, "beside": True})
    context["board"] = board_of(request.user, rung=rung, only_ready=only_ready, cursor=cursor)
    return render(request, "customers/ladder.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "HX-Target")
def move(request, pk):
    """Move somebody up, or a step back, on the distributor's word; what happened is asked for."""
    person = person_of(request, pk)
    if request.method != "POST":
        wanted = request.GET.get("to") or str(min(ways_up(person.rung), default=""))
        return _show(request, person, MoveForm(initial={"rung": wanted}))
    form, status = MoveForm(request.POST), 422
    if form.is_valid():
        try:
            step = actions.move_by_hand(person=person, by=request.by, **form.cleaned_data)
        except CustomerError as refusal:
            refuse(form, refusal)
            status = 409 if isinstance(refusal, StandsElsewhere) else 422
        else:
            return _moved(request, person, step)
    person.refresh_from_db(fields=["rung", "rung_since"])
    return _show(request, person, form, status)


def _show(request, person: Customer, form: MoveForm, status: int = 200) -> HttpResponse:
    """Show where the person can be moved: the menu, the form, or the page that holds the form."""
    steps = LadderStep.objects.visible_to(request.user).filter(customer=person).standing()
    step_back = way_back(steps)
    form.offer(person, step_back)
    context = {
        "tab": "people",
        "person": person,
        "form": form,
        "ways_up": [rung.value for rung in ways_up(person.rung)],
        "step_back": step_back,
        "upwards": request.htmx and (form["rung"].value() or "") > str(person.rung),
        "next": next_page(request) or reverse("ladder"),
    }
    part = "customers/_move.html" if request.htmx else "customers/move.html"
    return render(request, PARTS.get(request.htmx.target, part), context, status=status)


def _moved(request, person: Customer, step: LadderStep) -> HttpResponse:
    """Say so; by htmx the card changes its place and the counts follow, else the page goes on."""
    said = {"name": isolated(person.name), "rung": person.get_rung_display()}
    toast(request, _("%(name)s stands on %(rung)s now.") % said, undo=last_event_of(step), level="good")
    if not request.htmx:
        return back(request, "ladder")
    columns = columns_of(request.user)
    ready = sum(column.ready for column in columns)
    context = {"card": card_of(request.user, person), "columns": columns, "ready": ready}
    return render(request, "customers/_moved.html", context)
