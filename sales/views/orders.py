"""The list of orders."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.paging import BadCursor, page_of
from sales.forms import FindForm
from sales.models import Order

ROWS = 50


@login_required
@require_safe
def orders(request):
    """My orders, the latest first, with what they come to."""
    form = FindForm(request.GET)
    found = _found(request.user, form)
    rows = found.select_related("customer").with_lines()
    try:
        page = page_of(rows, order=("-ordered_on", "-id"), cursor=request.GET.get("cursor", ""), size=ROWS)
    except BadCursor as problem:
        raise Http404 from problem
    narrowed = form.is_valid() and any(form.cleaned_data.values())
    context = {"form": form, "page": page, "sums": found.summed(), "narrowed": narrowed}
    return render(request, "sales/orders.html", context)


def _found(viewer, form: FindForm):
    found = Order.objects.visible_to(viewer)
    if not form.is_valid():
        return found
    values = form.cleaned_data
    if values["q"]:
        found = found.found_by(values["q"])
    chosen = {name: values[name] for name in ("state", "purpose") if values[name]}
    return found.filter(**chosen)
