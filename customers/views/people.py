"""The list of people."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from customers.forms.chosen import new_request_key
from customers.forms.find import FindForm, found_by
from customers.models import Customer, Tag
from customers.models.customer import RUNG_CHOICES
from kit.paging import BadCursor, page_of

ROWS = 25
SUGGESTED = 12
ORDERS = {
    "name": ("name_key", "id"),
    "contact": ("-last_contact_at", "id"),
    "silent": ("last_contact_at", "id"),
    "order": ("-last_order_at", "id"),
    "due": ("next_due_at", "id"),
}


@login_required
@require_safe
@vary_on_headers("HX-Request")
def people(request):
    """My people: found by words, rung, state and tag; sorted by what matters now."""
    tags = list(Tag.objects.visible_to(request.user))
    form = FindForm(request.GET, tags=tags)
    wanted = form.wanted()
    scope = found_by(request.user, wanted)
    counts = dict(scope.order_by().values_list("rung").annotate(Count("pk")))
    rows = scope.filter(rung=wanted["rung"]) if wanted["rung"] else scope
    context = {
        "form": form,
        "wanted": wanted,
        "sort": wanted["sort"] or "name",
        "page": _page(rows, wanted["sort"] or "name", request.GET.get("cursor", "")),
        "rungs": [(rung.value, label, counts.get(rung, 0)) for rung, label in reversed(RUNG_CHOICES)],
        "everyone": sum(counts.values()),
        "found": counts.get(wanted["rung"], 0) if wanted["rung"] else sum(counts.values()),
        "narrowed": any(value for name, value in wanted.items() if name != "sort"),
        "more_chosen": any(wanted[name] for name in ("state", "warmth", "tag")),
        "today": request.user.today(),
        "tags": tags,
        "request_key": new_request_key(),
    }
    template = "customers/_found.html" if request.htmx else "customers/people.html"
    return render(request, template, context)


@login_required
@require_safe
def names(request):
    """Names that fit what was typed, to choose from while typing."""
    typed = request.GET.get("introduced_by", "").replace("\0", "")[:100]
    people = Customer.objects.visible_to(request.user)
    found = (
        people.matching(typed, request.user).order_by("name_key", "pk")[:SUGGESTED] if typed.strip() else []
    )
    return render(request, "customers/_names.html", {"people": found})


def _page(rows, sort: str, cursor: str):
    try:
        return page_of(rows, order=ORDERS[sort], cursor=cursor, size=ROWS)
    except BadCursor:
        return page_of(rows, order=ORDERS[sort], size=ROWS)
